"""Prove that we know a password without ever sending it, and make the broker prove the same (SCRAM, MQTT 5).

python -m tests.examples.scram mqtt://127.0.0.1:1883 alice secret
"""

import asyncio
import sys

from tracemq.mqtt import AuthenticationFailed, Client, ConnectionRefused, ConnectOptions, ScramAuthenticator


async def main(url: str = "mqtt://127.0.0.1:1883", user: str = "alice", password: str = "secret") -> None:
    options = ConnectOptions(url, auth=ScramAuthenticator(user, password, "SCRAM-SHA-256"))
    async with Client(options) as client:
        print("both sides have proven that they know the password")
        await client.reauthenticate()  # at any time, while messages flow
        print("and have done so again")

    try:
        await Client(ConnectOptions(url, auth=ScramAuthenticator(user, "not it"))).connect()
    except ConnectionRefused as error:
        print(f"with a wrong password: {error}")
    except AuthenticationFailed as error:  # it is the server that did not prove itself
        print(f"do not trust this server: {error}")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
