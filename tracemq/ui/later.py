"""Makes parts of a panel when they are first asked for, and gives them the place in the order of Tab that is theirs.

A widget under the style sheet costs a third of a millisecond and some ten KiB, and most are never looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar, QWidget

T = TypeVar("T")
NOBODY: Final = Qt.FocusPolicy.NoFocus


class Later(Generic[T]):
    """Something that is made by the first call; `made` is None before."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self.made: T | None = None

    def __call__(self) -> T:
        if self.made is None:
            self.made = self._make()
        return self.made


def keep_tab_order(before: QWidget, made: QWidget) -> None:
    """Let Tab come to what was made later right after another widget, and not at the end of the window.

    Qt orders only what takes the focus, but frames must keep their places as well: others follow them later, and some
    lead the focus on. So all take it for that moment.
    """
    parts = [before, *_parts(made)]
    policies = [part.focusPolicy() for part in parts]
    passive = [part for part, policy in zip(parts, policies, strict=True) if policy == NOBODY]
    for part in passive:
        part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    for first, second in pairwise(parts):
        QWidget.setTabOrder(first, second)
    for part in passive:
        part.setFocusPolicy(NOBODY)  # and whoever it leads the focus to
    for part, policy in zip(parts, policies, strict=True):
        if part.focusPolicy() != policy:
            part.setFocusPolicy(policy)


def _parts(widget: QWidget) -> Iterator[QWidget]:
    """A widget and what is in it, from the outside to the inside and in the order of making.

    Neither the chain that Tab follows nor focus proxies are asked for: what PySide gives out of those counts as a part
    of its neighbour from then on, and ends with it.
    """
    yield widget
    inside = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    for each in sorted(inside, key=lambda part: not isinstance(part, QTabBar)):  # tabs are above their pages
        if not each.isWindow():
            yield from _parts(each)
