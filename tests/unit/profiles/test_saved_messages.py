from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import pytest

from tracemq.mqtt.types import QoS
from tracemq.profiles import saved_messages
from tracemq.profiles.files import ChangedOnDiskError
from tracemq.profiles.message_exchange import Copied, export_steps, import_steps
from tracemq.profiles.message_record import MessageRecord
from tracemq.profiles.saved_messages import MessageStore, folder_name, slug
from tracemq.profiles.yaml_nodes import BadFileError, FileProblem

T = TypeVar("T")
ON = MessageRecord(name="Light on", topic="house/light/set", payload="on")
OFF = MessageRecord(name="Light off", topic="house/light/set", payload="off")


def finish(steps: Generator[object, None, T]) -> T:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


@pytest.fixture
def store(tmp_path: Path) -> MessageStore:
    return MessageStore(tmp_path / "messages")


def listed(store: MessageStore) -> list[tuple[str, str]]:
    return [(one.path, one.name) for one in store.load().messages]


def test_without_a_folder_there_are_no_messages(store: MessageStore) -> None:
    assert store.load().messages == ()
    assert not store.changed_outside()


def test_a_message_is_a_readable_file_for_its_owner_alone(store: MessageStore) -> None:
    path = store.add("", ON)
    assert path == "light-on.yaml"
    file = store.folder / path
    assert "topic: house/light/set" in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    (found,) = MessageStore(store.folder).load().messages
    assert found.message == ON


def test_two_of_one_name_have_files_of_their_own(store: MessageStore) -> None:
    assert [store.add("", ON), store.add("", ON)] == ["light-on.yaml", "light-on-2.yaml"]


def test_messages_are_listed_by_folder_and_name(store: MessageStore) -> None:
    lights = store.make_folder("", "Lights")
    hall = store.make_folder(lights, "Hall / 1st floor")
    store.add(hall, ON)
    store.add(lights, ON)
    store.add(lights, OFF)
    assert store.load().folders == ("Lights", "Lights/Hall 1st floor")
    assert listed(store) == [
        ("Lights/light-off.yaml", "Light off"),
        ("Lights/light-on.yaml", "Light on"),
        ("Lights/Hall 1st floor/light-on.yaml", "Light on"),
    ]


def test_saving_again_keeps_what_it_does_not_know(store: MessageStore) -> None:
    path = store.add("", ON)
    file = store.folder / path
    file.write_text(file.read_text() + "colour: 0x10\n")
    store.load()
    store.save(path, MessageRecord(name="Light on", topic="t", qos=QoS.EXACTLY_ONCE))
    assert "colour: 0x10" in file.read_text()
    assert "qos: 2" in file.read_text()


def test_what_somebody_else_has_changed_is_not_written_over(store: MessageStore) -> None:
    path = store.add("", ON)
    (store.folder / path).write_text("topic: theirs\n")
    with pytest.raises(ChangedOnDiskError):
        store.save(path, OFF)
    assert (store.folder / path).read_text() == "topic: theirs\n"
    store.save(path, OFF, overwrite=True)
    assert store.load().messages[0].message == OFF


def test_what_somebody_else_has_removed_comes_back_only_on_demand(store: MessageStore) -> None:
    path = store.add("", ON)
    (store.folder / path).unlink()
    with pytest.raises(ChangedOnDiskError):
        store.save(path, ON)
    store.save(path, ON, overwrite=True)
    assert listed(store) == [(path, "Light on")]


def test_a_message_that_does_not_fit_into_a_file_leaves_the_old_one(store: MessageStore) -> None:
    path = store.add("", ON)
    with pytest.raises(BadFileError) as refused:
        store.save(path, MessageRecord(name="Light on", payload="x" * (1 << 20)))
    assert refused.value.problem is FileProblem.TOO_LARGE
    assert store.load().messages[0].message == ON


def test_renaming_renames_the_file(store: MessageStore) -> None:
    path = store.rename(store.add("", ON), "Lamp: on!")
    assert path == "lamp-on.yaml"
    assert listed(store) == [("lamp-on.yaml", "Lamp: on!")]
    assert store.rename(path, "LAMP ON") == path


def test_moving_puts_it_elsewhere_beside_one_of_the_same_name(store: MessageStore) -> None:
    folder = store.make_folder("", "Lights")
    store.add(folder, ON)
    path = store.move(store.add("", OFF), folder)
    assert path == "Lights/light-off.yaml"
    assert store.move(path, folder) == path
    assert store.move(store.add("", ON), folder) == "Lights/light-on-2.yaml"


def test_a_folder_moves_with_its_messages_but_not_into_itself(store: MessageStore) -> None:
    lights, rooms = store.make_folder("", "Lights"), store.make_folder("", "Rooms")
    store.add(lights, ON)
    moved = store.move_folder(lights, rooms)
    assert listed(store) == [("Rooms/Lights/light-on.yaml", "Light on")]
    with pytest.raises(OSError):
        store.move_folder(rooms, moved)
    assert store.rename_folder(rooms, "House") == "House"
    assert listed(store) == [("House/Lights/light-on.yaml", "Light on")]


