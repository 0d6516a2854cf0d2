// matrix-appservice-bridge, unmodified: the library that bridges are written with. It reads a
// registration file, makes its users when they are asked for, and answers as one of them.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { given, load, steps, until } from "./support.mjs";

const { Bridge, Logger } = await load("matrix-appservice-bridge");
const sdk = await load("matrix-bot-sdk");
const { url, alice: aliceName, password } = given();
sdk.LogService.setLevel(sdk.LogLevel.ERROR);
Logger.configure?.({ console: "off" });

const file = process.env.CASEROOM_REGISTRATION;
const registration = JSON.parse(readFileSync(file, "utf8"));
const server = aliceName.split(":").slice(1).join(":");
const ghost = `@_bridge_robin:${server}`;
const heard = [];
const asked = [];
let bridge;
let alice;
let roomId;

const hears = (what, test) => until(`the bridge hears ${what}`, () => heard.find(test));

await steps({
  async "start"() {
    // Its stores are files; they go to a folder that nobody keeps.
    const folder = mkdtempSync(join(tmpdir(), "bridge-"));
    bridge = new Bridge({
      homeserverUrl: url,
      domain: server,
      registration: file,
      userStore: join(folder, "users.db"),
      roomStore: join(folder, "rooms.db"),
      userActivityStore: join(folder, "activity.db"),
      suppressEcho: false,
      controller: {
        onUserQuery: (user) => {
          asked.push(user.getId());
          return user.getId() === ghost ? { name: "Robin from IRC" } : null;
        },
        onEvent: (request) => {
          const event = request.getData();
          heard.push(event);
          if (event.type === "m.room.member" && event.state_key === ghost && event.content.membership === "invite") {
            void bridge.getIntent(ghost).join(event.room_id);
          }
          if (event.type === "m.room.message" && event.content.body === "!tea") {
            void bridge.getIntent(ghost).sendText(event.room_id, "Yes, please.");
          }
        },
      },
    });
    await bridge.run(Number(new URL(registration.url).port), undefined, "127.0.0.1");
    await bridge.getIntent().ensureRegistered();
    const { accessToken } = await new sdk.MatrixAuth(url).passwordLogin(aliceName, password, "alice");
    alice = new sdk.MatrixClient(url, accessToken, new sdk.MemoryStorageProvider());
  },

  async "a user of the bridge is made when somebody invites it, and joins"() {
    roomId = await alice.createRoom({ preset: "private_chat", name: "Tea for two" });
    await alice.inviteUser(ghost, roomId);
    assert.deepEqual(asked, [ghost]);
    await until("it is in", async () => (await alice.getJoinedRoomMembers(roomId)).includes(ghost));
    assert.equal((await alice.getUserProfile(ghost)).displayname, "Robin from IRC");
  },

  async "it hears and answers"() {
    const question = await alice.sendText(roomId, "!tea");
    const event = await hears("the question", (it) => it.event_id === question);
    assert.equal(event.sender, aliceName);
    const answer = await hears("its own answer", (it) => it.content.body === "Yes, please.");
    assert.equal(answer.sender, ghost);
    assert.equal((await alice.getEvent(roomId, answer.event_id)).content.body, "Yes, please.");
  },

  async "state, a new name, and leaving"() {
    const intent = bridge.getIntent(ghost);
    await intent.setDisplayName("Robin again");
    assert.equal((await alice.getUserProfile(ghost)).displayname, "Robin again");
    const state = await intent.roomState(roomId);
    assert.ok(state.some((it) => it.type === "m.room.name" && it.content.name === "Tea for two"));
    await intent.leave(roomId);
    await hears("the leaving", (it) => it.state_key === ghost && it.content.membership === "leave");
  },

  async "stop"() {
    await bridge.close();
  },
});
