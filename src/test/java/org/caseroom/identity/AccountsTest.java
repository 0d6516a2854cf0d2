package org.caseroom.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.storage.Databases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AccountsTest {
  private static final Agency AGENCY =
      new Agency(
          "together4children",
          "Together4Children",
          "regional-adoption-agency",
          List.of("stoke-on-trent"),
          List.of(new Agency.Hub("stoke", "Stoke hub", "hub@example.org", "01782 000000")));

  private static Accounts.NewAccount worker(String localpart) {
    return new Accounts.NewAccount(
        localpart,
        "Sam Worker",
        Set.of(Role.PERMANENCY_SUPPORT_SOCIAL_WORKER, Role.DUTY_WORKER),
        "together4children",
        "stoke",
        House.PASSWORD);
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void accountsAndAgenciesOutliveARestart(Databases engine) {
    try (House house = new House(engine)) {
      Agency saved = house.identity.agencies().save(AGENCY, null);
      assertEquals(AGENCY.hubs(), saved.hubs());
      Account sam = house.identity.accounts().create(worker("sam"), null);
      house.restart();
      assertEquals(sam, house.identity.accounts().require(House.user("sam")));
      assertEquals(List.of(saved), house.identity.agencies().all());
      assertEquals(
          List.of(sam), house.identity.accounts().withRole(Role.DUTY_WORKER, "together4children"));
      assertEquals(List.of(), house.identity.accounts().withRole(Role.DUTY_WORKER, "elsewhere"));
      assertEquals(List.of(), house.identity.accounts().withRole(Role.AUDITOR, null));
      String log = String.join("\n", house.log("permission"));
      assertTrue(log.contains("account-created") && log.contains("@sam:caseroom.example"), log);
      assertTrue(log.contains("agency-saved"), log);
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aUserNameIsGivenOnce(Databases engine) {
    try (House house = new House(engine)) {
      house.add("sam", Role.AUDITOR);
      Problem taken = assertThrows(Problem.class, () -> house.add("sam", Role.ADMINISTRATOR));
      assertEquals("M_USER_IN_USE", taken.errcode());
      assertTrue(house.identity.accounts().require(House.user("sam")).is(Role.AUDITOR));
      assertEquals(1, house.log("permission").size());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Sam, three kind words, M_INVALID_USERNAME",
    "sam smith, three kind words, M_INVALID_USERNAME",
    "sam, short, M_WEAK_PASSWORD",
    "sam, aaaaaaaaaaaaaaaa, M_WEAK_PASSWORD",
    "samsam, samsamsamsam, M_WEAK_PASSWORD",
    "sam, Password-123, M_WEAK_PASSWORD",
    "sam, 0987654321, M_WEAK_PASSWORD",
    "sam, qwertyuiop, M_WEAK_PASSWORD",
    "robinson, robinson-2026, M_WEAK_PASSWORD",
  })
  void whatIsNotGoodEnoughIsRefused(String localpart, String password, String errcode) {
    try (House house = new House(Databases.H2)) {
      Accounts.NewAccount account =
          new Accounts.NewAccount(
              localpart, "Sam", Set.of(Role.AUDITOR), null, null, Secret.of(password));
      Problem problem =
          assertThrows(Problem.class, () -> house.identity.accounts().create(account, null));
      assertEquals(errcode, problem.errcode());
      assertEquals(List.of(), house.identity.accounts().all());
    }
  }

  @Test
  void aPlaceOfWorkHasToExist() {
    try (House house = new House(Databases.H2)) {
      Accounts accounts = house.identity.accounts();
      assertEquals(
          404, assertThrows(Problem.class, () -> accounts.create(worker("sam"), null)).status());
      house.identity.agencies().save(AGENCY, null);
      accounts.create(worker("sam"), null);
      assertEquals(
          404,
          assertThrows(
                  Problem.class,
                  () ->
                      accounts.assign(
                          House.user("sam"),
                          Set.of(Role.TEAM_MANAGER),
                          "together4children",
                          "leek",
                          null))
              .status());
      assertThrows(
          Problem.class, () -> accounts.assign(House.user("sam"), Set.of(), null, null, null));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aChangeOfRoleTakesEffectAndIsRecorded(Databases engine) {
    try (House house = new House(engine)) {
      house.identity.agencies().save(AGENCY, null);
      UserId admin = house.add("admin", Role.ADMINISTRATOR);
      house.identity.accounts().create(worker("sam"), admin);
      house
          .identity
          .accounts()
          .assign(House.user("sam"), Set.of(Role.TEAM_MANAGER), "together4children", null, admin);
      house.restart();
      Account sam = house.identity.accounts().require(House.user("sam"));
      assertEquals(Set.of(Role.TEAM_MANAGER), sam.roles());
      assertNull(sam.hub());
      String last = house.log("permission").get(house.log("permission").size() - 1);
      assertTrue(
          last.contains("account-assigned")
              && last.contains("team-manager")
              && last.contains(admin.value()),
          last);
    }
  }

  @Test
  void onlyAnAdministratorChangesAccountsAndOnlyStaffInvite() {
    try (House house = new House(Databases.H2)) {
      UserId worker = house.add("worker", Role.DUTY_WORKER);
      UserId jo = house.add("jo", Role.ADOPTER);
      UserId bot = house.add("bot", Role.BOT);
      Accounts accounts = house.identity.accounts();
      Accounts.NewAccount kim =
          new Accounts.NewAccount("kim", "Kim", Set.of(Role.AUDITOR), null, null, null);
      List<org.junit.jupiter.api.function.Executable> forbidden =
          List.of(
              () -> accounts.create(kim, worker),
              () -> accounts.create(kim, House.user("nobody")),
              () -> accounts.assign(worker, Set.of(Role.ADMINISTRATOR), null, null, worker),
              () -> house.identity.agencies().save(AGENCY, worker),
              () -> house.identity.resetPassword(jo, House.PASSWORD, worker),
              () -> house.identity.deactivate(jo, worker),
              () -> house.identity.reactivate(jo, worker),
              () -> house.identity.invitations().create("kim", "Kim", Role.ADOPTER, jo),
              () -> house.identity.invitations().create("kim", "Kim", Role.ADOPTER, bot),
              () -> house.identity.invitations().renew(jo, jo));
      for (org.junit.jupiter.api.function.Executable each : forbidden) {
        assertEquals(403, assertThrows(Problem.class, each).status());
      }
      house.identity.deactivate(jo, jo);
      assertFalse(accounts.require(jo).active());
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aClosedAccountHasNoSessionsAndNoSignIn(Databases engine) {
    try (House house = new House(engine)) {
      house.identity.agencies().save(AGENCY, null);
      UserId sam = house.identity.accounts().create(worker("sam"), null).id();
      Sessions.SignIn signIn = house.issue(sam);
      house.identity.deactivate(sam, null);
      assertFalse(house.identity.accounts().require(sam).active());
      assertTrue(house.identity.sessions().authenticate(signIn.token(), "::1").isEmpty());
      assertThrows(Problem.class, () -> house.issue(sam));
      Problem refused =
          assertThrows(
              Problem.class,
              () -> house.identity.credentials().check("sam", House.PASSWORD, "192.0.2.1"));
      assertEquals(403, refused.status());
      assertEquals(List.of(), house.identity.accounts().withRole(Role.DUTY_WORKER, null));
      house.identity.reactivate(sam, null);
      house.identity.resetPassword(sam, House.PASSWORD, null);
      house.identity.credentials().check("sam", House.PASSWORD, "192.0.2.1");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aNewPasswordReplacesTheOld(Databases engine) {
    try (House house = new House(engine)) {
      house.identity.agencies().save(AGENCY, null);
      UserId sam = house.identity.accounts().create(worker("sam"), null).id();
      Sessions.SignIn signIn = house.issue(sam);
      Secret other = Secret.of("other gentle words");
      house.identity.resetPassword(sam, other, null);
      assertTrue(house.identity.sessions().authenticate(signIn.token(), "::1").isEmpty());
      assertThrows(
          Problem.class,
          () -> house.identity.credentials().check("sam", House.PASSWORD, "192.0.2.1"));
      assertEquals(
          sam,
          house.identity.credentials().check("@sam:caseroom.example", other, "192.0.2.1").id());
    }
  }

  @Test
  void noPasswordTokenOrCodeIsEverWrittenDown() {
    try (House house = new House(Databases.H2)) {
      UserId worker = house.add("worker", Role.DUTY_WORKER);
      Invitations.Made made = house.identity.invitations().create("jo", "Jo", Role.ADOPTER, worker);
      house.identity.invitations().accept(made.code(), House.PASSWORD);
      Sessions.SignIn signIn =
          house.identity.sessions().signIn("jo", House.PASSWORD, null, "Phone", null, "192.0.2.1");
      assertThrows(
          Problem.class,
          () ->
              house
                  .identity
                  .sessions()
                  .signIn("a typed password", House.PASSWORD, null, null, null, "192.0.2.1"));
      String all =
          String.join("\n", house.log("permission"))
              + String.join("\n", house.log("sign_in"))
              + signIn
              + made
              + house.identity.accounts().all();
      for (String secret :
          List.of(
              House.PASSWORD.reveal(),
              "a typed password",
              signIn.token().reveal(),
              made.code().reveal())) {
        assertFalse(all.contains(secret), all);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void anInvitationLetsAFamilyIn(Databases engine) {
    try (House house = new House(engine)) {
      UserId worker = house.add("worker", Role.DUTY_WORKER);
      Invitations invitations = house.identity.invitations();
      Invitations.Made first = invitations.create("jo", "Jo", Role.ADOPTER, worker);
      UserId jo = House.user("jo");
      assertTrue(house.identity.accounts().require(jo).isFamily());
      assertThrows(
          Problem.class,
          () -> house.identity.credentials().check("jo", Secret.of(""), "192.0.2.1"));

      Invitations.Made second = invitations.renew(jo, worker);
      assertThrows(Problem.class, () -> invitations.open(first.code()));
      assertEquals(jo, invitations.open(second.code()).user());
      assertEquals(1, invitations.waiting().size());
      assertThrows(Problem.class, () -> invitations.accept(second.code(), Secret.of("short")));
      house.restart();
      house.identity.invitations().accept(second.code(), House.PASSWORD);
      assertEquals(jo, house.identity.credentials().check("jo", House.PASSWORD, "192.0.2.1").id());
      assertThrows(
          Problem.class, () -> house.identity.invitations().accept(second.code(), House.PASSWORD));
      assertThrows(Problem.class, () -> house.identity.invitations().renew(jo, worker));
      assertEquals(List.of(), house.identity.invitations().waiting());
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void ofSeveralWhoUseALinkOneSucceeds(Databases engine) throws Exception {
    try (House house = new House(engine)) {
      UserId worker = house.add("worker", Role.DUTY_WORKER);
      Invitations invitations = house.identity.invitations();
      Secret code = invitations.create("jo", "Jo", Role.ADOPTER, worker).code();
      ExecutorService threads = Executors.newFixedThreadPool(3);
      List<Future<Boolean>> tries = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Secret password = Secret.of("three kind words " + i);
        tries.add(
            threads.submit(
                () -> {
                  try {
                    invitations.accept(code, password);
                    return true;
                  } catch (Problem gone) {
                    return false;
                  }
                }));
      }
      int succeeded = 0;
      for (int i = 0; i < 3; i++) {
        if (tries.get(i).get()) {
          succeeded++;
          Secret password = Secret.of("three kind words " + i);
          house.identity.credentials().check("jo", password, "192.0.2.1");
        }
      }
      threads.shutdown();
      assertEquals(1, succeeded);
    }
  }

  @Test
  void anInvitationEndsAfterTwoWeeksAndIsForFamiliesOnly() {
    try (House house = new House(Databases.H2)) {
      UserId worker = house.add("worker", Role.DUTY_WORKER);
      Invitations invitations = house.identity.invitations();
      assertThrows(
          Problem.class, () -> invitations.create("boss", "Boss", Role.ADMINISTRATOR, worker));
      Invitations.Made made = invitations.create("jo", "Jo", Role.YOUNG_PERSON, worker);
      house.later(Invitations.LIFETIME);
      Problem gone =
          assertThrows(Problem.class, () -> invitations.accept(made.code(), House.PASSWORD));
      assertEquals(404, gone.status());
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aProfileChangesAndTellsWhoListens(Databases engine) {
    try (House house = new House(engine)) {
      UserId jo = house.add("jo", Role.ADOPTER);
      List<Profiles.Profile> told = new ArrayList<>();
      house.identity.profiles().onChange(told::add);
      house.identity.profiles().setDisplayName(jo, "Jo 🦊");
      house.identity.profiles().setAvatarUrl(jo, "mxc://caseroom.example/abc");
      house.identity.profiles().setDisplayName(jo, "Jo 🦊");
      assertEquals(2, told.size());
      assertEquals(new Profiles.Profile(jo, "Jo 🦊", "mxc://caseroom.example/abc"), told.get(1));
      house.restart();
      assertEquals("Jo 🦊", house.identity.accounts().require(jo).displayName());
      assertEquals("mxc://caseroom.example/abc", house.identity.accounts().require(jo).avatarUrl());
      house.identity.profiles().setDisplayName(jo, null);
      assertEquals("jo", house.identity.accounts().require(jo).displayName());
      assertThrows(
          Problem.class,
          () -> house.identity.profiles().setAvatarUrl(jo, "https://example.org/x.png"));
      assertThrows(
          Problem.class, () -> house.identity.profiles().setDisplayName(jo, "x".repeat(256)));
    }
  }
}
