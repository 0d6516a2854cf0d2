package org.caseroom.matrix.account;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;
import org.caseroom.matrix.People;
import org.caseroom.rooms.search.Folding;

/**
 * Finding people by name: those who share a room with the one who looks, and those in rooms that
 * anybody may join or read. Looks at what people call themselves and never at what they are called
 * in a room, which may be meant for that room only.
 */
final class UserDirectoryApi {
  private static final long MOST = 100;
  private static final long USUAL = 10;

  private final Accounts accounts;
  private final People people;

  UserDirectoryApi(Accounts accounts, People people) {
    this.accounts = accounts;
    this.people = people;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(
            "POST",
            "/_matrix/client/v3/user_directory/search",
            Access.SIGNED_IN,
            Body.JSON,
            this::search));
  }

  private MatrixResponse search(MatrixRequest request) {
    Fields body = Fields.of(request);
    String term = Folding.fold(body.requireText("search_term").strip());
    long limit = body.number("limit", 0, Long.MAX_VALUE).map(n -> Math.min(n, MOST)).orElse(USUAL);
    UserId asker = request.user();
    Set<UserId> around = people.around(asker);
    List<Account> found =
        accounts.stream()
            .filter(Account::active)
            .filter(account -> mentions(account, term))
            .filter(account -> people.mayFind(asker, around, account))
            .sorted(
                Comparator.<Account>comparingInt(account -> distance(account, term))
                    .thenComparing(Account::displayName)
                    .thenComparing(Account::id))
            .limit(limit + 1)
            .toList();
    ObjectNode answer = Json.object();
    ArrayNode results = answer.putArray("results");
    found.stream().limit(limit).forEach(account -> results.add(json(account)));
    answer.put("limited", found.size() > limit);
    return MatrixResponse.ok(answer);
  }

  /** Whether every word that is looked for is in the name or the user id. */
  private static boolean mentions(Account account, String term) {
    String name = Folding.fold(account.displayName());
    String id = account.id().value();
    if (name.contains(term) || id.contains(term)) {
      return true;
    }
    for (String word : term.split("\\s+", -1)) {
      if (!name.contains(word) && !id.contains(word)) {
        return false;
      }
    }
    return true;
  }

  /** How far a find is from what was looked for: the very one first, then who begins like it. */
  private static int distance(Account account, String term) {
    String name = Folding.fold(account.displayName());
    String localpart = account.id().localpart();
    if (name.equals(term) || localpart.equals(term) || account.id().value().equals(term)) {
      return 0;
    }
    return name.startsWith(term) || localpart.startsWith(term) ? 1 : 2;
  }

  private static ObjectNode json(Account account) {
    ObjectNode json = Json.object().put("user_id", account.id().value());
    if (account.name() != null) {
      json.put("display_name", account.name());
    }
    if (account.avatarUrl() != null) {
      json.put("avatar_url", account.avatarUrl());
    }
    return json;
  }
}
