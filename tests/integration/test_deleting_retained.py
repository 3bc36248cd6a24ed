"""Retained messages of a branch are deleted in the program itself: chosen in the tree, Delete, and one answer."""

from __future__ import annotations

import asyncio

from tests.support.marks import ON_SCREEN
from tests.support.mosquitto import Mosquitto
from tests.support.program import start
from tests.support.screen import VirtualScreen, wait_until
from tracemq import APP_NAME
from tracemq.mqtt import Client, ConnectOptions

pytestmark = list(ON_SCREEN)


async def retain(port: int) -> None:
    async with Client(ConnectOptions(f"mqtt://127.0.0.1:{port}")) as client:
        for topic in ("plant/a", "plant/b", "plant/b/c"):
            await client.publish(topic, b"1", qos=1, retain=True)


async def retained(port: int) -> set[str]:
    found: list[str] = []
    async with Client(ConnectOptions(f"mqtt://127.0.0.1:{port}")) as client:
        await client.subscribe("plant/#", handler=lambda message: found.append(message.topic))
        await client.subscribe("end", handler=lambda message: found.append(message.topic))
        client.publish("end", b"")  # comes behind all that is retained
        async with asyncio.timeout(10):
            while "end" not in found:
                await asyncio.sleep(0.01)
    return set(found) - {"end"}


def test_a_branch_is_deleted_from_the_tree_after_its_messages_were_counted(
    screen: VirtualScreen, home: dict[str, str], mosquitto: Mosquitto
) -> None:
    asyncio.run(retain(mosquitto.port))
    start(screen, home, "--connect", f"mqtt://127.0.0.1:{mosquitto.port}", "--subscribe", "plant/#")
    screen.window(f"127.0.0.1:{mosquitto.port} – {APP_NAME}")
    wait_until(lambda: "plant/#" in mosquitto.log, what="the subscription")

    def asked() -> bool:
        screen.key("ctrl+t", "Tab", "Home", "Delete")  # from the search line to the tree and its first topic
        try:
            screen.window("Delete retained messages", timeout_s=3)
        except (AssertionError, TimeoutError):  # the topic was not there yet
            return False
        return True

    wait_until(asked, what="the question")
    assert len(asyncio.run(retained(mosquitto.port))) == 3  # nothing before the answer
    screen.key("Tab", "space")  # from Cancel, which Return would be, to Delete
    wait_until(lambda: not asyncio.run(retained(mosquitto.port)), what="the deletion")
