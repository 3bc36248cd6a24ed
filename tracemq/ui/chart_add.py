"""Turns a topic and a path, both offered from what was received, into the wish for a line in the chart."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from tracemq.history.json_path import whole_path
from tracemq.history.tree import TopicTree
from tracemq.payloads.tree import Steps
from tracemq.viewmodels.chart import MOST_SERIES, Chart
from tracemq.viewmodels.filter_counts import topics_matching
from tracemq.viewmodels.slices import Slices
from tracemq.viewmodels.topic_completion import complete_topic

from .line_edit import LineEdit
from .theme import GAP, MARGIN

LEAST_PATH: Final = 90  # px


class ChartAdd(QWidget):
    """`wanted` has topics and a path; `refused` says that what was typed leads to nothing."""

    wanted = Signal(object, object)  # list[str], JsonPath
    refused = Signal(str)

    def __init__(self, chart: Chart, tree: TopicTree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart = chart
        self._tree = tree
        self._looking = Slices(self)
        self.topic = LineEdit()
        self._offered = QStringListModel(self)
        completer = QCompleter(self._offered, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.activated.connect(self._take_topic)
        self.topic.setCompleter(completer)
        self.path = QComboBox()
        typed = LineEdit()
        self.path.setLineEdit(typed)
        self.path.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.path.setMinimumWidth(LEAST_PATH)
        self.path.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.path.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.button = QPushButton()
        self.button.setAutoDefault(False)
        self._in = QLabel()
        line = QHBoxLayout(self)
        line.setContentsMargins(MARGIN, 0, GAP, GAP)
        line.setSpacing(GAP)
        line.addWidget(self.topic, 3)
        line.addWidget(self.path, 2)
        line.addWidget(self.button)
        self.topic.textEdited.connect(self._typed)
        self.topic.editingFinished.connect(self.offer_paths)
        self.topic.returnPressed.connect(self._go_to_path)
        typed.returnPressed.connect(self.add)  # the line takes the key for itself while all is selected
        self.button.clicked.connect(self.add)
        self.retranslate()

    def retranslate(self) -> None:
        self.topic.setPlaceholderText(self.tr("Topic"))
        self.topic.setAccessibleName(self.tr("Topic or topic filter of the line"))
        self.path.setAccessibleName(
            self.tr("Where the number is: $ is the whole payload, $.name a member or metric in it")
        )
        self.path.setToolTip(self.path.accessibleName())
        self.button.setText(self.tr("Add"))
        self.button.setAccessibleName(self.tr("Add the line"))

    def begin(self, topic: str) -> None:
        """Fill in a topic, and let its number be chosen."""
        self.topic.setText(topic)
        self.offer_paths()
        if topic:
            self.path.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.topic.setFocus(Qt.FocusReason.OtherFocusReason)

    def holds_focus(self) -> bool:
        """Whether the user is typing here."""
        return any(part.hasFocus() for part in (self.topic, self.path, self.button))

    def _typed(self, text: str) -> None:
        self._offered.setStringList(complete_topic(self._tree, text))

    def _take_topic(self, topic: str) -> None:
        if topic.endswith("/"):  # the tree goes on
            self._typed(topic)
        else:
            self.offer_paths()

    def _go_to_path(self) -> None:
        self.path.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def topics(self) -> list[str]:
        """The topics that what is typed stands for, at most as many as a chart has lines."""
        wanted = self.topic.text()
        if "+" not in wanted and "#" not in wanted:
            return [wanted] if wanted else []
        return topics_matching(self._tree, wanted, MOST_SERIES)

    def offer_paths(self) -> None:
        """Offer the numbers that the topic's newest payload has."""
        topics = self.topics
        if topics:
            self._looking.run(self.paths_steps(topics[0]), self.fill_paths)
        else:
            self._looking.cancel()
            self.fill_paths([])

    def fill_paths(self, paths: list[str]) -> None:
        """Let one of these be chosen, or any other be typed."""
        if paths != [self.path.itemText(index) for index in range(self.path.count())]:
            self.path.clear()
            self.path.addItems(paths)

    def paths_steps(self, topic: str) -> Steps[list[str]]:
        """Look where the newest payload of a topic has numbers."""
        node = self._tree.find(topic)
        return self._chart.paths_steps(-1 if node is None else self._tree.last_seq(node))

    def add(self) -> None:
        """Ask for the line that is typed."""
        text = self.path.currentText().strip() or "$"
        path = whole_path(text if text.startswith("$") else f"$.{text}")
        if path is None:
            self.refused.emit(self.tr("This is no JSON path: {path}").format(path=text))
            return
        topics = self.topics
        if topics:
            self.wanted.emit(topics, path)
        else:
            self.refused.emit(self.tr("No topic is like this one."))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
