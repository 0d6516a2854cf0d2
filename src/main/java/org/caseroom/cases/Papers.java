package org.caseroom.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Access;
import org.caseroom.cases.door.Door;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Documents;
import org.caseroom.cases.procedure.Permissions;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;

/** What the papers that people keep up to date have to be. */
final class Papers {
  private static final String SLUG = "[a-z0-9][a-z0-9-]{0,59}";

  private final Accounts accounts;
  private final Agencies agencies;
  private final Access access;
  private final Permissions permissions;

  Papers(Accounts accounts, Agencies agencies, Access access, Permissions permissions) {
    this.accounts = accounts;
    this.agencies = agencies;
    this.access = access;
    this.permissions = permissions;
  }

  void check(Event event, Account who, Procedure procedure, CaseFile file) {
    String key = String.valueOf(event.stateKey());
    switch (event.type()) {
      case CaseEvents.NEEDS -> needs(event.content(), key, who, procedure);
      case CaseEvents.MEMBER -> member(event.content(), key, procedure, file);
      case CaseEvents.LEAD -> lead(event.content(), key, file);
      case CaseEvents.CONSENT -> consent(event.content(), key, who, procedure, file);
      case CaseEvents.STORY -> story(event.content(), key, file);
      case CaseEvents.STORY_READ -> storyRead(event.content(), key, who, file);
      case CaseEvents.ASSESSMENT_SECTION -> section(event, key, procedure, file);
      case CaseEvents.SUMMARY -> summary(event, key, procedure, file);
      case CaseEvents.REFERRAL_FORM -> unsigned(event, key, "referral-form", procedure, file);
      default -> single(key);
    }
  }

  private static void single(String key) {
    Problem.require(
        key.isEmpty(), "There is one such paper in a case: send it with an empty state key.");
  }

  private static void slug(String key) {
    Problem.require(
        key.matches(SLUG), "The state key is a short word of a-z, 0-9 and hyphens, such as 'ot'.");
  }

  private Account person(String key) {
    Problem.require(
        UserId.isValid("@" + key),
        "The state key is a user id without its @, such as 'jo:example.org'.");
    return accounts
        .find(CaseEvents.person(key))
        .orElseThrow(() -> Problem.notFound("There is no account with this user id."));
  }

  private void needs(ObjectNode content, String key, Account who, Procedure procedure) {
    Account person = person(key);
    Problem.require(
        !who.isFamily() || person.isFamily(), "A family says what its own members need.");
    Procedure.NeedsRules rules = procedure.needs();
    listed(content, "formats", rules.formats());
    listed(content, "communication", rules.communication());
    listed(content, "languages", rules.languages());
    String contactBy = Fields.text(content, "contact_by");
    Problem.require(
        contactBy == null || rules.contact().contains(contactBy),
        "'contact_by' is one of " + String.join(", ", rules.contact()) + ".");
  }

  private static void listed(ObjectNode content, String field, List<String> allowed) {
    for (String word : Fields.texts(content.path(field))) {
      Problem.require(
          allowed.contains(word.replaceAll(":.*", "")),
          "'"
              + field
              + "' holds words of this list: "
              + String.join(", ", allowed)
              + ". Anything else goes into 'notes'.");
    }
  }

  private void member(ObjectNode content, String key, Procedure procedure, CaseFile file) {
    Account person = person(key);
    Role role = Role.of(content.path("role").asText());
    Problem.require(
        person.is(role), "This person's account does not have the role '" + role.word() + "'.");
    String agency = Fields.text(content, "agency");
    Problem.require(
        agency == null || agency.equals(person.agency()),
        "This person works for another agency: leave 'agency' out, or name theirs.");
    if (content.path("left").asBoolean()) {
      return;
    }
    for (String room : Fields.texts(content.path("rooms"))) {
      RoomKind kind = RoomKind.of(room);
      Problem.require(
          kind != RoomKind.HUB && kind != RoomKind.REGISTER, "That is not a room of a case.");
      if (!access.covered(person, file, kind)) {
        throw Door.noConsent(person, file, procedure);
      }
    }
    if (!access.covered(person, file, RoomKind.CASE)) {
      throw Door.noConsent(person, file, procedure);
    }
  }

  private void lead(ObjectNode content, String key, CaseFile file) {
    single(key);
    UserId person = UserId.of(content.path("person").asText());
    Problem.require(
        file.state(CaseEvents.MEMBER, CaseEvents.personKey(person))
            .filter(member -> !member.content().path("left").asBoolean())
            .isPresent(),
        "The lead practitioner is somebody of the team: add them first.");
    Problem.require(
        accounts
            .find(person)
            .filter(account -> account.isStaff() || account.isHouseBot())
            .isPresent(),
        "The lead practitioner is a professional.");
  }

