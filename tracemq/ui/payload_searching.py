"""Turns what is typed into a payload's search into the selected place: in its tree, its text or its bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from tracemq.payloads.detect import Format
from tracemq.viewmodels.payload_reader import Reading
from tracemq.viewmodels.payload_search import (
    Hits,
    Place,
    count_bytes_steps,
    count_node_steps,
    find_node_steps,
    find_round_steps,
    pattern,
)
from tracemq.viewmodels.slices import Slices

from .later import Later
from .payload_find import PayloadFind
from .payload_stack import PayloadStack


class PayloadSearching(QObject):
    """`finder` is made when it is first asked for; `go_to` selects a node of the tree."""

    def __init__(
        self,
        stack: PayloadStack,
        finder: Callable[[], PayloadFind],
        reading: Callable[[], Reading],
        go_to: Callable[[int], None],
    ) -> None:
        super().__init__(stack)
        self._stack, self._finder, self._reading, self._go_to = stack, Later(finder), reading, go_to
        self._search, self._counting = Slices(self), Slices(self)

    @property
    def finder(self) -> PayloadFind:
        first = self._finder.made is None
        finder = self._finder()
        if first:
            finder.asked.connect(self.look_for)
            finder.changed.connect(self._changed)
            finder.closed.connect(self._closed)
        return finder

    @property
    def open(self) -> bool:
        """Whether there is something that is looked for."""
        return self._finder.made is not None and self._finder.made.isVisible()

    @property
    def busy(self) -> bool:
        return self._search.busy or self._counting.busy

    def cancel(self) -> None:
        """Another payload comes."""
        self._search.cancel()
        self._counting.cancel()
        if self._finder.made is not None:
            self._finder.made.say("")

    def _changed(self, text: str) -> None:
        self.cancel()
        self._stack.pages.marks.mark(text)

    def _closed(self) -> None:
        self.cancel()
        self._stack.pages.marks.mark("")

    def look_for(self, text: str, backward: bool) -> None:
        """Select the next place that has the text, in the way in which the payload is shown."""
        stack, reading = self._stack, self._reading()
        self._counting.cancel()
        stack.pages.marks.mark(text)
        if stack.shows_tree:
            node = stack.tree.node or 0
            steps: Any = find_node_steps(reading, text, node, backward=backward)
            self._search.run(steps, self._node_found)
        elif stack.shows_hex or (stack.shows_pages and stack.pages.parts is not None):
            self._look_in_bytes(text, backward=backward)
        elif stack.shows_pages:
            self._look_in_text(text, backward=backward)
        if self._search.busy:
            self.finder.busy()

    def _look_in_text(self, text: str, *, backward: bool) -> None:
        pages = self._stack.pages
        self.finder.found(pages.find_text(text, backward=backward))
        self.finder.tell(pages.count_text(text))

    def _look_in_bytes(self, text: str, *, backward: bool) -> None:
        stack, reading = self._stack, self._reading()
        in_hex = stack.shows_hex
        wanted = pattern(text, reading.encoding, as_hex=in_hex)
        if wanted is None or (not in_hex and reading.format is Format.AS_BASE64):
            self._look_in_text(text, backward=backward)
            return
        low, high = stack.hex.selection if in_hex else stack.pages.selection
        steps: Any = find_round_steps(reading.data, wanted, low if backward else high, backward=backward)
        self._search.run(steps, lambda place: self._bytes_found(place, wanted))

    def _node_found(self, node: int | None) -> None:
        self.finder.found(node is not None)
        if node is not None:
            self._go_to(node)
            self._count(count_node_steps(self._reading(), self.finder.line.text(), node))

    def _bytes_found(self, place: Place | None, wanted: re.Pattern[bytes]) -> None:
        self.finder.found(place is not None)
        if place is None:
            return
        if self._stack.shows_hex:
            self._stack.hex.select(*place)
        else:
            self._stack.pages.show_bytes_at(*place)
        self._count(count_bytes_steps(self._reading().data, wanted, place[0]))

    def _count(self, steps: Any) -> None:
        def told(hits: Hits) -> None:
            self.finder.tell(hits)

        self._counting.run(steps, told)
