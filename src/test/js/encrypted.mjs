// matrix-js-sdk, unmodified, with its own cryptography: one half of an encrypted conversation, of which the other half is
// encrypted.py. Then the keys of the conversation go to the server's backup and come back on a new device.
import assert from "node:assert/strict";
import { given, load, steps, until } from "./support.mjs";

const sdk = await load("matrix-js-sdk");
const { logger } = await load("matrix-js-sdk/lib/logger.js");
logger.setLevel?.("silent");
for (const level of ["debug", "info", "warn", "trace"]) {
  console[level] = () => {};
}

const { url, alice: aliceName, bob: bobName, password } = given();
let alice;
let roomId;
let recoveryKey;

async function signIn(keys) {
  const login = await sdk.createClient({ baseUrl: url }).loginRequest({
    type: "m.login.password",
    identifier: { type: "m.id.user", user: aliceName },
    password,
  });
  const client = sdk.createClient({
    baseUrl: url,
    accessToken: login.access_token,
    userId: login.user_id,
    deviceId: login.device_id,
    cryptoCallbacks: {
      getSecretStorageKey: async ({ keys: asked }) => {
        const [id] = Object.keys(asked);
        return keys.key ? [id, keys.key] : null;
      },
      cacheSecretStorageKey: (_id, _info, key) => {
        keys.key = key;
      },
    },
  });
  await client.initRustCrypto({ useIndexedDB: false });
  await client.startClient({ initialSyncLimit: 20 });
  await until("Alice has synced", () => client.getSyncState() === "SYNCING");
  return client;
}

const withPassword = async (request) => {
  try {
    return await request(null);
  } catch (error) {
    return request({
      type: "m.login.password",
      identifier: { type: "m.id.user", user: aliceName },
      password,
      session: error.data.session,
    });
  }
};

/** What the server has, past all that the library remembers. */
const get = async (path) => {
  const headers = { Authorization: `Bearer ${alice.getAccessToken()}` };
  const answer = await fetch(`${url}/_matrix/client/v3${path}`, { headers });
  return answer.json();
};

const bodies = (client) =>
  client
    .getRoom(roomId)
    ?.getLiveTimeline()
    .getEvents()
    .filter((event) => event.isEncrypted() && event.getType() === "m.room.message")
    .map((event) => `${event.getSender()}: ${event.getContent().body}`) ?? [];

const hears = (client, body) =>
  until(`"${body}" is heard and understood`, () => bodies(client).includes(`${bobName}: ${body}`), 40_000);

const secrets = {};

await steps({
  async "sign in with keys"() {
    alice = await signIn(secrets);
    const device = await alice.getCrypto().getOwnDeviceKeys();
    assert.ok(device.ed25519 && device.curve25519);
  },

  async "make keys to sign with"() {
    await alice.getCrypto().bootstrapCrossSigning({ authUploadDeviceSigningKeys: withPassword });
    assert.ok(await alice.getCrypto().isCrossSigningReady());
    const status = await alice.getCrypto().getDeviceVerificationStatus(aliceName, alice.getDeviceId());
    assert.ok(status.crossSigningVerified, "the device's signature is on the server");
  },

  async "begin an encrypted conversation"() {
    const { room_id } = await alice.createRoom({
      name: "Between the two of us",
      preset: "trusted_private_chat",
      invite: [bobName],
      initial_state: [
        {
          type: "m.room.encryption",
          state_key: "",
          content: { algorithm: "m.megolm.v1.aes-sha2" },
        },
      ],
    });
    roomId = room_id;
    await until("Bob has come", () => alice.getRoom(roomId)?.getMember(bobName)?.membership === "join", 40_000);
    await alice.sendTextMessage(roomId, "Can you read this?");
    await hears(alice, "Every word of it.");
    await alice.sendTextMessage(roomId, "So can I.");
    await hears(alice, "Then goodbye.");
  },

  async "nobody else could read it"() {
    const { chunk } = await get(`/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=50`);
    assert.equal(chunk.filter((event) => event.type === "m.room.encrypted").length, 4);
    assert.equal(chunk.filter((event) => event.type === "m.room.message").length, 0);
  },

  async "keep secrets and back keys up"() {
    const crypto = alice.getCrypto();
    recoveryKey = await crypto.createRecoveryKeyFromPassphrase("a long walk by the canal");
    await crypto.bootstrapSecretStorage({
      createSecretStorageKey: async () => recoveryKey,
      setupNewKeyBackup: true,
    });
    assert.ok(await crypto.isSecretStorageReady());
    await until("the keys are backed up", async () => (await get("/room_keys/version")).count === 2, 40_000);
  },

  async "read it on a new device"() {
    const again = await signIn({ key: recoveryKey.privateKey });
    const crypto = again.getCrypto();
    await crypto.loadSessionBackupPrivateKeyFromSecretStorage();
    const { imported, total } = await crypto.restoreKeyBackup();
    assert.deepEqual([imported, total], [2, 2]);
    await until("the conversation is read", () =>
      bodies(again).includes(`${bobName}: Then goodbye.`) && bodies(again).includes(`${aliceName}: So can I.`),
    );
    await crypto.bootstrapCrossSigning({ authUploadDeviceSigningKeys: withPassword });
    await until("the old device trusts the new one", async () => {
      const status = await alice.getCrypto().getDeviceVerificationStatus(aliceName, again.getDeviceId());
      return status?.crossSigningVerified;
    });
    again.stopClient();
    alice.stopClient();
  },
});
