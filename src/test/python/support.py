"""What the scripts of this folder share. matrix-nio is Debian's python3-matrix-nio."""

import asyncio
import logging
import os
import sys
import time
import traceback

from nio import (
    AsyncClient,
    AsyncClientConfig,
    InviteMemberEvent,
    LoginResponse,
    SyncResponse,
)

logging.disable(logging.CRITICAL)

URL = os.environ["CASEROOM_URL"]
ALICE = os.environ["CASEROOM_ALICE"]
BOB = os.environ["CASEROOM_BOB"]
PASSWORD = os.environ["CASEROOM_PASSWORD"]


class Person:
    """Somebody with nio, who keeps what syncs brought."""

    def __init__(self, user, store=None):
        config = AsyncClientConfig(encryption_enabled=store is not None)
        self.user = user
        self.client = AsyncClient(URL, user, store_path=store, config=config)
        self.events = []
        self.others = []

    async def sign_in(self):
        answer = await self.client.login(PASSWORD, device_name="nio")
        assert isinstance(answer, LoginResponse), answer
        await self.sync()

    async def sync(self, timeout=0):
        answer = await self.client.sync(timeout=timeout, full_state=self.client.next_batch == "")
        assert isinstance(answer, SyncResponse), answer
        for room in answer.rooms.join.values():
            self.events += room.timeline.events
            self.others += room.ephemeral
        return answer

    async def until(self, what, probe, seconds=20):
        """Syncs until a function gives something that counts as true, and gives that back."""
        end = time.monotonic() + seconds
        while True:
            found = probe()
            if found:
                return found
            if time.monotonic() > end:
                raise AssertionError(f"Waited in vain: {what}")
            await self.sync(timeout=500)

    def sees(self, room_id, user):
        """Whether somebody is in a room, as far as this person knows."""
        room = self.client.rooms.get(room_id)
        return room is not None and user in room.users

    async def arrives(self, event_id):
        return await self.until(
            f"{event_id} arrives",
            lambda: next((it for it in self.events if it.event_id == event_id), None),
        )

    async def invited(self, room_id):
        await self.until("the invitation arrives", lambda: room_id in self.client.invited_rooms)

    async def send(self, room_id, content, kind="m.room.message"):
        answer = await self.client.room_send(
            room_id, kind, content, ignore_unverified_devices=True
        )
        return good(answer).event_id

    async def say(self, room_id, body, **more):
        return await self.send(room_id, {"msgtype": "m.text", "body": body, **more})


def good(answer):
    """The answer, which is no error."""
    assert "Error" not in type(answer).__name__, answer
    return answer


def run(steps, people):
    """Runs named steps in order and tells which one fails."""

    async def main():
        try:
            for name, step in steps:
                try:
                    await asyncio.wait_for(step(), 60)
                    print("ok", name, flush=True)
                except BaseException:
                    print("failed:", name, flush=True)
                    traceback.print_exc(file=sys.stdout)
                    return 1
            return 0
        finally:
            for person in people:
                await person.client.close()

    sys.exit(asyncio.run(main()))
