"""Makes parts of a panel when they are first asked for, and gives them the place in the order of Tab that is theirs.

A widget under the style sheet costs a third of a millisecond and some ten KiB, and most are never looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar, QWidget

T = TypeVar("T")


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
    """Let Tab come to what was made later right after another widget, and not at the end of the window."""
    for each in _parts(made):
        _follow(before, each)
        before = each


def _parts(widget: QWidget) -> Iterator[QWidget]:
    """A widget and what is in it, from the outside to the inside and in the order of making.

    The chain that Tab follows is not asked: what PySide gives out of it counts as a part of its neighbour from then
    on, and is taken for deleted with that.
    """
    yield widget
    inside = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    for each in sorted(inside, key=lambda part: not isinstance(part, QTabBar)):  # tabs are above their pages
        if not each.isWindow():
            yield from _parts(each)


def _follow(first: QWidget, second: QWidget) -> None:
    """Qt orders only what takes the focus; here, the frames around that keep their places as well."""
    passive = [each for each in (first, second) if each.focusPolicy() == Qt.FocusPolicy.NoFocus]
    for each in passive:
        each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    QWidget.setTabOrder(first, second)
    for each in passive:
        each.setFocusPolicy(Qt.FocusPolicy.NoFocus)