  private void consent(
      ObjectNode content, String key, Account who, Procedure procedure, CaseFile file) {
    slug(key);
    String purpose = content.path("purpose").asText();
    Problem.require(
        procedure.consentPurposes().stream().anyMatch(known -> known.id().equals(purpose)),
        "'purpose' is one of "
            + String.join(
                ", ", procedure.consentPurposes().stream().map(Procedure.Purpose::id).toList())
            + ".");
    String agency = Fields.text(content, "agency");
    Problem.require(
        agency == null || agencies.find(agency).isPresent(),
        "There is no agency with this id: see /api/agencies.");
    Fields.texts(content.path("rooms")).forEach(RoomKind::of);
    List<UserId> signers = Fields.users(content.path("signed_by"));
    for (UserId signer : signers) {
      boolean parent =
          accounts.find(signer).filter(account -> account.is(Role.ADOPTER)).isPresent()
              && Door.inCase(file, signer);
      if (!parent) {
        throw Problem.gate(
            procedure.cites().consent(),
            "Consent is signed by the adopters of this case; 'signed_by' names them.");
      }
    }
    if (who.isFamily() && !signers.contains(who.id()) && !withdraws(content)) {
      throw Problem.gate(
          procedure.cites().consent(), "You can sign for yourself: 'signed_by' has to name you.");
    }
    Optional<Event> before = file.state(CaseEvents.CONSENT, key);
    Problem.require(
        !withdraws(content) || before.isPresent(),
        "There is no such consent that could be withdrawn.");
  }

  private static boolean withdraws(ObjectNode content) {
    return content.path("status").asText().equals("withdrawn");
  }

  private void story(ObjectNode content, String key, CaseFile file) {
    slug(key);
    int before =
        file.state(CaseEvents.STORY, key)
            .map(event -> event.content().path("version").asInt())
            .orElse(0);
    Problem.require(
        content.path("version").asInt() == before + 1,
        "Somebody has written this section meanwhile: version "
            + (before + 1)
            + " is the next. Read it, then write yours.");
    for (String word : Fields.texts(content.path("audience"))) {
      boolean known =
          word.equals(Access.TEAM)
              || permissions.group(word).isPresent()
              || agencies.find(word).isPresent()
              || isRole(word);
      Problem.require(
          known,
          "The audience '"
              + word.replaceAll("[^A-Za-z0-9-]", "?")
              + "' is not known: use team, a role, or an agency's id.");
    }
  }

  private static boolean isRole(String word) {
    for (Role role : Role.values()) {
      if (role.word().equals(word)) {
        return true;
      }
    }
    return false;
  }

  private void storyRead(ObjectNode content, String key, Account who, CaseFile file) {
    Problem.require(
        key.equals(CaseEvents.personKey(who.id())),
        "Everybody says for themselves that they have read the story.");
    for (var version : content.path("versions").properties()) {
      boolean current =
          file.state(CaseEvents.STORY, version.getKey())
              .filter(
                  section ->
                      section.content().path("version").asInt() == version.getValue().asInt()
                          && access.mayRead(who.id(), section, file.view()))
              .isPresent();
      Problem.require(current, "The story has no section of that version that you may read.");
    }
  }

  private static void section(Event event, String key, Procedure procedure, CaseFile file) {
    Problem.require(
        procedure.assessmentSections().stream().anyMatch(section -> section.id().equals(key)),
        "The assessment has these sections: "
            + String.join(
                ", ", procedure.assessmentSections().stream().map(Procedure.Section::id).toList())
            + ".");
    if (event.content().has("corrects")) {
      CorrectionRules.newVersion(event, key, procedure, file);
    } else if (Documents.signature(procedure, file, "assessment").isPresent()) {
      throw alreadySigned("assessment");
    }
  }

  private static void summary(Event event, String key, Procedure procedure, CaseFile file) {
    int next = file.state(RoomKind.PROFESSIONALS, event.type()).size() + 1;
    boolean revises = file.state(RoomKind.PROFESSIONALS, event.type(), key).isPresent();
    Problem.require(
        revises || key.equals("S" + next), "The next number is S" + next + ": use that.");
    if (Documents.signature(procedure, file, "summary/" + key).isPresent()) {
      throw alreadySigned("summary");
    }
  }

  private static void unsigned(
      Event event, String key, String document, Procedure procedure, CaseFile file) {
    single(key);
    if (file.state(RoomKind.PROFESSIONALS, event.type(), key).isPresent()
        && Documents.signature(procedure, file, document).isPresent()) {
      throw alreadySigned(document);
    }
  }

  private static Problem alreadySigned(String document) {
    return Problem.of(
        409,
        "ORG.CASEROOM_FINAL",
        "The " + document + " is signed and final: a correction is a new one that names it.");
  }
}
