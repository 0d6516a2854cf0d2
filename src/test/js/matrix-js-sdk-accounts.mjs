// matrix-js-sdk, unmodified: guests, registering, refreshing, profiles, devices, and going away.
import assert from "node:assert/strict";
import { given, load, steps } from "./support.mjs";

const sdk = await load("matrix-js-sdk");
const { logger } = await load("matrix-js-sdk/lib/logger.js");
logger.setLevel?.("silent");

const { url, password } = given();
const newPassword = "seven slow brown bears";
const door = sdk.createClient({ baseUrl: url });
let carol;
let tokens;

function client(login) {
  return sdk.createClient({
    baseUrl: url,
    accessToken: login.access_token,
    userId: login.user_id,
    deviceId: login.device_id,
  });
}

async function refused(errcode, call) {
  await assert.rejects(call, (error) => {
    assert.equal(error.errcode, errcode);
    return true;
  });
}

/** As clients do it: they ask, are asked for the password, and ask again. */
async function withPassword(call) {
  try {
    return await call(undefined);
  } catch (error) {
    assert.equal(error.httpStatus, 401);
    assert.equal(error.errcode, undefined);
    return await call({
      type: "m.login.password",
      identifier: { type: "m.id.user", user: carol.getUserId() },
      password,
      session: error.data.session,
    });
  }
}

await steps({
  async "come in as a guest"() {
    const guest = client(await door.registerGuest());
    guest.setGuest(true);
    assert.equal((await guest.whoami()).is_guest, true);
    await guest.setDisplayName("Somebody");
    await refused("M_GUEST_ACCESS_FORBIDDEN", () => guest.createRoom({}));
  },

  async "register"() {
    assert.equal(await door.isUsernameAvailable("carol"), true);
    const wanted = { username: "carol", password, refresh_token: true };
    let session;
    await assert.rejects(door.registerRequest(wanted), (error) => {
      assert.equal(error.httpStatus, 401);
      assert.deepEqual(error.data.flows, [{ stages: ["m.login.dummy"] }]);
      session = error.data.session;
      return true;
    });
    tokens = await door.registerRequest({ ...wanted, auth: { type: "m.login.dummy", session } });
    carol = client(tokens);
    assert.equal((await carol.whoami()).is_guest, false);
    assert.equal(await door.isUsernameAvailable("carol"), false);
  },

  async "refresh"() {
    assert.ok(tokens.expires_in_ms > 0);
    const next = await carol.refreshToken(tokens.refresh_token);
    const before = carol;
    carol = client({ ...tokens, ...next });
    assert.equal((await carol.whoami()).device_id, tokens.device_id);
    await refused("M_UNKNOWN_TOKEN", () => before.whoami());
    await refused("M_UNKNOWN_TOKEN", () => carol.refreshToken(tokens.refresh_token));
  },

  async "show more than a name"() {
    assert.equal(await carol.doesServerSupportExtendedProfiles(), true);
    await carol.setExtendedProfileProperty("m.tz", "Europe/London");
    await carol.setExtendedProfileProperty("org.example.likes", ["tea"]);
    assert.deepEqual(await carol.getExtendedProfile(carol.getUserId()), {
      displayname: "carol",
      "m.tz": "Europe/London",
      "org.example.likes": ["tea"],
    });
    await carol.deleteExtendedProfileProperty("org.example.likes");
    assert.deepEqual(Object.keys(await carol.getExtendedProfile(carol.getUserId())), [
      "displayname",
      "m.tz",
    ]);
  },

  async "sign in on another device by a token, and send it away"() {
    const { login_token } = await withPassword((auth) => carol.requestLoginToken(auth));
    const other = client(await door.loginRequest({ type: "m.login.token", token: login_token }));
    assert.equal((await carol.getDevices()).devices.length, 2);
    await withPassword((auth) => carol.deleteMultipleDevices([other.getDeviceId()], auth));
    await refused("M_UNKNOWN_TOKEN", () => other.whoami());
  },

  async "be found by others"() {
    const { room_id } = await carol.createRoom({ preset: "public_chat" });
    const { results } = await carol.searchUserDirectory({ term: "carol" });
    assert.deepEqual(
      results.map((found) => found.user_id),
      [carol.getUserId()],
    );
    await carol.leave(room_id);
  },

  async "change the password and go"() {
    await withPassword((auth) => carol.setPassword(auth, newPassword, true));
    const login = { type: "m.login.password", identifier: { type: "m.id.user", user: "carol" } };
    await refused("M_FORBIDDEN", () => door.loginRequest({ ...login, password }));
    const again = client(await door.loginRequest({ ...login, password: newPassword }));
    const result = await again.deactivateAccount(
      { type: "m.login.password", identifier: login.identifier, password: newPassword },
      true,
    );
    assert.equal(result.id_server_unbind_result, "success");
    await refused("M_UNKNOWN_TOKEN", () => carol.whoami());
    await refused("M_USER_DEACTIVATED", () =>
      door.loginRequest({ ...login, password: newPassword }),
    );
    await refused("M_USER_IN_USE", () =>
      door.registerRequest({ username: "carol", password: newPassword }),
    );
  },
});
