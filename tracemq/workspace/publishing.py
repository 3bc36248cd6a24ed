"""Everything that publishes on one connection: the form's variables, repetitions, requests, and the shared shelf."""

from __future__ import annotations

from .publication import Line
from .repeats import Repeats
from .request_response import Requests
from .shelf import Shelf
from .variable_stream import Stream


class Publishing:
    """Lives as long as its connection."""

    def __init__(self, line: Line, shelf: Shelf | None = None) -> None:
        self.shelf = shelf or Shelf()
        self.stream = Stream()
        self.repeats = Repeats(line)
        self.requests = Requests(line)
        self.response_topic = ""  # where the user expects answers; "" lets one be made

    def connection_changed(self) -> None:
        self.repeats.connection_changed()
        self.requests.connection_changed()

    def close(self) -> None:
        """Leave nothing running."""
        self.repeats.stop_all()
        self.requests.close()
