"""Turns the list of profiles into a panel that emits what is wanted of them; it decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QHelpEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QMenu,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from tracemq.profiles.folders import SEPARATOR, inside
from tracemq.viewmodels.connections import FOLDER, ConnectionsModel, Entry, Kind
from tracemq.workspace.connection_state import ConnectionState

from .connection_rows import EntryDelegate, EntryTree, entry_facts, rate_text
from .icons import set_icon
from .line_edit import LineEdit

INDENT = 12  # px


class ConnectionsPanel(QWidget):
    """The signals carry an entry's id, or a folder's path."""

    connect_asked = Signal(str)
    disconnect_asked = Signal(str)
    new_asked = Signal()
    edit_asked = Signal(str)
    duplicate_asked = Signal(str)
    delete_asked = Signal(str)
    folder_made = Signal(str)
    folder_removed = Signal(str)
    folders_closed = Signal(object)  # the paths of all that are closed now

    def __init__(self, model: ConnectionsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._closed: set[str] = set()
        self._current = ""  # what was selected before the list was read anew
        self.search = LineEdit(parent=self)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self.list = EntryTree(self)
        self._make_list()
        self._make_actions()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(4, 4, 4, 4)
        top.addWidget(self.search)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addLayout(self._buttons())
        model.dataChanged.connect(self._update_actions)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        self.retranslate()
        self._restore()

    def _make_list(self) -> None:
        tree = self.list
        tree.setModel(self._model)
        tree.setItemDelegate(EntryDelegate(tree))
        tree.setHeaderHidden(True)
        tree.setRootIsDecorated(False)
        tree.setIndentation(INDENT)
        tree.setExpandsOnDoubleClick(False)
        tree.setMouseTracking(True)
        tree.setFrameShape(EntryTree.Shape.NoFrame)
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        tree.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        tree.setDefaultDropAction(Qt.DropAction.MoveAction)
        tree.setTabKeyNavigation(False)
        tree.viewport().installEventFilter(self)
        tree.activated.connect(self._activate)
        tree.expanded.connect(self._opened_or_closed)
        tree.collapsed.connect(self._opened_or_closed)
        tree.selectionModel().currentChanged.connect(self._update_actions)

    def _make_actions(self) -> None:
        def action(icon: str, slot: Callable[[], object], shortcut: str = "") -> QAction:
            made = QAction(self)
            made.triggered.connect(lambda _=False: slot())
            if icon:
                set_icon(made, icon)
            if shortcut:
                made.setShortcut(shortcut)
                made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(made)
            return made

        self.new = action("add", self.new_asked.emit)
        self.new_folder = action("folder", self._make_folder)
        self.connect_action = action("connect", lambda: self._ask(self.connect_asked))
        self.disconnect_action = action("disconnect", lambda: self._ask(self.disconnect_asked))
        self.edit = action("edit", self._edit, "F2")
        self.duplicate = action("duplicate", lambda: self._ask(self.duplicate_asked))
        self.delete = action("delete", self._delete, "Del")
        self.up = action("chevron-up", lambda: self._move(-1), "Alt+Up")
        self.down = action("chevron-down", lambda: self._move(1), "Alt+Down")

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(4, 3, 4, 3)
        line.setSpacing(2)
        for action in (self.connect_action, self.new, self.edit, self.duplicate, self.delete):
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            line.addWidget(button)
        line.addStretch(1)
        return line

    def retranslate(self) -> None:
        self.list.setAccessibleName(self.tr("Connections"))
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search connections"))
        self.new.setText(self.tr("New Connection…"))
        self.new_folder.setText(self.tr("New Folder"))
        self.connect_action.setText(self.tr("Connect"))
        self.disconnect_action.setText(self.tr("Disconnect"))
        self.duplicate.setText(self.tr("Duplicate…"))
        self.up.setText(self.tr("Move Up"))
        self.down.setText(self.tr("Move Down"))
        self._update_actions()

    # What is selected

    @property
    def current(self) -> Entry | None:
        """The connection that is selected, or the file that cannot be read; None for a folder."""
        entry = self._entry
        return None if entry is None or entry.kind is Kind.FOLDER else entry

    @property
    def folder(self) -> str:
        """The folder that is selected, or in which the selected connection is."""
        entry = self._entry
        if entry is None:
            return ""
        return entry.id if entry.kind is Kind.FOLDER else entry.folder

    @property
    def _entry(self) -> Entry | None:
        return self._model.entry_at(self.list.currentIndex())

    def select(self, entry_id: str) -> None:
        index = self._model.index_of(entry_id)
        if index.isValid():
            self.list.setCurrentIndex(index)

    def close_folders(self, paths: Iterable[str]) -> None:
        """Show these closed, and all others open."""
        self._closed = set(paths)
        self._restore()

    def _search(self, words: str) -> None:
        self._model.search(words)

    def _remember(self) -> None:
        entry = self._entry
        if entry is not None:
            self._current = f"{FOLDER}{entry.id}" if entry.kind is Kind.FOLDER else entry.id

    def _restore(self) -> None:
        """After the list was read anew: the same is open and selected, what was found by a search is open."""
        closed, self._closed = self._closed, set()  # while they are opened one by one nothing is told
        self.list.blockSignals(True)
        self.list.expandAll()
        for path in () if self._model.searching else closed:
            index = self._model.folder_index(path)
            if index.isValid():
                self.list.collapse(index)
        self.list.blockSignals(False)
        self._closed = closed
        folder = self._current.removeprefix(FOLDER)
        index = self._model.folder_index(folder) if folder != self._current else self._model.index_of(self._current)
        if not index.isValid() and self._model.rowCount():
            index = self._model.index(0)
        self.list.setCurrentIndex(index)
        self._update_actions()

    def _opened_or_closed(self, index: QModelIndex) -> None:
        entry = self._model.entry_at(index)
        if entry is None or self._model.searching:
            return
        (self._closed.discard if self.list.isExpanded(index) else self._closed.add)(entry.id)
        self.folders_closed.emit(tuple(sorted(self._closed)))

    # What can be done with it

    def _update_actions(self) -> None:
        entry, chosen = self._entry, self.current
        folder = entry is not None and entry.kind is Kind.FOLDER
        open_now = chosen is not None and chosen.state is not ConnectionState.OFFLINE
        usable = chosen is not None and chosen.kind is not Kind.BROKEN
        self.connect_action.setEnabled(usable and not open_now)
        self.disconnect_action.setEnabled(open_now)
        self.edit.setEnabled(folder or (chosen is not None and chosen.kind is not Kind.DEMO))
        self.edit.setText(self.tr("Rename") if folder else self.tr("Edit…"))
        self.duplicate.setEnabled(chosen is not None and chosen.kind is Kind.SAVED)
        self.delete.setEnabled(folder or (chosen is not None and chosen.kind in {Kind.SAVED, Kind.BROKEN}))
        self.delete.setText(self.tr("Remove Folder") if folder else self.tr("Delete…"))
        for action in (self.up, self.down):
            action.setEnabled(chosen is not None and chosen.movable and not self._model.searching)
        self._describe(entry)

    def _describe(self, entry: Entry | None) -> None:
        """For those who listen: what is painted has no words that a screen reader would find."""
        facts = [] if entry is None else entry_facts(entry)[1:]
        if entry is not None and (rate := rate_text(entry.rate)):
            facts.append(rate)
        words = ", ".join(facts)
        if self.list.accessibleDescription() != words:
            self.list.setAccessibleDescription(words)

    def _ask(self, signal: Any) -> None:
        if (entry := self.current) is not None:
            signal.emit(entry.id)

    def _edit(self) -> None:
        if self.current is None and self._entry is not None:
            self.list.edit(self.list.currentIndex())
        else:
            self._ask(self.edit_asked)

    def _delete(self) -> None:
        entry = self._entry
        if entry is not None and entry.kind is Kind.FOLDER:
            self.folder_removed.emit(entry.id)
        else:
            self._ask(self.delete_asked)

    def _move(self, by: int) -> None:
        if (entry := self.current) is not None:
            self._model.move(entry.id, by)

    def _make_folder(self) -> None:
        """Make one with a name that is free, and begin to rename it."""
        above, name, number = self.folder, self.tr("New folder"), 1
        while (path := f"{above}{SEPARATOR}{name}".strip(SEPARATOR)) in self._model.folders:
            number += 1
            name = self.tr("New folder {number}").format(number=number)
        self.search.clear()
        self.folder_made.emit(path)
        index = self._model.folder_index(path)
        if index.isValid():
            self.list.setCurrentIndex(index)
            self.list.edit(index)

    def _activate(self) -> None:
        """A double-click or Enter connects, or shows what is connected; a broken file is explained."""
        entry = self._entry
        if entry is None:
            return
        if entry.kind is Kind.FOLDER:
            self.list.setExpanded(self.list.currentIndex(), not self.list.isExpanded(self.list.currentIndex()))
        else:
            self._ask(self.edit_asked if entry.kind is Kind.BROKEN else self.connect_asked)

    def _folder_menu(self, menu: QMenu) -> QMenu:
        """The folders that the selected connection or folder can be put into."""
        into = menu.addMenu(self.tr("Move to Folder"))
        entry = self._entry
        folder = entry is not None and entry.kind is Kind.FOLDER
        for path in ["", *self._model.folders]:
            action = into.addAction(self.tr("No folder") if not path else path.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(entry is not None and entry.folder == path)
            action.setEnabled(entry is None or not folder or not inside(path, entry.id))
            action.triggered.connect(lambda _=False, chosen=path: self._put_into(chosen))
        into.setEnabled(entry is not None and (folder or entry.movable))
        return into

    def _put_into(self, path: str) -> None:
        entry = self._entry
        if entry is not None and entry.kind is Kind.FOLDER:
            self._model.put_folder_into(entry.id, path)
        elif entry is not None:
            self._model.put_into(entry.id, path)

    # What Qt tells

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.connect_action, self.disconnect_action])
        menu.addSeparator()
        menu.addActions([self.new, self.edit, self.duplicate, self.delete])
        menu.addSeparator()
        menu.addAction(self.new_folder)
        self._folder_menu(menu)
        menu.addActions([self.up, self.down])
        menu.popup(event.globalPos())

    def eventFilter(self, _watched: object, event: QEvent) -> bool:
        """A folder's arrow, and tool tips that are never read as HTML."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            self._tell(event.pos(), event.globalPos())
            return True
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonPress:
            index = self.list.indexAt(event.position().toPoint())
            if index.isValid() and self.list.on_arrow(index, int(event.position().x())):
                self.list.setExpanded(index, not self.list.isExpanded(index))
                return True
        return False

    def _tell(self, at: QPoint, on_screen: QPoint) -> None:
        entry = self._model.entry_at(self.list.indexAt(at))
        words = "" if entry is None else "<br>".join(escape(fact) for fact in entry_facts(entry) if fact)
        QToolTip.showText(on_screen, f"<span>{words}</span>" if words else "", self.list.viewport())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
