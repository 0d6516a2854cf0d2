package org.caseroom.matrix.account;

import java.util.ArrayList;
import java.util.List;
import org.caseroom.identity.Identity;
import org.caseroom.matrix.AddressInvites;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.MatrixServices;
import org.caseroom.matrix.MatrixSettings;
import org.caseroom.matrix.Members;
import org.caseroom.matrix.People;
import org.caseroom.rooms.RoomLog;

/** What the Matrix API has for people and their accounts: all its endpoints, put together. */
public final class AccountEndpoints {
  private final List<Endpoint> endpoints = new ArrayList<>();

  /**
   * What these endpoints share with those of rooms.
   *
   * @param members what people are in rooms as
   * @param invites invitations by e-mail address
   */
  public record Shared(Members members, AddressInvites invites) {}

  /** Makes the endpoints over these services. */
  public AccountEndpoints(MatrixServices services, MatrixSettings settings, Shared shared) {
    EmailStage email = new EmailStage(services.identity().addressChecks(), services.letters());
    InteractiveAuth auth = AuthStages.over(services.identity(), email, services.clock());
    Reauthentication reauthentication = new Reauthentication(auth);
    addAccounts(services, settings, new Asking(auth, reauthentication, email), shared);
    addPersonal(services, settings, reauthentication);
  }

  /** How people are asked who they are. */
  private record Asking(InteractiveAuth auth, Reauthentication again, EmailStage email) {}

  /** Coming in, going out, and one's own account. */
  private void addAccounts(
      MatrixServices services, MatrixSettings settings, Asking asking, Shared shared) {
    Identity identity = services.identity();
    InteractiveAuth auth = asking.auth();
    Reauthentication reauthentication = asking.again();
    SignIns signIns = new SignIns(settings);
    endpoints.addAll(new LoginApi(identity, reauthentication, signIns).endpoints());
    endpoints.addAll(
        new ThirdPartyApi(
                identity.addresses(), reauthentication, services.letters(), shared.invites())
            .endpoints());
    endpoints.addAll(new OpenIdApi(identity.openIdTokens(), settings.server()).endpoints());
    endpoints.addAll(new AddressTokenApi(identity, services.letters()).endpoints());
    endpoints.addAll(
        new RegisterApi(
                identity.registrations(),
                identity.sessions(),
                auth,
                signIns,
                asking.email(),
                shared.invites())
            .endpoints());
    endpoints.addAll(new LoginFallbackApi().endpoints());
    endpoints.addAll(new AuthFallbackApi(auth).endpoints());
    endpoints.addAll(new SharedSecretApi(identity, signIns).endpoints());
    Departure departure = new Departure(services.rooms(), shared.members(), identity.standings());
    PasswordReset reset = new PasswordReset(identity, auth, asking.email(), services.letters());
    endpoints.addAll(new AccountApi(identity, reauthentication, reset, departure).endpoints());
    endpoints.addAll(new AdminApi(identity, settings.server()).endpoints());
    endpoints.addAll(
        new CapabilitiesApi(identity.accounts(), services.letters().canSend()).endpoints());
  }

  /** What belongs to a person and not to a room. */
  private void addPersonal(
      MatrixServices services, MatrixSettings settings, Reauthentication reauthentication) {
    Identity identity = services.identity();
    RoomLog log = services.rooms().log();
    People people = new People(identity.accounts(), log.view());
    endpoints.addAll(new ProfileApi(log, identity.profiles(), people).endpoints());
    endpoints.addAll(new UserDirectoryApi(identity.accounts(), people).endpoints());
    endpoints.addAll(
        new AccountDataApi(identity.accountData(), identity.filters(), services.pushRules())
            .endpoints());
    endpoints.addAll(
        new KeysApi(identity, reauthentication, people, settings.server()).endpoints());
    endpoints.addAll(new KeyBackupApi(services.database()).endpoints());
    identity.standings().onClose((tx, user) -> new KeyBackupDao(tx, user).deleteAll());
  }

  /** All of them. */
  public List<Endpoint> endpoints() {
    return List.copyOf(endpoints);
  }
}
