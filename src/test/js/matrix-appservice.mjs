// matrix-bot-sdk's Appservice, unmodified: an outside bot with users of its own, as a bridge has
// them. It makes users and rooms when it is asked for them and answers what it hears.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { given, load, steps, until } from "./support.mjs";

const sdk = await load("matrix-bot-sdk");
const { url, alice: aliceName, bob: bobName, password } = given();
sdk.LogService.setLevel(sdk.LogLevel.ERROR);

const registration = JSON.parse(readFileSync(process.env.CASEROOM_REGISTRATION, "utf8"));
const server = aliceName.split(":").slice(1).join(":");
const heard = [];
const passed = [];
const asked = [];
let bridge;
let alice;
let roomId;
const ghost = `@_bridge_robin:${server}`;
const alias = `#_bridge_tea:${server}`;

const refused = (errcode) => (error) => error.body.errcode === errcode;
const hears = (what, test) => until(`the bridge hears ${what}`, () => heard.find(test));

await steps({
  async "start"() {
    bridge = new sdk.Appservice({
      port: Number(new URL(registration.url).port),
      bindAddress: "127.0.0.1",
      homeserverName: server,
      homeserverUrl: url,
      registration,
      storage: new sdk.MemoryStorageProvider(),
    });
    bridge.on("room.event", (room, event) => heard.push(event));
    bridge.on("ephemeral.event", (event) => passed.push(event));
    bridge.on("query.user", (user, create) => {
      asked.push(user);
      create(user === ghost ? { display_name: "Robin from IRC" } : false);
    });
    bridge.on("query.room", (room, create) => {
      asked.push(room);
      create(room === alias ? { preset: "public_chat", name: "Tea" } : false);
    });
    bridge.on("thirdparty.protocol", (protocol, answer) =>
      answer({ user_fields: ["nick"], location_fields: ["channel"], icon: "", field_types: {}, instances: [] }),
    );
    bridge.on("thirdparty.user.remote", (protocol, fields, answer) =>
      answer([{ userid: `@_bridge_${fields.nick}:${server}`, protocol, fields }]),
    );
    await bridge.begin();
    await bridge.botIntent.ensureRegistered();
    const { accessToken } = await new sdk.MatrixAuth(url).passwordLogin(aliceName, password, "alice");
    alice = new sdk.MatrixClient(url, accessToken, new sdk.MemoryStorageProvider());
  },

  async "a user of the bridge is made when somebody invites it"() {
    roomId = await alice.createRoom({ preset: "private_chat", name: "Tea for two" });
    await alice.inviteUser(ghost, roomId);
    assert.deepEqual(asked, [ghost]);
    const invitation = await hears("the invitation", (it) => it.state_key === ghost);
    assert.equal(invitation.content.membership, "invite");
    const intent = bridge.getIntentForUserId(ghost);
    await intent.joinRoom(roomId);
    const profile = await alice.getUserProfile(ghost);
    assert.equal(profile.displayname, "Robin from IRC");
  },

  async "the bridge hears and answers"() {
    const question = await alice.sendText(roomId, "Milk?");
    const event = await hears("the question", (it) => it.event_id === question);
    assert.equal(event.room_id, roomId);
    assert.equal(event.sender, aliceName);
    const answer = await bridge.getIntentForUserId(ghost).sendText(roomId, "Yes, please.");
    const got = await alice.getEvent(roomId, answer);
    assert.equal(got.sender, ghost);
    assert.equal(got.content.body, "Yes, please.");
    await hears("its own answer", (it) => it.event_id === answer);
  },

  async "typing and receipts come too"() {
    await alice.setTyping(roomId, true, 5000);
    await until("typing", () => passed.find((it) => it.type === "m.typing" && it.room_id === roomId));
    await alice.sendReadReceipt(roomId, heard.at(-1).event_id);
    await until("a receipt", () => passed.find((it) => it.type === "m.receipt" && it.room_id === roomId));
  },

  async "a room of the bridge is made when somebody joins it"() {
    const joined = await alice.joinRoom(alias);
    assert.ok(asked.includes(alias));
    await bridge.botIntent.underlyingClient.getRoomStateEvent(joined, "m.room.name", "");
    await assert.rejects(alice.joinRoom(`#_bridge_nothing:${server}`));
  },

  async "networks can be asked about"() {
    const protocols = await alice.doRequest("GET", "/_matrix/client/v3/thirdparty/protocols");
    assert.deepEqual(protocols.irc.user_fields, ["nick"]);
    const users = await alice.doRequest("GET", "/_matrix/client/v3/thirdparty/user/irc", { nick: "kim" });
    assert.deepEqual(users, [{ userid: `@_bridge_kim:${server}`, protocol: "irc", fields: { nick: "kim" } }]);
  },

  async "its names are its own"() {
    await assert.rejects(alice.createRoom({ room_alias_name: "_bridge_mine" }), refused("M_EXCLUSIVE"));
    const other = new sdk.MatrixClient(url, registration.as_token, new sdk.MemoryStorageProvider());
    other.impersonateUserId(bobName);
    await assert.rejects(other.doRequest("GET", "/_matrix/client/v3/account/whoami"), refused("M_FORBIDDEN"));
  },

  async "leave"() {
    await bridge.getIntentForUserId(ghost).leaveRoom(roomId);
    await hears("the leaving", (it) => it.state_key === ghost && it.content.membership === "leave");
    bridge.stop();
  },
});
