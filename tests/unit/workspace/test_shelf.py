from __future__ import annotations

from pathlib import Path

import pytest

from tracemq.profiles.message_record import MessageRecord, PayloadKind
from tracemq.profiles.publishing_settings import OwnVariable, Remember
from tracemq.profiles.sent_history import SentMessage
from tracemq.workspace.shelf import Shelf, reads

HOME = MessageRecord(topic="t", payload="{{env.HOME}}")


def test_everything_is_kept_in_the_programs_folders(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "config", tmp_path / "data")
    heard: list[Remember] = []
    shelf.listen(lambda: heard.append(shelf.settings.remember))
    shelf.change(variables=(OwnVariable(name="site", value="7"),), remember=Remember.TOPICS)
    shelf.sent.add(SentMessage(topic="a", message=MessageRecord(topic="a", payload="x"), size=1))
    assert shelf.messages is not None
    shelf.messages.add("", HOME)
    shelf.allow(HOME)
    again = Shelf(tmp_path / "config", tmp_path / "data")
    assert again.known(barred=True).own == {"site": "7"}
    (entry,) = again.sent.entries
    assert entry.left_out
    assert again.messages is not None
    assert again.messages.load().messages[0].message == HOME
    assert not again.barred(HOME)
    assert heard == [Remember.TOPICS]


def test_without_folders_nothing_is_written() -> None:
    shelf = Shelf()
    shelf.change(variables=(OwnVariable(name="a", value="b"),))
    shelf.allow(HOME)
    assert shelf.known(barred=False).own == {"a": "b"}
    assert not shelf.barred(HOME)
    assert shelf.messages is None


def test_a_message_from_elsewhere_may_not_read_the_environment_before_it_is_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SECRET", "x")
    shelf = Shelf()
    assert shelf.barred(HOME)
    assert shelf.known(barred=True).environment is None
    shelf.allow(HOME)
    environment = shelf.known(barred=shelf.barred(HOME)).environment
    assert environment is not None
    assert environment["SECRET"] == "x"


def test_what_a_message_reads_is_named() -> None:
    assert reads(HOME) == ["HOME"]
    assert reads(MessageRecord(payload_as=PayloadKind.FILE, payload="~/.ssh/id")) == ["~/.ssh/id"]
    assert reads(MessageRecord(payload="{{env.HOME}}", variables=False)) == []
    assert not Shelf().barred(MessageRecord(topic="t", payload="{{uuid}}"))


def test_switching_variables_off_is_no_way_around_the_question() -> None:
    assert Shelf().barred(MessageRecord(payload="{{env.HOME}}", variables=False))
