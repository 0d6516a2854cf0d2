/**
 * What is read away from the service: a decision as one page, in HTML that stands by itself and as
 * PDF. Used by the pages and the case API; imports {@code base} and {@code cases}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>One template for both.</b> The PDF is made from the HTML page, so that they cannot say
 *       different things.
 *   <li><b>Tagged PDF</b> with title, language and embedded fonts, as PDF/UA asks for; the library
 *       sees to the tags. A test reads them back.
 *   <li><b>The fonts are Liberation Sans and Mono</b> (SIL Open Font License 1.1, which lets them
 *       be embedded and shipped), from a library on Maven Central. They have Welsh's letters.
 *   <li><b>The proof is on the paper</b>: whoever holds it can verify it without us, by the steps
 *       that stand beside it.
 * </ul>
 */
@NullMarked
package org.caseroom.web.paper;

import org.jspecify.annotations.NullMarked;
