package org.caseroom.web.view;

import java.util.List;

/**
 * How somebody is told outside of the service.
 *
 * @param uses the way, in words
 * @param emails their e-mail addresses
 * @param phoneEnding the last digits of their phone number; empty for none
 * @param addsEmail whether an e-mail address can be added here
 * @param addsPhone whether a phone number can be added here
 */
public record ReachView(
    String uses, List<String> emails, String phoneEnding, boolean addsEmail, boolean addsPhone) {}
