/**
 * The case API under {@code /api}: JSON for programs, described by the OpenAPI document that it
 * serves at {@code /api/openapi.json}. May import {@code base}, {@code identity}, {@code rooms} and
 * {@code cases}.
 *
 * <p>Handlers decode, call a service of {@code cases} and encode; they hold no rule. The bearer
 * token is the Matrix access token, so one sign-in serves both. Errors are problem JSON (RFC 9457)
 * with the Matrix {@code errcode} beside it, and for a gate its clause.
 *
 * <p>Decisions: the document is written by hand and a test holds it to the routes, both ways.
 * Rejected: generating it from annotations, which describes shapes well and cases not at all.
 * Fields are in snake case as everywhere in Matrix; unknown fields of a body are refused, so that a
 * misspelt one cannot go unheard.
 */
@NullMarked
package org.caseroom.web.api;

import org.jspecify.annotations.NullMarked;
