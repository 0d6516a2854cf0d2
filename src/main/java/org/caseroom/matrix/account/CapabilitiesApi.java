package org.caseroom.matrix.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.MatrixResponse;
import org.caseroom.rooms.RoomVersion;

/** What somebody may do here (client-server API, "Capabilities negotiation"). */
final class CapabilitiesApi {
  private final Accounts accounts;
  private final boolean takesAddresses;

  CapabilitiesApi(Accounts accounts, boolean takesAddresses) {
    this.accounts = accounts;
    this.takesAddresses = takesAddresses;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(
            "GET",
            "/_matrix/client/v3/capabilities",
            Access.SIGNED_IN,
            Body.NONE,
            request -> MatrixResponse.ok(capabilities(accounts.require(request.user())))));
  }

  private ObjectNode capabilities(Account account) {
    ObjectNode answer = Json.object();
    ObjectNode capabilities = answer.putObject("capabilities");
    boolean full = !account.isGuest();
    capabilities.putObject("m.change_password").put("enabled", full);
    capabilities.putObject("m.set_displayname").put("enabled", true);
    capabilities.putObject("m.set_avatar_url").put("enabled", full);
    capabilities.putObject("m.profile_fields").put("enabled", full);
    capabilities.putObject("m.3pid_changes").put("enabled", full && takesAddresses);
    capabilities.putObject("m.get_login_token").put("enabled", full);
    capabilities.putObject("m.forget_forced_upon_leave").put("enabled", false);
    if (account.is(Role.ADMINISTRATOR)) {
      capabilities.putObject("m.account_moderation").put("suspend", true).put("lock", true);
    }
    // The lists of MSC4155 are kept to as well; the specification's own switch needs no word here.
    capabilities
        .putObject("org.matrix.msc4155.invite_permission_config_enforced")
        .put("enabled", true);
    ObjectNode rooms = capabilities.putObject("m.room_versions");
    rooms.put("default", RoomVersion.DEFAULT.id());
    ObjectNode available = rooms.putObject("available");
    for (RoomVersion version : RoomVersion.values()) {
      available.put(version.id(), "stable");
    }
    return answer;
  }
}
