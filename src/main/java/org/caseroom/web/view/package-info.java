/**
 * What the templates are given: records of ready-made words, so that a template decides nothing and
 * knows no service. Imports {@code base} alone.
 */
@NullMarked
package org.caseroom.web.view;

import org.jspecify.annotations.NullMarked;
