"""Ask a question over MQTT 5 and get the answer to this very question.

python -m tests.examples.request_response mqtt://127.0.0.1:1883
"""

import asyncio
import sys

from tracemq.mqtt import Client, ConnectOptions, Message, Properties


async def main(url: str = "mqtt://127.0.0.1:1883") -> None:
    async with Client(ConnectOptions(url)) as service, Client(ConnectOptions(url)) as asker:

        def answer(request: Message) -> None:
            where, which = request.properties.response_topic, request.properties.correlation_data
            if where is not None:
                square = int(request.payload) ** 2
                service.publish(where, str(square), qos=1, properties=Properties(correlation_data=which))

        await service.subscribe("example/square", handler=answer)

        # Response topic and correlation data are made for us; TimedOut is raised if nobody answers in time.
        questions = [asker.request("example/square", str(number), timeout_s=5) for number in range(5)]
        answers = await asyncio.gather(*questions)
        print([int(message.payload) for message in answers])


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
