"""Our client with mosquitto as Debian installs it: no more than 20 messages of a client are unfinished at a time."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.any_broker import RealBroker
from tests.support.inbox import AT_ONCE, joined
from tracemq.mqtt import ReasonCode, Version


@pytest_asyncio.fixture
async def broker(tmp_path: Path) -> AsyncIterator[RealBroker]:
    made = RealBroker(tmp_path / "mosquitto", config="")
    await made.start()
    yield made
    await made.stop()


@pytest.mark.parametrize("version", [Version.V31, Version.V311])
async def test_many_messages_at_qos_2_do_not_upset_it(broker: RealBroker, version: Version) -> None:
    async with joined(broker.port, "me", version=version) as me:
        receipts = [me.client.publish("t", b"%d" % number, 2) for number in range(200)]
        assert set(await asyncio.gather(*receipts)) == {ReasonCode.SUCCESS}


async def test_flows_from_before_a_restart_count_as_unfinished(broker: RealBroker) -> None:
    async with joined(broker.port, "me", clean=False, expiry_s=600, reconnect=AT_ONCE) as me:
        receipts = [me.client.publish("t", b"%d" % number, 2) for number in range(100)]
        await broker.stop()
        await broker.start()
        reasons = Counter(await asyncio.wait_for(asyncio.gather(*receipts), 20))
        assert reasons[ReasonCode.QUOTA_EXCEEDED] == 0
