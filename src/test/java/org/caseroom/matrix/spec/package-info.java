/**
 * Holds the service to the Matrix specification's own description of its API: every answer that any
 * test gets over HTTP is checked against the schema of its operation.
 *
 * <p>The description ({@code src/test/resources/matrix-spec/client-server.json}) is derived from
 * the OpenAPI data of the Matrix specification by {@link org.caseroom.matrix.spec.SpecBundle}: no
 * package registry carries it, and tests need no network beyond the registries.
 */
@NullMarked
package org.caseroom.matrix.spec;

import org.jspecify.annotations.NullMarked;
