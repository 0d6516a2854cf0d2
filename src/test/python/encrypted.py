"""matrix-nio, unmodified, with its own cryptography: one half of an encrypted conversation, of
which the other half is encrypted.mjs."""

import tempfile

from nio import MegolmEvent, RoomMessageText
from support import BOB, Person, good, run

folder = tempfile.TemporaryDirectory()
bob = Person(BOB, store=folder.name)
room_id = None


async def keys():
    if bob.client.should_upload_keys:
        good(await bob.client.keys_upload())
    if bob.client.should_query_keys:
        good(await bob.client.keys_query())


async def hears(body):
    def heard():
        return any(
            isinstance(it, RoomMessageText) and it.decrypted and it.body == body
            for it in bob.events
        )

    await bob.until(f'"{body}" is heard and understood', heard, seconds=40)
    await keys()
    assert not any(isinstance(it, MegolmEvent) for it in bob.events), "all was understood"


async def sign_in_with_keys():
    await bob.sign_in()
    await keys()


async def join():
    global room_id
    await bob.until("the invitation arrives", lambda: bob.client.invited_rooms, seconds=40)
    room_id = next(iter(bob.client.invited_rooms))
    good(await bob.client.join(room_id))
    await bob.until("Bob is in", lambda: room_id in bob.client.rooms)
    assert bob.client.rooms[room_id].encrypted
    await keys()


async def talk():
    await hears("Can you read this?")
    await bob.say(room_id, "Every word of it.")
    await hears("So can I.")
    await bob.say(room_id, "Then goodbye.")


run([("sign in with keys", sign_in_with_keys), ("join", join), ("talk", talk)], [bob])
