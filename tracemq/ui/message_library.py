"""Shows saved messages in their folders; one fills the form, and all can be named, moved, deleted and exchanged."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QPainter, QPaintEvent, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from tracemq.profiles.files import ChangedOnDiskError
from tracemq.profiles.message_exchange import Copied, export_steps, import_steps
from tracemq.profiles.saved_messages import Library, MessageStore, SavedMessage, parent_of
from tracemq.profiles.yaml_nodes import BadFileError
from tracemq.viewmodels.saved_tree import SavedRole, SavedTree
from tracemq.viewmodels.slices import Slices
from tracemq.workspace.shelf import Shelf

from .dialogs.question import ask
from .error_text import error_text
from .fields import Note, Tone
from .icons import icon, set_icon
from .row_delegate import RowDelegate
from .theme import GAP, MARGIN
from .tool_tips import plain_tip

LOOK_S: Final = 2.0  # between two looks at the folder, while it is in sight
MOST_NAMED: Final = 5  # files that were not taken over
_WRONG: Final = (OSError, BadFileError, ChangedOnDiskError, ValueError)
Index = QModelIndex | QPersistentModelIndex


class _Tree(QTreeView):
    """Says something where there is nothing."""

    empty_text = ""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.empty_text and not self.model().rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            place = self.viewport().rect().adjusted(16, 8, -16, -8)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.empty_text)
            painter.end()

    @property
    def being_edited(self) -> bool:
        """Whether a name is being typed, which a reset of the model would throw away."""
        return self.state() is QTreeView.State.EditingState


class MessageLibrary(QWidget):
    """`filled` has a MessageRecord, and whether it may not read from this computer."""

    filled = Signal(object, bool)

    def __init__(self, shelf: Shelf, store: MessageStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf, self._store = shelf, store
        self._look_again_at = 0.0
        self._left_out = 0
        self._slices = Slices(self)
        self.model = SavedTree(icon, self._tip_text, self)
        self.model.rename_asked.connect(self._rename)
        self.model.move_asked.connect(self._move)
        self.tree = _Tree()
        self._make_tree()
        self.note = Note()
        self._make_actions()
        tools = QHBoxLayout()
        tools.setContentsMargins(GAP, GAP, GAP, GAP)
        tools.setSpacing(2)
        for name in ("new_folder", "rename", "delete"):
            tools.addWidget(self._tool(name))
        tools.addStretch(1)
        for name in ("import_files", "export"):
            tools.addWidget(self._tool(name))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(self.tree, 1)
        said = QHBoxLayout()
        said.setContentsMargins(MARGIN, GAP - 2, MARGIN, GAP - 2)
        said.addWidget(self.note)
        column.addLayout(said)
        self._retranslate()
        self._show_what_works()

    def _make_tree(self) -> None:
        tree = self.tree
        tree.setModel(self.model)
        tree.setItemDelegate(RowDelegate(tree))
        tree.setHeaderHidden(True)
        tree.setUniformRowHeights(True)
        tree.setFrameShape(QTreeView.Shape.NoFrame)
        tree.setEditTriggers(QTreeView.EditTrigger.EditKeyPressed)
        tree.setDragDropMode(QTreeView.DragDropMode.DragDrop)
        tree.setDefaultDropAction(Qt.DropAction.MoveAction)
        tree.setExpandsOnDoubleClick(False)
        tree.setIndentation(16)
        tree.activated.connect(self._activate)
        tree.selectionModel().currentChanged.connect(self._show_what_works)
        self.model.modelReset.connect(self._show_what_works)

    # Reading

    def tick(self, now_s: float) -> None:
        """Look whether others have changed the folder."""
        if not self._slices.busy and not self.tree.being_edited and now_s >= self._look_again_at:
            self._look_again_at = now_s + LOOK_S
            self._slices.run(self._store.changed_steps(), self._looked)

    def _looked(self, changed: bool) -> None:
        if changed and not self.tree.being_edited:
            self.reload()

    def reload(self, select: tuple[str, bool] | None = None) -> None:
        """Read the folder anew and select the message or folder (path, whether it is a folder)."""
        self._slices.run(
            self._store.load_steps(), partial(self._loaded, select=select), self._say_error, expected=_WRONG
        )

    def _loaded(self, library: Library, select: tuple[str, bool] | None = None) -> None:
        closed = {index.data(SavedRole.PATH) for index in self.model.folders() if not self.tree.isExpanded(index)}
        select = select or self._current
        had_focus = self.tree.isAncestorOf(QApplication.focusWidget() or self)
        self.model.show(library)  # a name that was being typed loses its editor, and the focus with it
        if had_focus:
            self.tree.setFocus()
        for index in self.model.folders():
            self.tree.setExpanded(index, index.data(SavedRole.PATH) not in closed)
        if select is not None:
            path, is_folder = select
            self.tree.setCurrentIndex(self.model.index_of(path, is_folder=is_folder))
        if library.left_out != self._left_out:
            self._left_out = library.left_out
            self._say(
                self.tr("There are {count} more; they are not shown.").format(count=library.left_out)
                if library.left_out
                else "",
                Tone.WARNING,
            )
        self._show_what_works()

    @property
    def _current(self) -> tuple[str, bool] | None:
        index = self.tree.currentIndex()
        return (index.data(SavedRole.PATH), index.data(SavedRole.IS_FOLDER)) if index.isValid() else None

    @property
    def folder(self) -> str:
        """The folder that something new goes into: the current one, or that of the current message."""
        current = self._current
        if current is None:
            return ""
        return current[0] if current[1] else parent_of(current[0])

    # What the user does

    def _activate(self, index: Index) -> None:
        if index.data(SavedRole.IS_FOLDER):
            place = self.model.index_of(index.data(SavedRole.PATH), is_folder=True)
            self.tree.setExpanded(place, not self.tree.isExpanded(place))
            return
        saved = self.model.message(index.data(SavedRole.PATH))
        if saved is not None and saved.message is not None:
            self._say("")
            self.filled.emit(saved.message, self._shelf.barred(saved.message))
        elif saved is not None:
            self._say(self._broken_text(saved), Tone.BAD)

    def _fill(self) -> None:
        self._activate(self.tree.currentIndex())

    def _edit_name(self) -> None:
        self.tree.setFocus()
        self.tree.edit(self.tree.currentIndex())

    def _new_folder(self) -> None:
        folder, name, number = self.folder, self.tr("New folder"), 1
        existing = set(self.model.library.folders)
        wanted = name
        while (f"{folder}/{wanted}" if folder else wanted) in existing:
            number += 1
            wanted = f"{name} {number}"
        path = self._try(lambda: self._store.make_folder(folder, wanted))
        if path is not None:
            self.reload((path, True))
            if not self._slices.busy:
                self._edit_name()

    def _rename(self, path: str, is_folder: bool, name: str) -> None:
        rename = self._store.rename_folder if is_folder else self._store.rename
        there = self._try(lambda: rename(path, name))
        self.reload((there or path, is_folder))

    def _move(self, path: str, is_folder: bool, folder: str) -> None:
        move = self._store.move_folder if is_folder else self._store.move
        there = self._try(lambda: move(path, folder))
        self.reload((there or path, is_folder))

    def _ask_to_delete(self) -> None:
        current = self._current
        if current is None:
            return
        path, is_folder = current
        count = sum(one.path.startswith(f"{path}/") for one in self.model.library.messages)
        name = self.tree.currentIndex().data()
        question = (
            self.tr("Delete the folder “{name}” and its messages ({count})?").format(name=name, count=count)
            if is_folder
            else self.tr("Delete the message “{name}”?").format(name=name)
        )
        ask(
            self,
            self.tr("Delete"),
            question,
            self.tr("Delete"),
            lambda: self._delete(path, is_folder=is_folder),
            detail=self.tr("This cannot be undone."),
            destructive=True,
        )

    def _delete(self, path: str, *, is_folder: bool) -> None:
        delete = self._store.delete_folder if is_folder else self._store.delete
        self._try(lambda: delete(path))
        self.reload((parent_of(path), True))

    def _import(self, *, files: bool) -> None:
        dialog = QFileDialog(self, self.tr("Import messages"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles if files else QFileDialog.FileMode.Directory)
        if files:
            dialog.setNameFilter(self.tr("Messages (*.yaml *.yml)"))
        dialog.filesSelected.connect(lambda paths: self.bring_in([Path(path) for path in paths]))
        dialog.open()

    def bring_in(self, sources: list[Path]) -> None:
        """Copy files, or folders of them, into the current folder."""

        def steps() -> Generator[int, None, Copied]:
            count, left_out = 0, 0
            refused: list[tuple[str, Exception]] = []
            for source in sources:
                copied = yield from import_steps(self._store, source, self.folder)
                count += copied.count
                left_out += copied.left_out
                refused += copied.refused
            return Copied(count=count, refused=tuple(refused), left_out=left_out)

        self._slices.run(steps(), partial(self._copied, brought=True), self._say_error, expected=_WRONG)

    def _export(self) -> None:
        dialog = QFileDialog(self, self.tr("Export messages into an empty folder"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda path: self.take_out(Path(path)))
        dialog.open()

    def take_out(self, target: Path) -> None:
        """Copy the current folder's messages into an empty one."""
        steps = export_steps(self._store, self.folder, target)
        self._slices.run(steps, partial(self._copied, brought=False), self._say_error, expected=_WRONG)

    def _copied(self, copied: Copied, *, brought: bool) -> None:
        text = self.tr("Messages imported: {count}.") if brought else self.tr("Messages exported: {count}.")
        said = [text.format(count=copied.count)]
        if copied.refused:
            named = ", ".join(name for name, _ in copied.refused[:MOST_NAMED])
            more = "…" if len(copied.refused) > MOST_NAMED else ""
            said.append(
                self.tr("Not taken over ({count}): {names}").format(count=len(copied.refused), names=named + more)
            )
        if copied.left_out:
            said.append(self.tr("Too many at once; left out: {count}.").format(count=copied.left_out))
        reasons = [f"{name}: {self._reason(problem)}" for name, problem in copied.refused]
        if len(reasons) == 1:
            said.append(self._reason(copied.refused[0][1]))
        self._say(" ".join(said), Tone.WARNING if copied.refused or copied.left_out else Tone.GOOD, "\n".join(reasons))
        if brought:
            self.reload()

    def _try(self, work: Callable[[], Any]) -> Any:
        try:
            self._say("")
            return work()
        except _WRONG as error:
            self._say_error(error)
            return None

    def _say(self, text: str, tone: Tone = Tone.PLAIN, more: str = "") -> None:
        self.note.say(text, tone)
        self.note.setToolTip(plain_tip(more))
        self.note.setAccessibleDescription(more)

    def _say_error(self, error: Exception) -> None:
        if isinstance(error, ValueError | ChangedOnDiskError):
            self._say(self._reason(error), Tone.BAD)
        else:
            self._say(f"{error_text(error).title} {self._reason(error)}".strip(), Tone.BAD)

    def _reason(self, error: Exception) -> str:
        if isinstance(error, ValueError):
            return self.tr("This is no name for a file or folder.")
        if isinstance(error, ChangedOnDiskError):
            return self.tr("Somebody else has changed this file; it was left as it is.")
        return error_text(error).detail

    def _tip_text(self, saved: SavedMessage) -> str:
        return plain_tip(self._broken_text(saved) if saved.message is None else saved.message.topic)

    def _broken_text(self, saved: SavedMessage) -> str:
        text = error_text(saved.problem) if saved.problem is not None else None
        return f"{saved.path}: {text.title} {text.detail}".strip() if text else saved.path

    # Actions

    def _make_actions(self) -> None:
        self.actions_by_name: dict[str, QAction] = {}
        for name, icon_name, slot, keys in (
            ("fill", "", self._fill, ""),
            ("new_folder", "folder-add", self._new_folder, ""),
            ("rename", "edit", self._edit_name, "F2"),
            ("delete", "delete", self._ask_to_delete, "Del"),
            ("import_files", "import", lambda: self._import(files=True), ""),
            ("import_folder", "", lambda: self._import(files=False), ""),
            ("export", "export", self._export, ""),
        ):
            action = QAction(self)
            action.triggered.connect(lambda _checked=False, slot=slot: slot())
            if icon_name:
                set_icon(action, icon_name)
            if keys:
                action.setShortcut(keys)
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.tree.addAction(action)
            self.actions_by_name[name] = action

    def _tool(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(self.actions_by_name[name])
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _show_what_works(self) -> None:
        current = self._current
        for name in ("rename", "delete"):
            self.actions_by_name[name].setEnabled(current is not None)
        self.actions_by_name["fill"].setEnabled(current is not None and not current[1])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        actions = self.actions_by_name
        menu.addAction(actions["fill"])
        menu.addSeparator()
        menu.addActions([actions["new_folder"], actions["rename"], actions["delete"]])
        menu.addSeparator()
        menu.addActions([actions["import_files"], actions["import_folder"], actions["export"]])
        menu.popup(event.globalPos())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.tree.setAccessibleName(self.tr("Saved messages"))
        self.tree.empty_text = self.tr("Messages that you save stand here, in folders if you like.")
        for name, text in (
            ("fill", self.tr("Fill in")),
            ("new_folder", self.tr("New folder")),
            ("rename", self.tr("Rename")),
            ("delete", self.tr("Delete…")),
            ("import_files", self.tr("Import messages…")),
            ("import_folder", self.tr("Import a folder…")),
            ("export", self.tr("Export this folder…")),
        ):
            self.actions_by_name[name].setText(text)
