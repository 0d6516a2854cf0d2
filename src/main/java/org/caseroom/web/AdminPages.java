package org.caseroom.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agency;
import org.caseroom.identity.AgencyKind;
import org.caseroom.identity.Role;
import org.caseroom.identity.Standing;
import org.caseroom.web.view.AccountLine;
import org.caseroom.web.view.Field;
import org.caseroom.web.view.Form;
import org.caseroom.web.view.Option;

/** Accounts and agencies, for administrators. */
final class AdminPages {
  private static final List<Option> KINDS =
      Arrays.stream(AgencyKind.values()).map(kind -> Option.of(kind.word(), kind.title())).toList();

  private final WebServices web;

  AdminPages(WebServices web) {
    this.web = web;
  }

  void register(Doors doors) {
    doors.page("/admin/accounts", this::accounts);
    doors.page("/admin/accounts/new", visit -> newAccount(visit, Form.FRESH));
    doors.form("/admin/accounts/new", this::createAccount);
    doors.page("/admin/agencies", this::agencies);
    doors.page("/admin/agencies/new", visit -> newAgency(visit, Form.FRESH));
    doors.form("/admin/agencies/new", this::saveAgency);
  }

  private static void require(Visit visit) {
    if (!visit.account().is(Role.ADMINISTRATOR)) {
      throw Problem.forbidden("This page is for administrators.");
    }
  }

  private void accounts(Visit visit) {
    require(visit);
    List<AccountLine> lines =
        web.accounts().all().stream()
            .filter(account -> !account.isGuest())
            .map(
                account ->
                    new AccountLine(
                        account.displayName(),
                        account.id().value(),
                        Menus.role(account),
                        where(account),
                        state(account.standing())))
            .toList();
    visit.show("accounts", "Accounts", Map.of("accounts", lines));
  }

  private static String state(Standing standing) {
    if (!standing.active()) {
      return "ended";
    }
    if (standing.locked()) {
      return "locked";
    }
    return standing.suspended() ? "suspended" : "";
  }

  private String where(Account account) {
    String id = account.agency();
    if (id == null) {
      return "";
    }
    Agency agency = web.agencies().find(id).orElse(null);
    if (agency == null) {
      return id;
    }
    return agency.hubs().stream()
        .filter(hub -> hub.id().equals(account.hub()))
        .map(hub -> agency.name() + ", " + hub.name())
        .findFirst()
        .orElse(agency.name());
  }

  private void newAccount(Visit visit, Form form) {
    require(visit);
    List<Option> roles =
        Arrays.stream(Role.values())
            .filter(Role::isStaff)
            .map(role -> Option.of(role.word(), role.title()))
            .toList();
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            "New account for a member of staff",
            List.of("Families are not added here: their worker sends them an invitation."),
            "/admin/accounts/new",
            "account",
            List.of(
                Field.line("user", "User name", "Small letters, numbers and the signs . _ - only."),
                Field.line("display", "Name that others see", ""),
                Field.boxes("roles", "Roles", "", roles),
                Field.list("place", "Agency and hub", "", places()),
                Field.password(
                    "password", "First password", "At least 10 characters. They can change it.")),
            "Create the account",
            "/admin/accounts",
            null));
  }

  private List<Option> places() {
    List<Option> places = new ArrayList<>();
    for (Agency agency : web.agencies().all()) {
      places.add(Option.of(agency.id(), agency.name()));
      for (Agency.Hub hub : agency.hubs()) {
        places.add(Option.of(agency.id() + "/" + hub.id(), agency.name() + ", " + hub.name()));
      }
    }
    return places;
  }

  private void createAccount(Visit visit) {
    require(visit);
    visit.submit(
        "account",
        sent -> {
          String user = sent.text("user", "Enter a user name");
          String display = sent.text("display", "Enter the name that others see");
          String password = sent.secret("password", "Enter a first password");
          Set<Role> roles = new LinkedHashSet<>();
          sent.all("roles").forEach(word -> roles.add(Role.of(word)));
          if (roles.isEmpty()) {
            sent.wrong("roles", "Choose at least one role");
          }
          sent.check();
          String[] place = sent.text("place").split("/", 2);
          web.accounts()
              .create(
                  new Accounts.NewAccount(
                      user,
                      display,
                      roles,
                      place[0].isEmpty() ? null : place[0],
                      place.length > 1 ? place[1] : null,
                      Secret.of(password)),
                  visit.user());
          visit.goTo("/admin/accounts", "The account of " + display + " is ready.");
        },
        form -> newAccount(visit, form));
  }

  private void agencies(Visit visit) {
    require(visit);
    visit.show("agencies", "Agencies", Map.of("agencies", web.agencies().all()));
  }

  private void newAgency(Visit visit, Form form) {
    require(visit);
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            "Add an agency, or a hub to an agency",
            List.of("With the id of an agency that is there already, this changes it."),
            "/admin/agencies/new",
            "agency",
            List.of(
                Field.line("id", "Id", "A short word, such as virtual-school-stoke."),
                Field.line("name", "Name that people read", ""),
                Field.list("kind", "Kind of agency", "", KINDS),
                Field.line("areas", "Council areas that it serves", "Separated by commas."),
                Field.line(
                    "hub",
                    "Name of a hub",
                    "A front door that referrals arrive at. You can leave this empty."),
                Field.line("email", "Email of the hub", ""),
                Field.line("telephone", "Telephone of the hub", "")),
            "Save",
            "/admin/agencies",
            null));
  }

  private void saveAgency(Visit visit) {
    require(visit);
    visit.submit(
        "agency",
        sent -> {
          String id = sent.text("id", "Enter an id");
          if (!id.isEmpty() && !id.matches("[a-z0-9-]{1,60}")) {
            sent.wrong("id", "An id has small letters, numbers and hyphens only");
          }
          String name = sent.text("name", "Enter the name");
          String kind = sent.choice("kind", KINDS, "Choose what kind of agency it is");
          sent.check();
          List<Agency.Hub> hubs =
              new ArrayList<>(web.agencies().find(id).map(Agency::hubs).orElse(List.of()));
          String hub = sent.text("hub");
          if (!hub.isEmpty()) {
            String hubId = hub.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
            List<String> hubAreas =
                web.agencies().find(id).map(known -> known.hubAreas(hubId)).orElse(List.of());
            hubs.removeIf(known -> known.id().equals(hubId));
            hubs.add(
                new Agency.Hub(hubId, hub, sent.text("email"), sent.text("telephone"), hubAreas));
          }
          List<String> areas =
              Arrays.stream(sent.text("areas").split(","))
                  .map(String::strip)
                  .filter(area -> !area.isEmpty())
                  .toList();
          web.agencies().save(new Agency(id, name, kind, areas, hubs), visit.user());
          visit.goTo("/admin/agencies", name + " is saved.");
        },
        form -> newAgency(visit, form));
  }
}