def test_a_folder_is_not_made_or_moved_over_another_one(store: MessageStore) -> None:
    store.make_folder("", "A")
    store.make_folder("", "B")
    with pytest.raises(OSError):
        store.make_folder("", "A")
    with pytest.raises(OSError):
        store.rename_folder("A", "B")


def test_deleting_a_folder_takes_messages_alone(store: MessageStore) -> None:
    outer = store.make_folder("", "A")
    inner = store.make_folder(outer, "B")
    store.add(inner, ON)
    store.delete_folder(inner)
    assert store.load().folders == ("A",)
    (store.folder / "A" / "notes.txt").write_text("mine")
    store.add(outer, ON)
    store.delete_folder(outer)
    assert (store.folder / "A" / "notes.txt").read_text() == "mine"
    assert listed(store) == []


def test_a_broken_file_is_listed_with_its_problem_and_left_alone(store: MessageStore) -> None:
    store.folder.mkdir()
    (store.folder / "bad.yaml").write_text("qos: 9\n")
    (found,) = store.load().messages
    assert (found.name, found.message) == ("bad", None)
    assert found.problem is not None
    assert found.problem.problem is FileProblem.UNKNOWN_VALUE


def test_a_file_without_a_name_goes_by_its_files(store: MessageStore) -> None:
    store.folder.mkdir()
    (store.folder / "ping.yml").write_text("topic: ping\n")
    assert listed(store) == [("ping.yml", "ping")]


def test_symbolic_links_and_hidden_files_are_left_alone(store: MessageStore, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "a.yaml").write_text("topic: a\n")
    store.folder.mkdir()
    (store.folder / "link").symlink_to(secret)
    (store.folder / "b.yaml").symlink_to(secret / "a.yaml")
    (store.folder / ".c.yaml").write_text("topic: c\n")
    assert store.load() == saved_messages.Library()


def test_changes_by_others_are_noticed(store: MessageStore) -> None:
    path = store.add("", ON)
    store.load()
    assert not store.changed_outside()
    (store.folder / path).write_text("topic: theirs\n")
    assert store.changed_outside()
    store.load()
    (store.folder / "New").mkdir()
    assert store.changed_outside()
    store.load()
    (store.folder / path).unlink()
    assert store.changed_outside()


def test_more_files_than_the_limit_are_counted(store: MessageStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_messages, "MAX_FILES", 2)
    for _ in range(3):
        store.add("", ON)
    library = store.load()
    assert (len(library.messages), library.left_out) == (2, 1)
    assert not store.changed_outside()
    (store.folder / "one-more.yaml").touch()
    assert store.changed_outside()


@pytest.mark.parametrize("path", ["../a.yaml", "a/../../b", "/etc/passwd", "a//b", "a\0", "."])
def test_no_path_leads_out_of_the_folder(store: MessageStore, path: str) -> None:
    with pytest.raises(ValueError):
        store.delete(path)


def test_names_become_what_files_and_folders_may_be_called() -> None:
    assert slug("Été à l’étage 1") == "ete-a-letage-1"
    assert slug("日本") == ""
    assert folder_name(" ../été: 1 ") == "été 1"
    with pytest.raises(ValueError):
        folder_name("...")


def test_a_folder_goes_out_and_comes_back_byte_for_byte(store: MessageStore, tmp_path: Path) -> None:
    store.make_folder("", "A")
    store.make_folder("A", "B")
    store.add("A/B", ON)
    path = store.add("A", OFF)
    (store.folder / path).write_text("topic: x  # a remark\nextra: 1\n")
    out = tmp_path / "out"
    assert finish(export_steps(store, "A", out)) == Copied(count=2)
    assert (out / "light-off.yaml").read_bytes() == (store.folder / path).read_bytes()
    other = MessageStore(tmp_path / "other")
    assert finish(import_steps(other, out, "")) == Copied(count=2)
    assert finish(import_steps(other, out, "")) == Copied(count=2)
    assert {one.path for one in other.load().messages} == {
        "out/light-off.yaml",
        "out/B/light-on.yaml",
        "out 2/light-off.yaml",
        "out 2/B/light-on.yaml",
    }


def test_nothing_is_exported_over_other_files(store: MessageStore, tmp_path: Path) -> None:
    store.add("", ON)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    with pytest.raises(OSError):
        finish(export_steps(store, "", tmp_path / "full"))


def test_broken_files_are_not_imported_but_named(store: MessageStore, tmp_path: Path) -> None:
    source = tmp_path / "theirs"
    source.mkdir()
    (source / "good.yaml").write_text("topic: a\n")
    (source / "bad.yaml").write_text("a: &x [*x]\n")
    copied = finish(import_steps(store, source, ""))
    assert copied.count == 1
    assert [name for name, _ in copied.refused] == ["bad.yaml"]
    assert listed(store) == [("theirs/good.yaml", "good")]


def test_a_single_file_is_imported_into_the_folder(store: MessageStore, tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("topic: a\n")
    assert finish(import_steps(store, tmp_path / "one.yaml", "")).count == 1
    assert listed(store) == [("one.yaml", "one")]
