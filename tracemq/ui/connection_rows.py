"""Draws the rows of the list of connections: state, name, rate and address of each, and the folders around them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from tracemq.viewmodels.connections import Entry, EntryRole, Kind
from tracemq.workspace.connection_state import ConnectionState

from . import theme
from .icons import pixmap
from .state_text import state_colour, state_text

DOT: Final = 9  # px
BAR: Final = 3  # px, of the connection's own colour
ICON: Final = 14  # px
LEFT: Final = 10  # px before the dot
WORDS: Final = DOT + 18  # px before the words
ROOM_FOR_DATE: Final = 230  # px
Index = QModelIndex | QPersistentModelIndex
ELIDE: Final = Qt.TextElideMode.ElideRight
MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter


def rate_text(rate: float) -> str:
    """Messages per second, short."""
    locale = QLocale()
    if rate < 0.05:
        return ""
    for limit, divisor, unit in ((9.95, 1, ""), (999.5, 1, ""), (999_500, 1000, "k"), (float("inf"), 1_000_000, "M")):
        if rate < limit:
            decimals = 1 if rate / divisor < 9.95 else 0
            return f"{locale.toString(rate / divisor, 'f', decimals)}{unit}/s"
    return ""


def entry_facts(entry: Entry) -> list[str]:
    """What there is to say about an entry, a sentence or fact each; its name and address come first."""
    translate = QCoreApplication.translate
    if entry.kind is Kind.FOLDER:
        return [entry.id]
    facts = [entry.name, entry.detail]
    if entry.kind is not Kind.BROKEN:
        facts.append(state_text(entry.state, failed=entry.failed))
    if entry.unverified:
        facts.append(translate("ConnectionRows", "The broker’s certificate is not verified."))
    if entry.last_used is not None:
        facts.append(translate("ConnectionRows", "Last used: {date}").format(date=_moment(entry)))
    if entry.at_start:
        facts.append(translate("ConnectionRows", "Connects when the program starts."))
    return facts


def _moment(entry: Entry, *, day: bool = False) -> str:
    if entry.last_used is None:
        return ""
    local = QDateTime.fromSecsSinceEpoch(int(entry.last_used.timestamp()))
    if day:
        return QLocale().toString(local.date(), QLocale.FormatType.ShortFormat)
    return QLocale().toString(local, QLocale.FormatType.ShortFormat)


class EntryDelegate(QStyledItemDelegate):
    """A folder is one line, a connection two."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = QFontMetrics(option.font).height()
        folder = index.data(EntryRole.KIND) is Kind.FOLDER
        return QSize(80, line + 8 if folder else 2 * line + 11)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(EntryRole.ENTRY)
        palette: QPalette = option.palette
        shades = theme.colours(palette)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setFont(option.font)
        if entry.kind is Kind.FOLDER:
            self._paint_folder(painter, option, entry, shades.on_selection if chosen else shades.text)
        else:
            self._paint_dot(painter, option.rect, entry, shades, chosen)
            self._paint_words(painter, option, entry, shades, chosen)
        painter.restore()

    def _paint_folder(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry, ink: str) -> None:
        rect: QRect = option.rect
        opened = bool(option.state & QStyle.StateFlag.State_Open)
        top = rect.center().y() - ICON // 2 + 1
        painter.drawPixmap(rect.x() + 2, top, _picture(painter, "chevron-down" if opened else "chevron-right", ink))
        painter.drawPixmap(rect.x() + ICON + 4, top, _picture(painter, "folder", ink))
        words = rect.adjusted(2 * ICON + 10, 0, -6, 0)
        painter.setPen(QColor(ink))
        metrics = QFontMetrics(option.font)
        painter.drawText(words, MIDDLE, metrics.elidedText(_line(entry.name), ELIDE, words.width()))

    def _paint_words(
        self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry, shades: theme.Colours, chosen: bool
    ) -> None:
        metrics = QFontMetrics(option.font)
        words = option.rect.adjusted(WORDS, 5, -6, -5)
        first = QRect(words.x(), words.y(), words.width(), metrics.height())
        second = first.translated(0, metrics.height() + 1)
        muted = QColor(shades.on_selection if chosen else shades.muted)
        painter.setPen(muted)
        first.setRight(_put_right(painter, first, rate_text(entry.rate)))
        if entry.unverified:
            ink = shades.on_selection if chosen else shades.warning
            painter.drawPixmap(first.right() - ICON, first.center().y() - ICON // 2, _picture(painter, "warning", ink))
            first.setRight(first.right() - ICON - 4)
        if entry.state is ConnectionState.OFFLINE and option.rect.width() >= ROOM_FOR_DATE:
            second.setRight(_put_right(painter, second, _moment(entry, day=True)))
        painter.drawText(second, MIDDLE, metrics.elidedText(_line(entry.detail), ELIDE, second.width()))
        painter.setPen(QColor(shades.on_selection if chosen else shades.text))
        painter.drawText(first, MIDDLE, metrics.elidedText(_line(entry.name), ELIDE, first.width()))

    def _paint_dot(self, painter: QPainter, rect: QRect, entry: Entry, shades: theme.Colours, chosen: bool) -> None:
        if entry.colour:
            painter.fillRect(rect.x(), rect.y() + 2, BAR, rect.height() - 4, QColor(entry.colour))
        failed = entry.failed or entry.kind is Kind.BROKEN
        colour = QColor(state_colour(entry.state, shades, failed=failed))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hollow = entry.state is ConnectionState.OFFLINE and not failed
        if hollow and chosen:
            colour = QColor(shades.on_selection)
        painter.setPen(colour if hollow else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if hollow else colour)
        painter.drawEllipse(rect.x() + LEFT, rect.center().y() - DOT // 2, DOT, DOT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(2 * ICON + 6, 0, 0, 0))


class EntryTree(QTreeView):
    """Folders are opened by their arrow, a double-click, Enter, or the arrow keys."""

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The whole row is one bar, what lies before a nested one as well."""
        shades = theme.colours(self.palette())
        chosen = self.selectionModel().isSelected(index)
        rect: QRect = option.rect
        if chosen:
            painter.fillRect(rect, self.palette().highlight())
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(shades.hover))
        super().drawRow(painter, option, index)
        if chosen and self.hasFocus():
            painter.setPen(QColor(shades.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def drawBranches(self, _painter: QPainter, _rect: QRect, _index: Index) -> None:
        """The delegate draws the arrows."""

    def on_arrow(self, index: Index, x: int) -> bool:
        """Tell whether a point of the viewport is on a folder's arrow."""
        left = self.visualRect(index).x()
        return index.data(EntryRole.KIND) is Kind.FOLDER and left <= x < left + ICON + 4


def _line(text: str) -> str:
    """A text from a file, on one line."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text[:500])


def _picture(painter: QPainter, name: str, ink: str) -> QPixmap:
    ratio = painter.device().devicePixelRatio()
    picture = pixmap(name, ink, round(ICON * ratio))
    picture.setDevicePixelRatio(ratio)
    return picture


def _put_right(painter: QPainter, rect: QRect, text: str) -> int:
    """Write at the right end, and return how far the rest may go."""
    if not text:
        return rect.right()
    painter.drawText(rect, MIDDLE | Qt.AlignmentFlag.AlignRight, text)
    return rect.right() - painter.fontMetrics().horizontalAdvance(text) - 8
