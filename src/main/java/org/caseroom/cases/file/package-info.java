/**
 * The case file: which events a case is made of ({@link org.caseroom.cases.file.CaseEvents}, their
 * shapes in {@code cases/events/*.json}), what its rooms are for, and {@link
 * org.caseroom.cases.file.CaseFile}, which finds a case's rooms and reads their state. It knows no
 * procedure and no rule.
 */
@NullMarked
package org.caseroom.cases.file;

import org.jspecify.annotations.NullMarked;
