"""What can go wrong, and how it is told: every error is an MqttError, and where there is a reason code it is `.reason`.

python -m tests.examples.errors mqtt://127.0.0.1:1883 mqtt://somebody:wrong@127.0.0.1:1884
"""

import asyncio
import sys

from tracemq.mqtt import (
    Client,
    ConnectionRefused,
    ConnectOptions,
    MqttError,
    ReasonCode,
    RefusedLocally,
    ServerUnreachable,
    TimedOut,
)


async def main(
    url: str = "mqtt://127.0.0.1:1883", guarded_url: str = "", closed_url: str = "mqtt://127.0.0.1:1"
) -> None:
    try:
        await Client(ConnectOptions(closed_url, connect_timeout_s=5)).connect()
    except ServerUnreachable as error:  # nobody listens there; TlsFailed, NameNotResolved ... are others of the kind
        print(f"unreachable: {error.address}")

    if guarded_url:
        try:
            await Client(ConnectOptions(guarded_url)).connect()
        except ConnectionRefused as error:
            known = error.reason in {ReasonCode.NOT_AUTHORIZED, ReasonCode.BAD_USER_NAME_OR_PASSWORD}
            print("refused: check name and password" if known else f"refused: {error}")

    async with Client(ConnectOptions(url)) as client:
        try:
            client.publish("example/#", "wildcards belong in filters")
        except RefusedLocally as error:  # not a byte has left; we are still connected
            print(f"not sent: {error.reason.name if error.reason else error}")

        # A refusal by the server is an answer, not an exception: look at the code.
        code = await client.publish("example/nobody/listens", "anybody?", qos=1)
        print(f"{code.name}: {'failed' if code.failed else 'fine, but nobody heard it'}")

        codes = await client.subscribe(["example/a", "example/b"])
        print(f"subscribed: {[code.name for code in codes]}")

        try:
            await client.request("example/nobody/answers", "?", timeout_s=0.2)
        except TimedOut as error:
            print(f"no {error.waiting_for} within {error.seconds} s")

        receipt = client.publish("example/nobody/listens", "still there?", qos=1)
        try:
            await receipt.within(5)  # a receipt has no time limit of its own: a message may wait long for a network
        except TimedOut:
            print("no answer yet; the message goes on")

    try:
        await client.subscribe("example/too/late")
    except MqttError as error:  # the class above all others
        print(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
