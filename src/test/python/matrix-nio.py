"""matrix-nio, unmodified, with two people in a room: what a bot or a small client does."""

import tempfile

from nio import (
    DownloadResponse,
    PushRuleKind,
    RedactedEvent,
    RoomMessagesResponse,
    RoomMessageText,
    TypingNoticeEvent,
)
from support import ALICE, BOB, Person, good, run

alice = Person(ALICE)
bob = Person(BOB)
room_id = None
hello = None


async def sign_in():
    await alice.sign_in()
    await bob.sign_in()
    assert (await alice.client.whoami()).user_id == ALICE
    devices = good(await alice.client.devices()).devices
    assert alice.client.device_id in [it.id for it in devices]


async def create_and_invite():
    global room_id
    room_id = good(
        await alice.client.room_create(name="Robin", topic="How things are going", invite=[BOB])
    ).room_id
    await bob.invited(room_id)
    assert bob.client.invited_rooms[room_id].name == "Robin"
    assert bob.client.invited_rooms[room_id].inviter == ALICE


async def join():
    good(await bob.client.join(room_id))
    await bob.until("Bob is in", lambda: room_id in bob.client.rooms)
    await alice.until("Alice sees him", lambda: alice.sees(room_id, BOB))
    assert bob.client.rooms[room_id].topic == "How things are going"
    assert bob.client.rooms[room_id].power_levels.get_user_level(ALICE) == 100
    members = good(await bob.client.joined_members(room_id)).members
    assert {it.user_id for it in members} == {ALICE, BOB}


async def text():
    global hello
    hello = await alice.say(room_id, "Hello")
    event = await bob.arrives(hello)
    assert isinstance(event, RoomMessageText) and event.body == "Hello" and event.sender == ALICE
    assert good(await bob.client.room_get_event(room_id, hello)).event.body == "Hello"


async def reply():
    relation = {"m.in_reply_to": {"event_id": hello}}
    event = await alice.arrives(await bob.say(room_id, "Good morning", **{"m.relates_to": relation}))
    assert event.source["content"]["m.relates_to"] == relation


async def edit():
    edited = await alice.say(
        room_id,
        "* Hello again",
        **{
            "m.new_content": {"msgtype": "m.text", "body": "Hello again"},
            "m.relates_to": {"rel_type": "m.replace", "event_id": hello},
        },
    )
    event = await bob.arrives(edited)
    assert event.source["content"]["m.new_content"]["body"] == "Hello again"


async def react():
    relation = {"rel_type": "m.annotation", "event_id": hello, "key": "✅"}
    reaction = await bob.send(room_id, {"m.relates_to": relation}, "m.reaction")
    event = await alice.arrives(reaction)
    assert event.source["content"]["m.relates_to"] == relation


async def redact():
    wrong = await alice.say(room_id, "Not meant for here")
    await bob.arrives(wrong)
    good(await alice.client.room_redact(room_id, wrong, reason="wrong room"))
    event = good(await bob.client.room_get_event(room_id, wrong)).event
    assert isinstance(event, RedactedEvent) and event.reason == "wrong room", event


async def thread():
    relation = {"rel_type": "m.thread", "event_id": hello}
    event = await bob.arrives(await alice.say(room_id, "within", **{"m.relates_to": relation}))
    assert event.source["content"]["m.relates_to"]["rel_type"] == "m.thread"


async def upload_and_download():
    data = b"a plan, in short"
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        answer, _ = await alice.client.upload(
            lambda *_: file, "text/plain", "plan.txt", filesize=len(data)
        )
    mxc = good(answer).content_uri
    sent = await alice.send(room_id, {"msgtype": "m.file", "body": "plan.txt", "url": mxc})
    url = (await bob.arrives(sent)).url
    got = await bob.client.download(mxc=url)
    assert isinstance(got, DownloadResponse) and got.body == data, got
    assert got.content_type.startswith("text/plain") and got.filename == "plan.txt"


async def receipts():
    last = await alice.say(room_id, "Have you read this?")
    await bob.arrives(last)
    good(await bob.client.room_read_markers(room_id, last, last))
    await alice.until(
        "Alice sees how far Bob has read",
        lambda: alice.client.rooms[room_id].read_receipts.get(BOB)
        and alice.client.rooms[room_id].read_receipts[BOB].event_id == last,
    )
    await bob.until(
        "the marker comes back", lambda: bob.client.rooms[room_id].fully_read_marker == last
    )


async def typing():
    good(await bob.client.room_typing(room_id, True, 20_000))
    await alice.until(
        "Alice sees Bob type",
        lambda: any(isinstance(it, TypingNoticeEvent) and BOB in it.users for it in alice.others),
    )
    good(await bob.client.room_typing(room_id, False))
    await alice.until("Bob has stopped", lambda: BOB not in alice.client.rooms[room_id].typing_users)


async def paging():
    for number in range(30):
        await alice.say(room_id, f"message {number}")
    token = (await bob.sync()).next_batch
    bodies = []
    for _ in range(20):
        page = await bob.client.room_messages(room_id, token, limit=10)
        assert isinstance(page, RoomMessagesResponse), page
        bodies += [it.body for it in page.chunk if isinstance(it, RoomMessageText)]
        if not page.end or not page.chunk:
            break
        token = page.end
    messages = [it for it in bodies if it.startswith("message ")]
    assert messages == [f"message {number}" for number in reversed(range(30))], messages
    assert bodies[-1] == "Hello again" or "Hello" in bodies
    context = good(await bob.client.room_context(room_id, hello, limit=4))
    assert context.event.event_id == hello


async def display_name():
    good(await alice.client.set_displayname("Alice Brown"))
    await bob.until(
        "Bob sees the name",
        lambda: bob.client.rooms[room_id].users[ALICE].display_name == "Alice Brown",
    )
    assert good(await bob.client.get_displayname(ALICE)).displayname == "Alice Brown"
    assert good(await bob.client.get_profile(ALICE)).displayname == "Alice Brown"


async def push_rules():
    kind = PushRuleKind.content
    good(await bob.client.set_pushrule("global", kind, "cake", pattern="cake"))
    good(await bob.client.enable_pushrule("global", kind, "cake", False))
    good(await bob.client.delete_pushrule("global", kind, "cake"))


async def space():
    space_id = good(
        await alice.client.room_create(name="All about Robin", space=True, invite=[BOB])
    ).room_id
    good(
        await alice.client.room_put_state(
            space_id, "m.space.child", {"via": [ALICE.split(":", 1)[1]]}, room_id
        )
    )
    await bob.invited(space_id)
    good(await bob.client.join(space_id))
    await bob.until("Bob is in", lambda: space_id in bob.client.rooms)
    state = good(await bob.client.room_get_state(space_id)).events
    assert any(it["type"] == "m.space.child" and it["state_key"] == room_id for it in state)


async def leave_and_sign_out():
    good(await bob.client.room_leave(room_id))
    await alice.until("Alice sees it", lambda: not alice.sees(room_id, BOB))
    good(await bob.client.room_forget(room_id))
    good(await bob.client.logout())


run(
    [
        ("sign in", sign_in),
        ("create a room and invite", create_and_invite),
        ("join", join),
        ("text", text),
        ("reply", reply),
        ("edit", edit),
        ("react", react),
        ("redact", redact),
        ("thread", thread),
        ("upload and download", upload_and_download),
        ("receipts", receipts),
        ("typing", typing),
        ("paging", paging),
        ("display name", display_name),
        ("push rules", push_rules),
        ("space", space),
        ("leave and sign out", leave_and_sign_out),
    ],
    [alice, bob],
)
