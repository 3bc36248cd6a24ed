"""The table of what a user opens, clicks and searches: each by its name as steps on a stage."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from tracemq.history.export_formats import Format as FileFormat
from tracemq.payloads.detect import Format
from tracemq.profiles.message_record import MessageRecord, PayloadKind
from tracemq.profiles.profile import AuthMethod, Profile
from tracemq.ui.tab_docks import LATER_DOCKS
from tracemq.ui.theme import Scheme
from tracemq.viewmodels.message_table import Column
from tracemq.viewmodels.topic_nodes import TreeOrder
from tracemq.workspace.profile_secrets import ProfileSecrets

from .opening_stage import KINDS, PREPARED, Stage, Steps

Action = Callable[[Stage], Steps]
LARGE: Final = ("text 1 MB", "JSON 20 MB", "hex 5 MB")  # of more than a page

# -- dialogs


def _dialog(action: str, kind: str) -> Action:
    """What an action of the window opens."""

    def do(stage: Stage) -> Steps:
        stage.act(action)
        yield partial(stage.dialog, kind)

    return do


def _connection_page(page: str) -> Action:
    def do(stage: Stage) -> Steps:
        stage.act("new")
        yield partial(stage.dialog, "ConnectionDialog")
        yield PREPARED
        stage.dialog("ConnectionDialog").show_page(page)

    return do


def _connection_typed(stage: Stage) -> Steps:
    stage.act("new")
    yield partial(stage.dialog, "ConnectionDialog")
    yield PREPARED
    dialog = stage.dialog("ConnectionDialog")
    dialog.form.put("host", "broker.example")
    dialog.fields.refresh()
    yield None
    dialog.form.put("scheme", dialog.form.profile.scheme.__class__.WSS)
    dialog.fields.refresh()
    yield None
    assert dialog.form.can_save


def _preferences_page(page: int) -> Action:
    def do(stage: Stage) -> Steps:
        stage.act("preferences")
        yield partial(stage.dialog, "PreferencesDialog")
        yield PREPARED
        stage.dialog("PreferencesDialog").tabs.setCurrentIndex(page)

    return do


def _guide_page(stage: Stage) -> Steps:
    stage.act("guides")
    yield PREPARED
    guides = stage.conductor._guides
    assert guides is not None
    for row in range(guides.titles.count()):
        guides.titles.setCurrentRow(row)
        yield None
    guides.words.setText("a")
    yield None
    guides.words.clear()


def _subscription(stage: Stage) -> Steps:
    stage.subscriptions._ask_for_new("house/#")
    yield partial(stage.dialog, "SubscriptionDialog")


def _bindings(stage: Stage) -> Steps:
    stage.inspector.edit_bindings()
    yield partial(stage.dialog, "BindingsDialog")


def _variables(stage: Stage) -> Steps:
    stage.form.variables_asked.emit()
    yield partial(stage.dialog, "VariablesDialog")


def _save_message(stage: Stage) -> Steps:
    form = stage.form
    form.save_requested.emit(form.draft.record())
    yield partial(stage.dialog, "SaveMessageDialog")


def _secrets(stage: Stage) -> Steps:
    secret = Profile(name="Secret", host="127.0.0.1", authentication=AuthMethod.PASSWORD, username="me")
    stage.conductor._start(stage.conductor.open_saved(secret))
    yield partial(stage.dialog, "SecretsDialog")


def _error(stage: Stage) -> Steps:
    stage.window.show_error(RuntimeError("something that nobody foresaw"))
    yield None
    assert stage.window.errors.isVisible()
    stage.window.errors.hide()


def _query_help(stage: Stage) -> Steps:
    stage.tab.panel.filter_line.show_help()
    yield None


# -- docks


def _dock(name: str) -> Action:
    def do(stage: Stage) -> Steps:
        stage.tab.docks[name].hide()
        yield PREPARED
        stage.tab.show_dock(name)
        yield None
        yield lambda: stage.tab.docks[name].widget() is not None and stage.tab.docks[name].isVisible()
        yield PREPARED
        stage.tab.docks[name].hide()

    return do


def _chart_line(stage: Stage) -> Steps:
    yield from stage.fill(2000)
    yield PREPARED
    stage.tab.tools.add_to_chart("plant/7")
    chart: Any = stage.tab.docks["chart"]
    yield lambda: getattr(chart.panel, "plot", None) is not None
    yield PREPARED
    stage.tab.docks["chart"].hide()


def _history_of(stage: Stage) -> Steps:
    yield from stage.fill(2000)
    stage.tab.show_dock("history")
    yield PREPARED
    stage.tab.go_to_topic("plant/7")
    yield None
    stage.tab.docks["history"].hide()


def _differences_of(kind: str) -> Action:
    def do(stage: Stage) -> Steps:
        stage.tab.show_dock("differences")
        before = stage.payload(kind)
        half = len(before) // 2
        after = before[:half] + before[half:].replace(b"7", b"8").replace(b"log", b"lag")
        yield from stage.arrive(kind, before)
        seq = yield from stage.arrive(kind, after)
        yield PREPARED
        stage.go_to(seq)
        panel: Any = stage.tab.docks["differences"].complete()
        panel.show_row(stage.tab.connection.log, seq)
        yield lambda: not panel._slices.busy
        assert panel.model.rows or before == after, "nothing differs"
        yield PREPARED
        stage.tab.docks["differences"].hide()

    return do


# -- payloads


def _row(kind: str) -> Action:
    def do(stage: Stage) -> Steps:
        seq = yield from stage.arrive(kind)
        yield PREPARED
        stage.go_to(seq)
        yield stage.payload_shown

    return do


def _views(kind: str) -> Action:
    def do(stage: Stage) -> Steps:
        yield from stage.choose(kind)
        yield PREPARED
        views = stage.inspector.views
        for wanted in (Format.TEXT, Format.BINARY, Format.AS_BASE64, Format.JSON, None):
            views.use(wanted)
            yield stage.payload_shown
        for as_tree in (False, True):
            views.use_tree(as_tree)
            yield stage.payload_shown
        for with_bytes in (True, False):
            views.use_bytes(with_bytes)
            yield stage.payload_shown

    return do


def _pages(kind: str) -> Action:
    def do(stage: Stage) -> Steps:
        yield from stage.choose(kind)
        yield PREPARED
        for page in (1, 2, 0):
            stage.inspector.tabs.setCurrentIndex(page)
            yield stage.payload_shown

    return do


def _search(kind: str) -> Action:
    def do(stage: Stage) -> Steps:
        yield from stage.choose(kind)
        yield PREPARED
        finder = stage.inspector.views.finder
        finder.begin()
        for text in ("steady", "that is nowhere"):
            finder.line.setText(text)
            finder.look()
            yield stage.payload_shown
        finder.line.clear()
        finder.end()

    return do


def _tree(kind: str) -> Action:
    """A payload as a tree: its last item, all unfolded, and its path."""

    def do(stage: Stage) -> Steps:
        yield from stage.choose(kind)
        views = stage.inspector.views
        views.use(Format.JSON)
        yield stage.payload_shown
        yield PREPARED
        views.use_tree(True)
        yield stage.payload_shown
        views.tree.select_node(len(views.reading.tree) - 1)
        yield None
        views.copy_path()
        yield None
        views.tree.unfold(views.tree.items.index(0, 0))
        yield None
        views.use_tree(False)
        yield stage.payload_shown
        views.use(None)
        yield stage.payload_shown

    return do


# -- messages and topics


def _filter(text: str) -> Action:
    def do(stage: Stage) -> Steps:
        yield from stage.fill(stage.rows)
        yield PREPARED
        stage.tab.panel.filter_line.set_query(text)
        yield lambda: not stage.tab.panel.rows.working
        stage.tab.panel.filter_line.set_query("")
        yield lambda: not stage.tab.panel.rows.working

    return do


def _find(stage: Stage) -> Steps:
    yield from stage.fill(stage.rows)
    yield PREPARED
    bar = stage.tab.panel.find_bar
    bar.begin()
    for text in ("temp", "that is nowhere"):
        bar.line.set_query(text)
        yield None
        bar.find_next()
        yield None
        bar.find_previous()
        yield None
    bar.line.set_query("")
    bar.end()


def _sort(column: Column) -> Action:
    def do(stage: Stage) -> Steps:
        yield from stage.fill(stage.rows)
        yield PREPARED
        for descending in (False, True):
            stage.tab.panel.sort(column, descending)
            yield lambda: not stage.tab.panel.rows.working
        stage.tab.panel.sort(None)
        yield lambda: not stage.tab.panel.rows.working

    return do


def _go_to_rows(stage: Stage) -> Steps:
    log = stage.tab.connection.log
    yield PREPARED
    for share in (0, 1, 2, 3, 4):
        assert stage.tab.table.go_to_seq(log.first + (log.last - 1 - log.first) * share // 4)
        yield None
    stage.tab.table.selectAll()
    yield None
    stage.tab.table.clearSelection()
    stage.tab.table.follow(True)


def _expand(stage: Stage) -> Steps:
    stage.tab.topics.tree.collapse_all.trigger()
    yield PREPARED
    stage.tab.topics.tree.expand_all.trigger()
    yield None
    stage.tab.topics.tree.collapse_all.trigger()


def _search_topics(stage: Stage) -> Steps:
    stage.tab.find_topic()
    for text in ("hose/000/5", "nowhere", ""):
        stage.tab.topics.line.setText(text)
        yield None


def _order_topics(stage: Stage) -> Steps:
    stage.tab.topics.tree.expand_all.trigger()
    yield PREPARED
    for order in (*TreeOrder, TreeOrder.NAME):
        stage.tab.topics.model.sort_by(order, descending=False)
        yield None
    stage.tab.topics.tree.collapse_all.trigger()


def _narrow(stage: Stage) -> Steps:
    stage.tab.go_to_topic("hose/000/007")
    yield PREPARED
    stage.tab.topics.narrow.setChecked(True)
    yield lambda: not stage.tab.panel.rows.working
    stage.tab.topics.narrow.setChecked(False)


def _switch(name: str) -> Action:
    def do(stage: Stage) -> Steps:
        stage.act(name)
        yield None
        stage.act(name)

    return do


# -- publishing


def _publish(payload: bytes) -> Action:
    def do(stage: Stage) -> Steps:
        form: Any = stage.tab.publish
        form.show_record(MessageRecord(topic="house/light", payload=payload.decode()))
        yield PREPARED
        form.publish()
        yield None

    return do


def _type_payload(stage: Stage) -> Steps:
    text = stage.payload("JSON 10 KB").decode()
    stage.tab.publish_to("house/light")
    yield PREPARED
    form: Any = stage.tab.publish
    form.payload.text.setPlainText(text)
    yield None


def _type_long_payload(kind: PayloadKind, payload: bytes) -> Action:
    """A letter into a long text, until it is judged."""

    def do(stage: Stage) -> Steps:
        form: Any = stage.tab.publish
        form.show_record(MessageRecord(topic="house/light", payload_as=kind, payload=payload.decode()))
        yield lambda: not form.busy
        yield None
        yield PREPARED
        form.payload.text.insertPlainText("00")
        yield None
        yield lambda: not form.busy
        form.clear()
        yield None

    return do


def _line(size: int) -> str:
    """JSON in one line, of about so many characters."""
    return json.dumps([{"name": "pump-7", "temp": 21.5, "id": n} for n in range(size // 46)])


def _long_line(size: int) -> Action:
    """A single line is shown, typed into, formatted, and all of it undone."""

    def do(stage: Stage) -> Steps:
        form: Any = stage.tab.publish
        line, text = _line(size), form.payload.text
        yield PREPARED
        form.show_record(MessageRecord(topic="house/light", payload_as=PayloadKind.JSON, payload=line))
        yield lambda: not form.busy
        for act in (lambda: text.insert("00"), form.payload.format_payload, text.undo, text.undo):
            act()
            yield None
            yield lambda: not form.busy
        assert text.whole == line
        form.publish()
        yield None
        form.clear()
        yield None

    return do


def _paste_long_line(size: int) -> Action:
    def do(stage: Stage) -> Steps:
        stage.tab.publish_to("house/light")
        form: Any = stage.tab.publish
        QApplication.clipboard().setText(_line(size))
        yield PREPARED
        form.payload.text.paste()
        yield lambda: not form.busy
        form.clear()
        yield None

    return do


def _form_page(page: int) -> Action:
    def do(stage: Stage) -> Steps:
        stage.tab.publish_to("house/light")
        tabs = stage.form.tabs
        tabs.setCurrentIndex(0)
        yield PREPARED
        tabs.setCurrentIndex(page)
        yield None

    return do


def _repeat(stage: Stage) -> Steps:
    stage.tab.publish_to("house/light")
    stage.form.repeat()
    yield partial(stage.dialog, "RepeatDialog")
    dialog = stage.dialog("RepeatDialog")
    dialog.every.setText("0.01")
    dialog.times.setText("50")
    dialog._typed()
    dialog.start_button.click()
    yield None
    yield lambda: all(each.ended for each in stage.tab.connection.publishing.repeats.all)


# -- files


def _export(file_format: FileFormat) -> Action:
    def do(stage: Stage) -> Steps:
        yield from stage.fill(stage.rows)
        stage.act("export_messages")
        yield partial(stage.dialog, "ExportMessagesDialog")
        dialog = stage.dialog("ExportMessagesDialog")
        dialog.form.format = file_format
        yield PREPARED
        path = stage.folder / f"exported.{file_format.value}"
        dialog.write(str(path))
        yield lambda: not dialog.job.running
        assert path.stat().st_size > stage.rows
        assert dialog.job.task.exported.rows >= stage.rows

    return do


def _open_file(stage: Stage) -> Steps:
    path = stage.folder / "opened.jsonl"
    if not path.exists():
        line = '{"time": "2026-11-21T10:00:00.000000Z", "topic": "plant/%d", "payload": "{\\"temp\\": %d}", "qos": 0}\n'
        path.write_text("".join(line % (n % 100, n) for n in range(stage.rows)))
    yield PREPARED
    tab = stage.conductor._files.open_file(str(path))
    assert tab is not None
    yield lambda: tab.connection.log.end == stage.rows
    yield None
    stage.window.close_asked.emit(tab.connection)
    yield lambda: stage.window.tab is stage.tab


# -- tabs and windows


def _open_tab(stage: Stage) -> Steps:
    there = stage.window.tab
    stage.conductor.open(Profile(name="Nobody", host="127.0.0.1", port=9), ProfileSecrets())
    yield lambda: stage.window.tab is not there
    yield None
    opened = stage.window.tab
    assert opened is not None
    stage.window.close_asked.emit(opened.connection)
    yield lambda: stage.window.tab is stage.tab


def _switch_tab(stage: Stage) -> Steps:
    opened = stage.conductor.open(Profile(name="Nobody", host="127.0.0.1", port=9), ProfileSecrets())
    yield PREPARED
    for _ in range(2):
        stage.window.show_connection(stage.tab.connection)
        yield None
        stage.window.show_connection(opened)
        yield None
    yield PREPARED
    stage.window.close_asked.emit(opened)
    yield lambda: stage.window.tab is stage.tab


def _theme(stage: Stage) -> Steps:
    for scheme in (Scheme.DARK, Scheme.LIGHT):
        stage.window._theme.use(scheme)
        yield None


def _menu_of_rows(stage: Stage) -> Steps:
    yield from stage.choose("text 1 KB")
    yield PREPARED
    stage.tab.table.menu().popup(QPoint(100, 100))
    yield partial(stage.dialog, "QMenu")


def _menu_of_topics(stage: Stage) -> Steps:
    stage.tab.go_to_topic("hose/000/007")
    yield PREPARED
    stage.tab.topics.tree.menu().popup(QPoint(100, 100))
    yield partial(stage.dialog, "QMenu")


def _menu_of_tab(stage: Stage) -> Steps:
    stage.window._show_tab_menu(stage.window.tabs.tabBar().tabRect(0).center())
    yield partial(stage.dialog, "QMenu")


def _menus(stage: Stage) -> Steps:
    for menu in stage.window._menus.by_name.values():
        menu.popup(QPoint(50, 50))
        yield None
        menu.close()


def _move_out(stage: Stage) -> Steps:
    stage.act("move_tab")
    yield lambda: stage.window.windows.holds(stage.tab)
    stage.window.windows.move_back(stage.tab)
    yield lambda: not stage.window.windows.holds(stage.tab)


def _clear(stage: Stage) -> Steps:
    yield from stage.fill(stage.rows)
    yield PREPARED
    stage.act("clear")


PAGES: Final = ("authentication", "tls", "websocket", "subscriptions", "will", "mqtt5", "proxy", "notes")
ACTIONS: Final[dict[str, Action]] = {
    "new connection": _dialog("new", "ConnectionDialog"),
    **{f"new connection: {page}": _connection_page(page) for page in PAGES},
    "new connection: typed": _connection_typed,
    "edit connection": _dialog("edit", "ConnectionDialog"),
    "preferences": _dialog("preferences", "PreferencesDialog"),
    **{f"preferences: page {page + 1}": _preferences_page(page) for page in (1, 2, 3)},
    "import connections": _dialog("import", "ImportDialog"),
    "export connections": _dialog("export", "ExportDialog"),
    "export messages": _dialog("export_messages", "ExportMessagesDialog"),
    "open messages": _dialog("open_messages", "QFileDialog"),
    "about": _dialog("about", "AboutDialog"),
    "guides": _dialog("guides", "HelpWindow"),
    "guides: every page, and searched": _guide_page,
    "details": _dialog("details", "FactsDialog"),
    "doctor": _dialog("diagnose", "DoctorDialog"),
    "subscription options": _subscription,
    "bindings": _bindings,
    "variables": _variables,
    "save a message": _save_message,
    "secrets asked for": _secrets,
    "an unforeseen error": _error,
    "help on filters": _query_help,
    **{f"dock: {spec.name}": _dock(spec.name) for spec in LATER_DOCKS},
    "a line in the chart": _chart_line,
    "history of a topic": _history_of,
    **{f"differences of {kind}": _differences_of(kind) for kind in ("JSON 10 KB", "JSON 1 MB", *LARGE)},
    **{f"a row of {kind}": _row(kind) for kind in KINDS},
    **{f"pages of the inspector: {kind}": _pages(kind) for kind in ("JSON 1 MB", "hex 5 MB")},
    **{f"views of {kind}": _views(kind) for kind in KINDS},
    **{f"tree of {kind}": _tree(kind) for kind in ("JSON 1 MB", "JSON 20 MB")},
    **{f"search in {kind}": _search(kind) for kind in ("text 1 MB", "JSON 20 MB", "hex 5 MB", "XML 1 MB")},
    **{f"filter {text}": _filter(text) for text in ("plant/7", "payload:temp", "$.temp > 20", "payload~n.*9}")},
    "find": _find,
    **{f"sort by {column.name.lower()}": _sort(column) for column in Column},
    "go to rows": _go_to_rows,
    "expand topics": _expand,
    "search topics": _search_topics,
    "order topics": _order_topics,
    "only a branch": _narrow,
    "pause": _switch("pause"),
    "follow": _switch("follow"),
    "publish": _publish(b"on"),
    "publish 1 MB": _publish(b"steady " * 150_000),
    "type a payload of 10 KB": _type_payload,
    "type into 5 MB of text": _type_long_payload(PayloadKind.TEXT, b"a line of the log that goes on\n" * 160_000),
    "type into 5 MB of hex": _type_long_payload(PayloadKind.HEX, b"00 11 22 33 44 55 66 77\n" * 200_000),
    **{f"one line of {mb} MB": _long_line(mb * 1_000_000) for mb in (1, 5)},
    **{f"paste one line of {mb} MB": _paste_long_line(mb * 1_000_000) for mb in (1, 5)},
    "form: properties": _form_page(1),
    "form: preview": _form_page(2),
    "repeat": _repeat,
    **{f"write rows as {each.value}": _export(each) for each in FileFormat},
    "open a file of messages": _open_file,
    "open and close a tab": _open_tab,
    "switch tabs": _switch_tab,
    "other theme": _theme,
    "menu of rows": _menu_of_rows,
    "menu of topics": _menu_of_topics,
    "menu of a tab": _menu_of_tab,
    "menus of the window": _menus,
    "a tab as a window": _move_out,
    "reset layout": _switch("reset_layout"),
    "clear": _clear,
}
