// matrix-js-sdk, unmodified, with two people in a room: what a user of a web client does.
import assert from "node:assert/strict";
import { given, load, steps, until } from "./support.mjs";

const sdk = await load("matrix-js-sdk");
const { logger } = await load("matrix-js-sdk/lib/logger.js");
logger.setLevel?.("silent");

const { url, alice: aliceName, bob: bobName, password } = given();
let alice;
let bob;
let roomId;
let hello;
let hint;

async function signIn(name, options = {}) {
  const door = sdk.createClient({ baseUrl: url });
  const { flows } = await door.loginFlows();
  assert.ok(flows.some((flow) => flow.type === "m.login.password"));
  const login = await door.loginRequest({
    type: "m.login.password",
    identifier: { type: "m.id.user", user: name },
    password,
    initial_device_display_name: "js-sdk",
  });
  const client = sdk.createClient({
    baseUrl: url,
    accessToken: login.access_token,
    userId: login.user_id,
    deviceId: login.device_id,
  });
  await client.startClient({ initialSyncLimit: 20, lazyLoadMembers: true, ...options });
  await until(`${name} has synced`, () => client.getSyncState() === "SYNCING");
  return client;
}

const event = (client, id) => client.getRoom(roomId)?.findEventById(id);
const arrives = (client, id) => until(`${id} arrives`, () => event(client, id));

