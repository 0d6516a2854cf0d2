package org.caseroom.web.view;

import java.util.List;

/**
 * A section of the family's story.
 *
 * @param id the section's id
 * @param place its number on the card
 * @param title its heading
 * @param text what the family wrote
 * @param audience who may read it, in words
 * @param audienceCodes the same, as the form sends it
 * @param written who wrote it and when, in words
 */
public record StorySection(
    String id,
    int place,
    String title,
    String text,
    String audience,
    List<String> audienceCodes,
    String written) {}
