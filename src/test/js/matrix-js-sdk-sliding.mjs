// matrix-js-sdk's sliding sync, unmodified, with two people: what the newest web clients do.
import assert from "node:assert/strict";
import { given, load, steps, until } from "./support.mjs";

const sdk = await load("matrix-js-sdk");
const { SlidingSync } = await load("matrix-js-sdk/lib/sliding-sync.js");
const { logger } = await load("matrix-js-sdk/lib/logger.js");
logger.setLevel?.("silent");

const { url, alice: aliceName, bob: bobName, password } = given();
let alice;
let bob;
let roomId;
let sliding;
let last;

async function signIn(name) {
  const door = sdk.createClient({ baseUrl: url });
  const login = await door.loginRequest({
    type: "m.login.password",
    identifier: { type: "m.id.user", user: name },
    password,
  });
  return sdk.createClient({
    baseUrl: url,
    accessToken: login.access_token,
    userId: login.user_id,
    deviceId: login.device_id,
  });
}

const bodies = () =>
  bob
    .getRoom(roomId)
    ?.getLiveTimeline()
    .getEvents()
    .map((event) => event.getContent().body)
    .filter(Boolean) ?? [];

await steps({
  async "sign in"() {
    [alice, bob] = await Promise.all([signIn(aliceName), signIn(bobName)]);
    assert.ok(await bob.doesServerSupportUnstableFeature("org.matrix.simplified_msc3575"));
    await alice.startClient({ initialSyncLimit: 20 });
    await until("Alice has synced", () => alice.getSyncState() === "SYNCING");
  },

  async "begin with a list"() {
    const { room_id } = await alice.createRoom({ name: "Robin", invite: [bobName] });
    roomId = room_id;
    const lists = new Map([
      [
        "all",
        {
          ranges: [[0, 19]],
          timeline_limit: 10,
          required_state: [
            ["m.room.create", ""],
            ["m.room.name", ""],
            ["m.room.member", "$ME"],
            ["m.room.member", "$LAZY"],
          ],
        },
      ],
    ]);
    sliding = new SlidingSync(url, lists, { timeline_limit: 20, required_state: [] }, bob, 5_000);
    await bob.startClient({ slidingSync: sliding });
    await until("the invitation arrives", () => bob.getRoom(roomId)?.getMyMembership() === "invite");
    assert.equal(sliding.getListData("all").joinedCount, 1);
  },

  async "join, and get what is said"() {
    await bob.joinRoom(roomId);
    await until("the room is joined", () => bob.getRoom(roomId)?.getMyMembership() === "join");
    assert.equal(bob.getRoom(roomId).name, "Robin");
    await alice.sendTextMessage(roomId, "Hello Bob");
    await until("the message arrives", () => bodies().includes("Hello Bob"));
    const { event_id } = await bob.sendTextMessage(roomId, "Hello Alice");
    last = event_id;
    await until("one's own message arrives", () => bob.getRoom(roomId).findEventById(last));
    await until("it arrives at Alice's", () => alice.getRoom(roomId).findEventById(last));
  },

  async "receipts and typing come beside"() {
    await alice.sendReadReceipt(alice.getRoom(roomId).findEventById(last));
    await until("the receipt arrives", () =>
      bob.getRoom(roomId).hasUserReadEvent(aliceName, last),
    );
    await alice.sendTyping(roomId, true, 20_000);
    await until("Alice is seen typing", () => bob.getRoom(roomId).getMember(aliceName)?.typing);
  },

  async "a room outside of the list comes by subscription"() {
    const { room_id: other } = await alice.createRoom({ name: "Other", invite: [bobName] });
    await until("the second invitation arrives", () => bob.getRoom(other));
    await bob.joinRoom(other);
    sliding.setListRanges("all", [[0, 0]]);
    sliding.modifyRoomSubscriptions(new Set([roomId]));
    await alice.sendTextMessage(other, "here is the news");
    await alice.sendTextMessage(roomId, "still subscribed");
    await until("both arrive", () => bodies().includes("still subscribed"));
  },

  async "end"() {
    sliding.stop();
    bob.stopClient();
    alice.stopClient();
  },
});