await steps({
  async "sign in and sync"() {
    [alice, bob] = await Promise.all([signIn(aliceName), signIn(bobName)]);
    assert.equal((await alice.whoami()).user_id, aliceName);
    assert.ok(alice.pushRules.global.override.length > 0, "push rules came with the first sync");
  },

  async "create a room and invite"() {
    const { room_id } = await alice.createRoom({
      name: "Robin",
      topic: "How things are going",
      preset: "private_chat",
      is_direct: true,
      invite: [bobName],
    });
    roomId = room_id;
    await until("the invitation arrives", () => bob.getRoom(roomId)?.getMyMembership() === "invite");
    assert.equal(bob.getRoom(roomId).name, "Robin");
    assert.equal(bob.getRoom(roomId).getDMInviter(), aliceName);
  },

  async "join"() {
    await bob.joinRoom(roomId);
    await until("Bob is in", () => bob.getRoom(roomId)?.getMyMembership() === "join");
    await until("Alice sees him", () => alice.getRoom(roomId)?.getJoinedMemberCount() === 2);
    await until("the state is there", () => {
      const state = bob.getRoom(roomId).getLiveTimeline().getState("f");
      return state.getStateEvents("m.room.topic", "")?.getContent().topic === "How things are going";
    });
  },

  async "send and receive"() {
    hello = (await alice.sendTextMessage(roomId, "Hello")).event_id;
    const got = await arrives(bob, hello);
    assert.equal(got.getContent().body, "Hello");
    assert.equal(got.getSender(), aliceName);
    assert.equal(got.sender.name, "alice");
    const echo = await arrives(alice, hello);
    await until("the echo is matched by its transaction id", () => echo.status === null);
    await until("it counts as unread", () => bob.getRoom(roomId).getUnreadNotificationCount() > 0);
  },

  async "reply"() {
    const { event_id } = await bob.sendMessage(roomId, {
      msgtype: "m.text",
      body: "Good morning",
      "m.relates_to": { "m.in_reply_to": { event_id: hello } },
    });
    const got = await arrives(alice, event_id);
    assert.equal(got.replyEventId, hello);
  },

  async "edit"() {
    await alice.sendMessage(roomId, {
      msgtype: "m.text",
      body: "* Hello again",
      "m.new_content": { msgtype: "m.text", body: "Hello again" },
      "m.relates_to": { rel_type: "m.replace", event_id: hello },
    });
    await until("the edit shows", () => event(bob, hello).getContent().body === "Hello again");
  },

  async "react"() {
    await bob.sendEvent(roomId, "m.reaction", {
      "m.relates_to": { rel_type: "m.annotation", event_id: hello, key: "✅" },
    });
    const reactions = () =>
      alice
        .getRoom(roomId)
        .relations.getChildEventsForEvent(hello, "m.annotation", "m.reaction")
        ?.getSortedAnnotationsByKey();
    const [[key, events]] = await until("the reaction shows", () => {
      const sorted = reactions();
      return sorted?.length ? sorted : null;
    });
    assert.equal(key, "✅");
    assert.equal(events.size, 1);
  },

  async "mention and highlight"() {
    const { event_id } = await alice.sendMessage(roomId, {
      msgtype: "m.text",
      body: "bob: have a look",
      "m.mentions": { user_ids: [bobName] },
    });
    hint = event_id;
    await arrives(bob, hint);
    await until("it stands out", () => bob.getRoom(roomId).getUnreadNotificationCount("highlight") === 1);
  },

  async "read receipt"() {
    await bob.sendReadReceipt(await arrives(bob, hint));
    await until("Alice sees how far Bob has read", () =>
      alice.getRoom(roomId).getEventReadUpTo(bobName) === hint,
    );
    await until("nothing is unread", () => bob.getRoom(roomId).getUnreadNotificationCount() === 0);
    await bob.setRoomReadMarkers(roomId, hint);
    await until("the marker comes back", () =>
      bob.getRoom(roomId).getAccountData("m.fully_read")?.getContent().event_id === hint,
    );
  },

  async "typing"() {
    await bob.sendTyping(roomId, true, 20_000);
    await until("Alice sees Bob type", () => alice.getRoom(roomId).getMember(bobName)?.typing);
    await bob.sendTyping(roomId, false, 0);
    await until("Bob has stopped", () => !alice.getRoom(roomId).getMember(bobName)?.typing);
  },

  async "redact"() {
    const { event_id } = await alice.sendTextMessage(roomId, "Not meant for here");
    await arrives(bob, event_id);
    await alice.redactEvent(roomId, event_id, undefined, { reason: "wrong room" });
    await until("it is empty", () => event(bob, event_id).isRedacted());
    assert.deepEqual(event(bob, event_id).getContent(), {});
  },

  async "upload and download"() {
    const bytes = Buffer.from("a plan, in short");
    const { content_uri } = await alice.uploadContent(bytes, { name: "plan.txt", type: "text/plain" });
    const { event_id } = await alice.sendMessage(roomId, {
      msgtype: "m.file",
      body: "plan.txt",
      url: content_uri,
      info: { mimetype: "text/plain", size: bytes.length },
    });
    const mxc = (await arrives(bob, event_id)).getContent().url;
    const address = bob.mxcUrlToHttp(mxc, undefined, undefined, undefined, false, true, true);
    const response = await fetch(address, {
      headers: { Authorization: `Bearer ${bob.getAccessToken()}` },
    });
    assert.equal(response.status, 200);
    assert.deepEqual(Buffer.from(await response.arrayBuffer()), bytes);
  },

  async "account data and tags"() {
    await bob.setRoomTag(roomId, "m.favourite", { order: 0.5 });
    await until("the tag comes back", () => bob.getRoom(roomId).tags["m.favourite"]?.order === 0.5);
    await bob.setAccountData("org.example.colours", { favourite: "green" });
    await until("the data comes back", () =>
      bob.getAccountData("org.example.colours")?.getContent().favourite === "green",
    );
  },

  async "threads"() {
    const send = (relation) =>
      alice.sendEvent(roomId, "m.room.message", {
        msgtype: "m.text",
        body: "in the thread",
        "m.relates_to": relation,
      });
    const { event_id } = await send({
      rel_type: "m.thread",
      event_id: hello,
      is_falling_back: true,
      "m.in_reply_to": { event_id: hello },
    });
    await arrives(bob, event_id);
    const thread = await bob.relations(roomId, hello, "m.thread", "m.room.message");
    assert.deepEqual(thread.events.map((it) => it.getId()), [event_id]);
  },

  async "search"() {
    const { event_id } = await alice.sendTextMessage(roomId, "The educational psychologist visits in spring");
    const found = await until("it is found", async () => {
      const search = await bob.searchRoomEvents({ term: "psychologist", filter: { rooms: [roomId] } });
      return search.results.find((it) => it.context.getEvent().getId() === event_id);
    });
    assert.equal(found.context.getEvent().getSender(), aliceName);
    const { results } = await bob.searchUserDirectory({ term: "ali" });
    assert.deepEqual(results.map((it) => it.user_id), [aliceName]);
  },

  async "display name"() {
    await alice.setDisplayName("Alice Brown");
    await until("Bob sees the name", () => bob.getRoom(roomId).getMember(aliceName).name === "Alice Brown");
    assert.equal((await bob.getProfileInfo(aliceName)).displayname, "Alice Brown");
    await alice.setDisplayName("alice");
    await until("and the old one again", () => bob.getRoom(roomId).getMember(aliceName).name === "alice");
  },

  async "space"() {
    const { room_id: space } = await alice.createRoom({
      name: "All about Robin",
      creation_content: { type: "m.space" },
      invite: [bobName],
    });
    await alice.sendStateEvent(space, "m.space.child", { via: [alice.getDomain()] }, roomId);
    await bob.joinRoom(space);
    await until("it is a space", () => bob.getRoom(space)?.isSpaceRoom());
    const { rooms } = await bob.getRoomHierarchy(space);
    assert.deepEqual(rooms.map((it) => it.room_id), [space, roomId]);
    assert.equal(rooms[0].children_state[0].state_key, roomId);
  },

  async "page back"() {
    for (let i = 0; i < 40; i++) {
      await alice.sendTextMessage(roomId, `message ${i}`);
    }
    bob.stopClient();
    bob = await signIn(bobName, { initialSyncLimit: 5 });
    const room = bob.getRoom(roomId);
    const bodies = () => room.getLiveTimeline().getEvents().map((it) => it.getContent().body);
    assert.ok(bodies().includes("message 39"));
    assert.ok(!bodies().includes("message 0"));
    assert.equal(room.name, "Robin", "state from before the timeline is there");
    assert.equal(room.getMember(aliceName)?.name, "alice");
    while (room.getLiveTimeline().getPaginationToken("b") !== null) {
      await bob.scrollback(room, 30);
    }
    const messages = bodies().filter((body) => body?.startsWith("message "));
    assert.deepEqual(messages, Array.from({ length: 40 }, (_, i) => `message ${i}`));
    assert.equal(room.getLiveTimeline().getEvents()[0].getType(), "m.room.create");
  },

  async "leave and sign out"() {
    await bob.leave(roomId);
    await until("Bob has left", () => bob.getRoom(roomId).getMyMembership() === "leave");
    await until("Alice sees it", () => alice.getRoom(roomId).getJoinedMemberCount() === 1);
    const token = bob.getAccessToken();
    await bob.logout(true);
    const answer = await fetch(`${url}/_matrix/client/v3/account/whoami`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    assert.equal(answer.status, 401);
    alice.stopClient();
  },
});
