"""Version fall-back and plain work against a second real broker, amqtt, which knows MQTT 3.1.1 alone."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.free_ports import free_port
from tracemq.mqtt import Client, ConnectionRefused, ConnectOptions, FellBack, Message, MessageBatch, ReasonCode, Version

ROOT = Path(__file__).parents[3]
# `make test` makes this environment; another may be named for runs without make
PYTHON = Path(os.environ.get("TRACEMQ_AMQTT_PYTHON", ROOT / ".venv" / "amqtt" / "bin" / "python"))
pytestmark = pytest.mark.skipif(not PYTHON.exists(), reason="amqtt is not installed: `make test` does it")


@pytest.fixture
def port() -> Iterator[int]:
    port = free_port()
    command = [PYTHON, ROOT / "tests" / "support" / "second_broker.py", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "READY\n"
        yield port
        process.terminate()


async def test_it_refuses_mqtt_5_and_that_is_told(port: int) -> None:
    client = Client(ConnectOptions(f"mqtt://127.0.0.1:{port}"))
    with pytest.raises(ConnectionRefused) as refused:
        await client.connect()
    assert refused.value.reason is ReasonCode.UNSUPPORTED_PROTOCOL_VERSION


async def test_the_client_falls_back_to_what_the_broker_speaks(port: int) -> None:
    options = ConnectOptions(f"mqtt://127.0.0.1:{port}", fall_back_to=(Version.V311, Version.V31))
    client = Client(options)
    fell: list[FellBack] = []
    client.listen(FellBack, fell.append)
    connected = await client.connect()
    assert connected.negotiated.version is Version.V311
    assert [(each.refused, each.version) for each in fell] == [(Version.V5, Version.V311)]
    await client.disconnect()


@pytest.mark.parametrize("qos", [0, 1, 2])
async def test_messages_come_back_in_order_at_every_qos(port: int, qos: int) -> None:
    got: list[Message] = []
    everything = asyncio.Event()

    def received(batch: MessageBatch) -> None:
        got.extend(batch)
        if len(got) >= 50:
            everything.set()

    async with Client(ConnectOptions(f"mqtt://127.0.0.1:{port}", version=Version.V311)) as client:
        client.on_messages = received
        assert await client.subscribe([f"second/{qos}"]) == (ReasonCode.GRANTED_QOS_0,)
        receipts = [client.publish(f"second/{qos}", b"%d" % number, qos=qos) for number in range(50)]
        for receipt in receipts:
            assert await receipt is ReasonCode.SUCCESS
        await asyncio.wait_for(everything.wait(), 10)
    assert [int(message.payload) for message in got] == list(range(50))
