"""What MQTT 5 can say beside the payload: content type, user properties, expiry, and what was negotiated.

python -m tests.examples.v5_properties mqtt://127.0.0.1:1883
"""

import asyncio
import json
import sys

from tracemq.mqtt import Client, ConnectOptions, Message, Properties, Subscription


async def main(url: str = "mqtt://127.0.0.1:1883") -> None:
    wanted = Properties(session_expiry_interval=60, receive_maximum=100, user_properties=(("purpose", "example"),))
    async with Client(ConnectOptions(url, properties=wanted)) as client:
        facts = client.negotiated
        assert facts is not None
        print(f"session expiry: asked {facts.session_expiry.asked} s, granted {facts.session_expiry.granted} s")

        client.decoders.add("application/json", json.loads)
        arrived: asyncio.Queue[Message] = asyncio.Queue()
        # No Local: what we publish ourselves does not come back. The identifier tells which subscription matched.
        await client.subscribe(Subscription("example/own", no_local=True))
        await client.subscribe(
            "example/reading", properties=Properties(subscription_identifiers=(7,)), handler=arrived.put_nowait
        )
        await client.publish(
            "example/reading",
            json.dumps({"celsius": 21.5}),
            properties=Properties(
                content_type="application/json",
                payload_format_indicator=1,  # text
                message_expiry_interval=30,  # seconds; later it is worth nothing
                user_properties=(("sensor", "a"), ("sensor", "b")),  # names may repeat, and keep their order
            ),
        )
        message = await arrived.get()
        said = message.properties
        print(f"{said.content_type} from {said.user_properties}, subscription {said.subscription_identifiers}")
        print(client.decoders.decode(message))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
