/**
 * Casework: cases, the team, consent, the procedure with its clocks and gates, questions, the
 * family's story, assessments and decisions. May import {@code base}, {@code storage}, {@code
 * audit}, {@code identity} and {@code rooms}.
 *
 * <p>In layers, none of which imports upwards: {@code cases.file} (what a case is made of), {@code
 * cases.procedure} (the procedure as data), {@code cases.door} (the rules at the log's door, and
 * how a part of casework plugs in), then the parts, each in a package of its own, and here what
 * puts them together: {@link org.caseroom.cases.CaseParts} at the door, {@link
 * org.caseroom.cases.CaseWork} for pages, API and bots, {@link org.caseroom.cases.CaseView} for
 * readers.
 *
 * <p>How it works:
 *
 * <ul>
 *   <li>Everything is an event. What a person does (an <em>act</em>: a screening, a tick, an
 *       answer) is a message event; what a person writes and keeps up to date (a <em>paper</em>:
 *       consent, story section, form, plan item) is a state event of their own; what follows from
 *       these (a stage, a clock, the owner of a question, a record of a decision) is state that
 *       only the house writes. The names are in {@link org.caseroom.cases.file.CaseEvents}, the
 *       shapes in {@code events/*.json} beside the code.
 *   <li>{@link org.caseroom.cases.door.CasePolicy} sits at the log's door: it checks shape, role
 *       and gates, and adds what follows. The services ({@link org.caseroom.cases.Questions} and
 *       its kind) only build one event and append it, so a plain Matrix client that sends the same
 *       event gets the same effect and the same refusal.
 *   <li>The procedure, the permissions and the holidays are files ({@code config/}); the code knows
 *       no clause and no stage by name.
 *   <li>A procedure's file describes its source too: which clauses there are, what they point at,
 *       which laws it names. {@link org.caseroom.cases.procedure.ProcedureLint} concludes from that
 *       what the owner of the document has to answer, and invents no rule.
 * </ul>
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Papers that want a signature (forms, assessments, decisions) are state, where the plan said
 *       timeline events: the door looks at current state only, and a rule such as "the author is
 *       not the signer" has to see the paper. Earlier versions stay in the log.
 *   <li>State keys that name a person drop the {@code @}: Matrix lets only that person write a key
 *       that is a user id, and the house and the team have to.
 *   <li>Power levels stay out of the way in rooms of a case: what people may send is at 0, and the
 *       table of permissions decides, so that a refusal can say why. Rejected: levels for each
 *       role, of which somebody can have several.
 *   <li>A screening happens in the hub's queue, where its referral is; it opens the professionals
 *       room, which gets both in words. Rejected: a room for every referral, most of which need
 *       none. The agency's own caseworkers are put into rooms, as it is their job; everybody else
 *       is invited.
 *   <li>Consent is asked for every read, and not turned into kicks: withdrawal holds from the next
 *       read on, for the past too, and membership stays as the record of who was in the team.
 *   <li>Who could read an item at a past moment ({@link org.caseroom.cases.Readership}) is asked of
 *       the same {@code Access} that stands at the door, with the state of that moment and with
 *       people's roles as the audit log tells them. Rejected: a table of earlier roles, which
 *       nothing would prove.
 *   <li>A record is not redacted by its author, nor a signed paper changed: a correction is a new
 *       version or a new decision.
 *   <li>A correction that the family asks for is one section in a new version that names the one it
 *       replaces; the manager's signature stays on what was signed. Rejected: signing the whole
 *       assessment again, which would start its review clock anew for a wrong date.
 *   <li>A closed case's record gets a class of retention, which says who decides; nothing is
 *       deleted by a timer. Rejected: a date of deletion, which no source gives for these records.
 *   <li>The number of a case comes from the register, a room of the house's own that also finds
 *       cases and hubs by name. Rejected: a counter in a table, which a rebuild could not restore.
 *   <li>Schemas are a small part of JSON Schema, checked by {@link org.caseroom.cases.file.Shapes}:
 *       the general validators at hand work on another tree model and cost a copy of every event. A
 *       test holds the two to the same verdicts.
 * </ul>
 */
@NullMarked
package org.caseroom.cases;

import org.jspecify.annotations.NullMarked;
