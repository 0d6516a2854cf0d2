// matrix-js-sdk, unmodified: e-mail addresses. Whoever starts this script presses the buttons that
// the messages lead to.
import assert from "node:assert/strict";
import { given, load, steps, until } from "./support.mjs";

const sdk = await load("matrix-js-sdk");
const { logger } = await load("matrix-js-sdk/lib/logger.js");
logger.setLevel?.("silent");

const { url, alice: aliceName, bob: bobName, password } = given();
const address = "alice@home.example";
const newPassword = "seven slow brown bears";
const door = sdk.createClient({ baseUrl: url });
let alice;
let bob;
let roomId;

async function signIn(identifier, secret) {
  const login = await door.loginRequest({ type: "m.login.password", identifier, password: secret });
  return sdk.createClient({
    baseUrl: url,
    accessToken: login.access_token,
    userId: login.user_id,
    deviceId: login.device_id,
    idBaseUrl: "https://id.example",
    identityServer: { getAccessToken: async () => "nobody asks for it" },
  });
}

// As clients do it: they ask again and again until the address is confirmed.
async function persist(what, call) {
  return until(what, async () => {
    try {
      return (await call()) ?? true;
    } catch (error) {
      if (error.errcode === "M_THREEPID_AUTH_FAILED") return false;
      throw error;
    }
  });
}

async function withPassword(client, call) {
  try {
    return await call(undefined);
  } catch (error) {
    assert.equal(error.httpStatus, 401);
    return await call({
      type: "m.login.password",
      identifier: { type: "m.id.user", user: client.getUserId() },
      password,
      session: error.data.session,
    });
  }
}

await steps({
  async "sign in"() {
    alice = await signIn({ type: "m.id.user", user: aliceName }, password);
    bob = await signIn({ type: "m.id.user", user: bobName }, password);
    const capabilities = await alice.getCapabilities();
    assert.equal(capabilities["m.3pid_changes"].enabled, true);
  },

  async "an invitation waits for an address"() {
    roomId = (await bob.createRoom({})).room_id;
    await bob.inviteByEmail(roomId, address);
  },

  async "add an address"() {
    const { sid } = await alice.requestAdd3pidEmailToken(address, "secret1", 1);
    await persist("the address is confirmed", () =>
      withPassword(alice, (auth) => alice.addThreePidOnly({ sid, client_secret: "secret1", auth })),
    );
    const { threepids } = await alice.getThreePids();
    assert.deepEqual(
      threepids.map(({ medium, address }) => ({ medium, address })),
      [{ medium: "email", address }],
    );
  },

  async "the invitation is there"() {
    await alice.startClient({ initialSyncLimit: 1 });
    await until("the invitation", () => alice.getRoom(roomId)?.getMyMembership() === "invite");
    await alice.joinRoom(roomId);
    alice.stopClient();
  },

  async "set a forgotten password by mail"() {
    const { sid } = await door.requestPasswordEmailToken(address, "secret2", 1);
    const creds = { sid, client_secret: "secret2" };
    await persist("the address is confirmed again", async () => {
      try {
        return await door.setPassword(
          { type: "m.login.email.identity", threepid_creds: creds, threepidCreds: creds },
          newPassword,
          true,
        );
      } catch (error) {
        assert.equal(error.httpStatus, 401);
        throw error;
      }
    });
    await assert.rejects(alice.whoami(), { errcode: "M_UNKNOWN_TOKEN" });
  },

  async "sign in by address"() {
    alice = await signIn({ type: "m.id.thirdparty", medium: "email", address }, newPassword);
    assert.equal(alice.getUserId(), aliceName);
  },

  async "show another service who one is"() {
    const token = await alice.getOpenIdToken();
    const answer = await fetch(
      `${url}/_matrix/federation/v1/openid/userinfo?access_token=${token.access_token}`,
    );
    assert.deepEqual(await answer.json(), { sub: aliceName });
  },

  async "register with an address"() {
    const { sid } = await door.requestRegisterEmailToken("carol@home.example", "secret3", 1);
    const creds = { sid, client_secret: "secret3" };
    let session;
    const carol = await persist("a third address is confirmed", async () => {
      try {
        const auth = session && {
          type: "m.login.email.identity",
          session,
          threepid_creds: creds,
          threepidCreds: creds,
        };
        return await door.registerRequest({ username: "carol", password: newPassword, auth });
      } catch (error) {
        session = error.data?.session;
        if (error.httpStatus === 401) return false;
        throw error;
      }
    });
    const client = sdk.createClient({
      baseUrl: url,
      accessToken: carol.access_token,
      userId: carol.user_id,
    });
    assert.equal((await client.getThreePids()).threepids[0].address, "carol@home.example");
  },

  async "take an address off"() {
    await alice.deleteThreePid("email", address);
    assert.deepEqual((await alice.getThreePids()).threepids, []);
  },
});
