package org.caseroom.ops;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.caseroom.base.UserId;
import org.caseroom.cases.CaseWork;
import org.caseroom.cases.reports.CaseHead;
import org.caseroom.cases.reports.Paged;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads at the start what the first board of the day is made of: else the first manager waits while
 * tables and code are read for everybody after them. It goes on beside the rest of the start, shows
 * nothing to anybody and notes nothing; a house without cases has nothing to read.
 */
final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final int MOST_ASKED = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final List<String> ADDRESSES = List.of("/sign-in", "/api/reports/board");

  private final CompletableFuture<Boolean> board;

  private WarmUp(CompletableFuture<Boolean> board) {
    this.board = board;
  }

  /** Begins with the board as a manager sees it. */
  static WarmUp begin(CaseWork cases, Accounts accounts) {
    return new WarmUp(CompletableFuture.supplyAsync(() -> board(cases, accounts)));
  }

  /** Whether a manager has cases. */
  private static boolean board(CaseWork cases, Accounts accounts) {
    try {
      return accounts.withRole(Role.TEAM_MANAGER, null).stream()
          .filter(Account::active)
          .limit(MOST_ASKED)
          .anyMatch(manager -> board(cases, manager.id()));
    } catch (RuntimeException e) {
      // Who opens it later hears what is wrong, or the start does.
      LOG.debug("The board was not read at the start", e);
      return false;
    }
  }

  private static boolean board(CaseWork cases, UserId manager) {
    List<CaseHead> list = cases.reports().list().of(manager);
    if (!list.isEmpty()) {
      cases.reports().board().of(manager, list);
      cases.cases().summaries(Paged.of(list, Paged.Wanted.FIRST).rows());
    }
    return !list.isEmpty();
  }

  /**
   * Ends with the way there: pages and API answer once, to nobody.
   *
   * @param port where pages and API listen on this machine
   */
  void end(int port) {
    if (!board.join()) {
      return;
    }
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    for (String address : ADDRESSES) {
      ask(
          client,
          HttpRequest.newBuilder(
                  URI.create(
                      "http://"
                          + InetAddress.getLoopbackAddress().getHostAddress()
                          + ":"
                          + port
                          + address))
              .timeout(PATIENCE)
              .build());
    }
  }

  /** The board needs a token: that it is refused is answer enough. */
  private static void ask(HttpClient client, HttpRequest request) {
    try {
      client.send(request, HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      LOG.debug("{} did not answer at the start", request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
