"""The fire hose as a broker that cuts the connection while it sends at full speed, and goes on when its client is back.

    python -m tests.support.cutting_hose --messages 100000 --qos 2 --cuts 5

At QoS 0 it ends a connection in order, after what it has sent so far: no byte is lost, and the next message follows in
the next connection. At QoS 1 and 2 it closes the socket while messages are on their way in both directions, and begins
again with what the client has not acknowledged to it, as a broker does that keeps a session (section 4.4).
"""

from __future__ import annotations

import argparse
import socket
import time
from dataclasses import asdict

import numpy as np

from .fake_broker import BLOCK, PACKET_IDS, Blocks, Hose, Load, Report, say

DUP = 0x08


class CuttingHose(Hose):
    """One client's session over several connections."""

    def __init__(self, server: socket.socket, load: Load, cuts: int) -> None:
        self._server = server
        self._cuts_left = cuts
        self._share = load.messages // (cuts + 1)
        self._calls = 0
        self._first_time = 0  # messages below it were sent before
        super().__init__(self._accept(), load, Blocks(load, load.version), None)

    def _accept(self) -> socket.socket:
        connection, _ = self._server.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setblocking(False)
        self._calls += 1
        return connection

    def run(self) -> Report:
        """Send everything in as many connections as there are cuts, and one more."""
        began = time.monotonic()
        load, report = self._load, self.report
        while True:
            while self.open and not self._subscribed:
                self._turn(b"", 1.0)
            window = min(self._receive_maximum, PACKET_IDS)
            until = load.messages if not self._cuts_left else load.messages - self._share * self._cuts_left
            while self.open and report.sent < until:
                self._send_block(self._part(until), began, window)
            if not self._cuts_left or not self.open:
                break
            self._cut()
        while self.open and load.qos and report.acked < report.sent:
            self._turn(b"", 1.0)
        report.seconds = time.monotonic() - began
        return report

    def _part(self, until: int) -> bytes:
        """The next messages, those that were sent before marked as such."""
        sent = self.report.sent
        size = self._blocks.packet_size
        rows = np.frombuffer(self._blocks._block(np.arange(sent, min(sent + BLOCK, until))), np.uint8).reshape(-1, size)
        again = max(0, self._first_time - sent)
        if not again or not self._load.qos:
            return rows.tobytes()
        marked = rows.copy()
        marked[:again, 0] |= DUP
        return marked.tobytes()

    def _cut(self) -> None:
        self._cuts_left -= 1
        if not self._load.qos:
            while self._out and self.open:
                self._turn(b"", 1.0)
            self._socket.shutdown(socket.SHUT_WR)
            while self.open:
                self._turn(b"", 1.0)
        self._socket.close()
        report = self.report
        self._first_time = max(self._first_time, report.sent)
        self._socket = self._accept()
        self._data, self._out, self._subscribed, self.open = b"", bytearray(), False, True
        if self._load.qos:
            report.sent = self._acks._next[4 if self._load.qos == 1 else 5]

    def _connect(self, body: bytes) -> None:
        super()._connect(body)
        clean = body[3 + int.from_bytes(body[:2], "big")] & 2
        if self._calls == 1 or clean:
            return
        self._out[2] = 1  # the session is present; so are its subscriptions
        self._subscribed = True
        if self._load.qos == 2:  # what was received is released, in the order in which it came [MQTT-4.6.0-4]
            for number in range(self._acks._next[7], self._acks._next[5]):
                self._out += b"\x62\x02" + (number % PACKET_IDS + 1).to_bytes(2, "big")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="A fire hose that cuts its connections.")
    for name in ("messages", "topics", "size", "qos"):
        parser.add_argument(f"--{name}", type=int, default=getattr(Load(), name))
    parser.add_argument("--cuts", type=int, default=5)
    given = vars(parser.parse_args(arguments))
    cuts = given.pop("cuts")
    load = Load(**given)
    with socket.create_server(("127.0.0.1", 0)) as server:
        say(port=server.getsockname()[1])
        hose = CuttingHose(server, load, cuts)
        say(**asdict(hose.run()), connections=hose._calls, again=hose._first_time)
        hose.linger()


if __name__ == "__main__":
    main()
