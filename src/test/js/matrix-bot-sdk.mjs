// matrix-bot-sdk, unmodified: a bot that is invited, answers, reacts and files things.
import assert from "node:assert/strict";
import { given, load, steps, until } from "./support.mjs";

const sdk = await load("matrix-bot-sdk");
const { url, alice: aliceName, bob: bobName, password } = given();
sdk.LogService.setLevel(sdk.LogLevel.ERROR);

const heard = { alice: [], bob: [] };
let alice;
let bob;
let roomId;
let question;

async function signIn(name) {
  const { accessToken } = await new sdk.MatrixAuth(url).passwordLogin(name, password, "bot-sdk");
  return new sdk.MatrixClient(url, accessToken, new sdk.MemoryStorageProvider());
}

const hears = (who, id) => until(`${who} hears ${id}`, () => heard[who].find((it) => it.event_id === id));

await steps({
  async "sign in and start"() {
    alice = await signIn(aliceName);
    bob = await signIn(bobName);
    assert.equal(await bob.getUserId(), bobName);
    sdk.AutojoinRoomsMixin.setupOnClient(bob);
    alice.on("room.event", (room, event) => heard.alice.push(event));
    bob.on("room.event", (room, event) => heard.bob.push(event));
    await alice.start();
    await bob.start();
  },

  async "create a room; the bot joins by itself"() {
    roomId = await alice.createRoom({ name: "Robin", preset: "private_chat" });
    await alice.inviteUser(bobName, roomId);
    await until("the bot is in", async () => (await alice.getJoinedRoomMembers(roomId)).includes(bobName));
    assert.deepEqual(await bob.getJoinedRooms(), [roomId]);
  },

  async "send, receive, reply"() {
    question = await alice.sendText(roomId, "!help");
    const asked = await hears("bob", question);
    const answer = await bob.replyNotice(roomId, asked, "This is what I can do.");
    const got = await hears("alice", answer);
    assert.equal(got.content.msgtype, "m.notice");
    assert.equal(got.content["m.relates_to"]["m.in_reply_to"].event_id, question);
  },

  async "react, edit, redact"() {
    const tick = await bob.unstableApis.addReactionToEvent(roomId, question, "✅");
    await hears("alice", tick);
    const found = await alice.doRequest(
      "GET",
      `/_matrix/client/v1/rooms/${encodeURIComponent(roomId)}/relations/${encodeURIComponent(question)}/m.annotation`,
    );
    assert.deepEqual(found.chunk.map((it) => it.event_id), [tick]);
    const edit = await bob.sendEvent(roomId, "m.room.message", {
      msgtype: "m.notice",
      body: "* better",
      "m.new_content": { msgtype: "m.notice", body: "better" },
      "m.relates_to": { rel_type: "m.replace", event_id: question },
    });
    await hears("alice", edit);
    await bob.redactEvent(roomId, edit, "done with");
    await until("it is empty", async () => !(await alice.getEvent(roomId, edit)).content.body);
  },

  async "upload and download"() {
    const bytes = Buffer.from([1, 2, 3, 4]);
    const mxc = await bob.uploadContent(bytes, "application/octet-stream", "four.bin");
    const { data, contentType } = await alice.downloadContent(mxc);
    assert.deepEqual(Buffer.from(data), bytes);
    assert.equal(contentType, "application/octet-stream");
  },

  async "receipts, typing, state, account data"() {
    await bob.sendReadReceipt(roomId, question);
    await bob.setTyping(roomId, true, 5000);
    await bob.setTyping(roomId, false);
    await alice.sendStateEvent(roomId, "m.room.topic", "", { topic: "New" });
    assert.equal((await bob.getRoomStateEvent(roomId, "m.room.topic", "")).topic, "New");
    await bob.setAccountData("org.example.bot", { runs: 3 });
    assert.equal((await bob.getAccountData("org.example.bot")).runs, 3);
    assert.equal((await bob.getUserProfile(aliceName)).displayname, "alice");
  },

  async "thread, paging, search"() {
    const reply = await bob.sendMessage(roomId, {
      msgtype: "m.notice",
      body: "There are three kinds of support",
      "m.relates_to": { rel_type: "m.thread", event_id: question },
    });
    await hears("alice", reply);
    const { chunk } = await alice.doRequest(
      "GET",
      `/_matrix/client/v1/rooms/${encodeURIComponent(roomId)}/threads`,
    );
    assert.equal(chunk[0].unsigned["m.relations"]["m.thread"].latest_event.event_id, reply);
    const page = await alice.doRequest(
      "GET",
      `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages`,
      { dir: "b", limit: 5 },
    );
    assert.equal(page.chunk[0].event_id, reply);
    await until("it is found", async () => {
      const answer = await alice.doRequest("POST", "/_matrix/client/v3/search", null, {
        search_categories: { room_events: { search_term: "three kinds" } },
      });
      return answer.search_categories.room_events.results.some((it) => it.result.event_id === reply);
    });
  },

  async "display name and space"() {
    await bob.setDisplayName("Helper");
    assert.equal((await alice.getUserProfile(bobName)).displayname, "Helper");
    const space = await alice.createSpace({ name: "Robin's rooms", isPublic: false, invites: [bobName] });
    await space.addChildRoom(roomId);
    await until("the bot is in", async () => (await bob.getJoinedRooms()).includes(space.roomId));
    const seen = await bob.getSpace(space.roomId);
    assert.deepEqual(Object.keys(await seen.getChildEntities()), [roomId]);
  },

  async "leave"() {
    await bob.leaveRoom(roomId);
    await until("the bot is out", async () => !(await alice.getJoinedRoomMembers(roomId)).includes(bobName));
    bob.stop();
    alice.stop();
  },
});
