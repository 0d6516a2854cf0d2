package org.caseroom.ops;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code caseroom account}. */
@Command(
    name = "account",
    description = "The people who sign in.",
    subcommands = {
      AccountCommand.Create.class,
      AccountCommand.Show.class,
      AccountCommand.Password.class
    })
final class AccountCommand implements Runnable {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    main.run();
  }

  private void print(String line) {
    spec.commandLine().getOut().println(line);
  }

  /** {@code caseroom account create}. */
  @Command(
      name = "create",
      description = "Makes an account; prints a password unless one is given.")
  static final class Create implements Runnable {
    @ParentCommand private AccountCommand parent;

    @Parameters(paramLabel = "NAME", description = "The user name: a-z, 0-9 and . _ = - / +")
    private String localpart = "";

    @Option(names = "--name", description = "The name that others see.")
    private @Nullable String name;

    @Option(
        names = "--role",
        required = true,
        split = ",",
        description = "One or more roles, such as adopter or team-manager.")
    private List<String> roles = List.of();

    @Option(names = "--agency", description = "The agency that they work for.")
    private @Nullable String agency;

    @Option(names = "--hub", description = "The hub of that agency.")
    private @Nullable String hub;

    @Option(
        names = "--password",
        interactive = true,
        description = "Ask for a password (or read it from the input).")
    private char @Nullable [] password;

    @Override
    public void run() {
      Secret secret = Passwords.given(password);
      Account made =
          parent.main.onData(
              data ->
                  data.identity()
                      .accounts()
                      .create(
                          new Accounts.NewAccount(
                              localpart,
                              name == null ? localpart : name,
                              roles.stream()
                                  .map(Role::of)
                                  .collect(Collectors.toCollection(LinkedHashSet::new)),
                              agency,
                              hub,
                              secret),
                          null));
      parent.print("Made " + made.id());
      if (password == null) {
        parent.print("Password: " + secret.reveal());
      }
    }
  }

  /** {@code caseroom account list}. */
  @Command(name = "list", description = "Lists the accounts.")
  static final class Show implements Runnable {
    @ParentCommand private AccountCommand parent;

    @Override
    public void run() {
      for (Account account : parent.main.onData(data -> data.identity().accounts().all())) {
        parent.print(
            account.id()
                + "  "
                + account.displayName()
                + "  "
                + account.roles().stream().sorted().map(Role::word).collect(Collectors.joining(","))
                + (account.agency() == null ? "" : "  " + account.agency())
                + (account.active() ? "" : "  (deactivated)"));
      }
    }
  }

  /** {@code caseroom account password}. */
  @Command(
      name = "password",
      description = "Sets a new password, which is printed unless one is given.")
  static final class Password implements Runnable {
    @ParentCommand private AccountCommand parent;

    @Parameters(paramLabel = "NAME", description = "The user name, or the whole user id.")
    private String name = "";

    @Option(
        names = "--password",
        interactive = true,
        description = "Ask for a password (or read it from the input).")
    private char @Nullable [] password;

    @Override
    public void run() {
      Secret secret = Passwords.given(password);
      parent.main.onData(
          data -> {
            UserId user =
                name.startsWith("@")
                    ? UserId.of(name)
                    : UserId.local(name, data.settings().server().name());
            if (data.identity().accounts().find(user).isEmpty()) {
              throw Problem.notFound(
                  "There is no account "
                      + user
                      + ": 'scripts/caseroom account list' shows the ones there are.");
            }
            data.identity().resetPassword(user, secret, null);
            return user;
          });
      parent.print("The password is changed.");
      if (password == null) {
        parent.print("Password: " + secret.reveal());
      }
    }
  }
}
