"""An encrypted connection: whom we trust, and the certificate that we show if the broker asks for one.

python -m tests.examples.tls mqtts://broker.example:8883 ca.pem client.pem client.key
"""

import asyncio
import sys

from tracemq.mqtt import Client, ConnectOptions, TlsFailed, TlsOptions


async def main(
    url: str = "mqtts://127.0.0.1:8883",
    ca_file: str | None = None,
    cert_file: str | None = None,
    key_file: str | None = None,
) -> None:
    # Without a ca_file the system's trust store decides. The name in the certificate must be that of the URL.
    tls = TlsOptions(ca_file=ca_file, cert_file=cert_file, key_file=key_file)
    async with Client(ConnectOptions(url, tls=tls)) as client:
        facts = client.transport_facts
        assert facts is not None
        assert facts.tls is not None
        print(f"{facts.tls.version}, verified: {facts.tls.verified}")

    if ca_file:
        try:
            await Client(ConnectOptions(url)).connect()  # the system does not know this authority
        except TlsFailed as error:
            print(f"not trusted: {error.fault.value}")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
