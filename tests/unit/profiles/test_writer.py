"""Nobody waits for a slow disk, and all that is read meanwhile is as if it had been quick."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tracemq.profiles.files import (
    WRITER,
    ChangedOnDiskError,
    append_to_file,
    entries,
    exists,
    read_file,
    remove_file,
    write_file,
    written,
)
from tracemq.profiles.layouts import LayoutStore
from tracemq.profiles.message_record import MessageRecord
from tracemq.profiles.profile import Profile
from tracemq.profiles.saved_messages import MessageStore
from tracemq.profiles.sent_history import SentHistory, SentMessage
from tracemq.profiles.settings import Settings, SettingsStore, Theme
from tracemq.profiles.store import Loaded, ProfileStore
from tracemq.profiles.yaml_nodes import BadFileError

FULL = OSError(28, "No space left on device")
PATIENCE_S = 30.0


class SlowDisk:
    """Whoever waits for it waits until it is let go; then it may be full."""

    def __init__(self) -> None:
        self.ready = threading.Event()
        self.asked = threading.Event()
        self.waited = 0
        self.error: OSError | None = None

    def fsync(self, _descriptor: int) -> None:
        assert threading.current_thread() is not threading.main_thread()
        self.asked.set()
        self.waited += 1
        assert self.ready.wait(PATIENCE_S)
        if self.error is not None:
            raise self.error


@pytest.fixture
def told() -> list[Exception]:
    return []


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch, told: list[Exception]) -> Iterator[SlowDisk]:
    made = SlowDisk()
    monkeypatch.setattr(os, "fsync", made.fsync)
    WRITER.begin(told.append)
    yield made
    made.ready.set()
    WRITER.end()


def test_what_was_written_is_read_back_before_the_disk_has_it(tmp_path: Path, disk: SlowDisk) -> None:
    path = tmp_path / "file"
    write_file(path, b"one")
    assert disk.asked.wait(PATIENCE_S)
    assert not path.exists()
    assert exists(path)
    assert (read_file(path), entries(tmp_path)[-1]) == (b"one", path)
    write_file(path, b"two")
    assert read_file(path) == b"two"
    remove_file(path)
    assert not exists(path)
    assert path not in entries(tmp_path)
    with pytest.raises(BadFileError):
        read_file(path)
    disk.ready.set()
    WRITER.finish()
    assert list(tmp_path.iterdir()) == []


def test_the_newest_of_what_waits_is_written_alone(tmp_path: Path, disk: SlowDisk) -> None:
    write_file(tmp_path / "other", b"")
    assert disk.asked.wait(PATIENCE_S)
    for number in range(100):
        write_file(tmp_path / "file", b"%d" % number)
    disk.ready.set()
    WRITER.finish()
    assert (tmp_path / "file").read_bytes() == b"99"
    assert disk.waited == 4  # each file and its folder


def test_a_file_is_removed_only_after_what_takes_its_place_is_there(tmp_path: Path, disk: SlowDisk) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"precious")
    write_file(tmp_path / "other", b"")
    assert disk.asked.wait(PATIENCE_S)
    write_file(old, b"changed")
    write_file(new, b"changed")
    remove_file(old)
    seen: list[bool] = []
    unlink = Path.unlink

    def watched(path: Path, missing_ok: bool = False) -> None:
        seen.append(path != old or new.exists())
        unlink(path, missing_ok=missing_ok)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "unlink", watched)
        disk.ready.set()
        WRITER.finish()
    assert seen == [True]
    assert new.read_bytes() == b"changed"
    assert not old.exists()


def test_what_is_added_comes_behind_what_is_written_anew(tmp_path: Path, disk: SlowDisk) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b"long ago\n")
    write_file(tmp_path / "other", b"")
    assert disk.asked.wait(PATIENCE_S)
    append_to_file(path, b"one\n")
    assert read_file(path) == b"long ago\none\n"
    append_to_file(path, b"two\n")
    assert read_file(path) == b"long ago\none\ntwo\n"
    write_file(path, b"anew\n")
    append_to_file(path, b"three\n")
    assert read_file(path) == b"anew\nthree\n"
    disk.ready.set()
    WRITER.finish()
    assert path.read_bytes() == b"anew\nthree\n"


def test_an_error_is_told_with_the_file_and_the_old_one_stays(
    tmp_path: Path, disk: SlowDisk, told: list[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    disk.error = FULL
    write_file(path, b"new")
    assert disk.asked.wait(PATIENCE_S)
    disk.ready.set()
    WRITER.finish()
    assert told == [FULL]
    assert FULL.filename == str(path)
    assert read_file(path) == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]
    with WRITER.quietly():
        write_file(path, b"new")
    WRITER.finish()
    assert told == [FULL]
    assert caplog.messages == 2 * ["file was not written: No space left on device"]


async def test_who_waits_for_a_file_is_told_alone_and_the_loop_runs_on(
    tmp_path: Path, disk: SlowDisk, told: list[Exception]
) -> None:
    disk.error = FULL
    write_file(tmp_path / "file", b"new")
    waiting = asyncio.ensure_future(written(tmp_path / "file"))
    for _ in range(100):
        await asyncio.sleep(0)
    assert not waiting.done()
    disk.ready.set()
    with pytest.raises(OSError, match="No space"):
        await waiting
    await written(tmp_path / "file")
    assert told == []


def test_what_another_program_has_written_meanwhile_is_not_overwritten(
    tmp_path: Path, disk: SlowDisk, told: list[Exception]
) -> None:
    disk.ready.set()
    store = ProfileStore(tmp_path)
    profile = Profile(name="One")
    path = store.save(profile)
    WRITER.finish()
    disk.ready.clear()
    write_file(tmp_path / "other", b"")  # keeps the writer busy
    store.save(replace(profile, host="mine"))
    path.write_bytes(path.read_bytes().replace(b"One", b"Two"))
    disk.ready.set()
    WRITER.finish()
    (error,) = told
    assert isinstance(error, ChangedOnDiskError)
    assert error.path == path
    assert b"Two" in path.read_bytes()
    assert store.changed_outside() == [path]


def test_profiles_are_saved_renamed_and_deleted_and_read_anew_without_the_disk(tmp_path: Path, disk: SlowDisk) -> None:
    store = ProfileStore(tmp_path)
    profile, other = Profile(name="One"), Profile(name="Other")
    first = store.save(profile)
    store.save(other)
    profile = replace(profile, name="Two", port=1234)
    second = store.save(profile)
    assert first != second
    store.update(profile.id, position=7)
    copy = store.duplicate(other, "Copy")
    store.delete(other.id)
    expected = {replace(profile, position=7), copy}
    for reader in (store, ProfileStore(tmp_path)):
        assert {each.profile for each in reader.load_all() if isinstance(each, Loaded)} == expected
    assert store.changed_outside() == []
    disk.ready.set()
    WRITER.finish()
    assert store.changed_outside() == []
    assert {path.name for path in tmp_path.iterdir()} == {second.name, f"copy-{copy.id}.yaml"}
    assert {each.profile for each in ProfileStore(tmp_path).load_all() if isinstance(each, Loaded)} == expected


def test_messages_are_saved_renamed_and_moved_without_the_disk(tmp_path: Path, disk: SlowDisk) -> None:
    store = MessageStore(tmp_path)
    path = store.add("", MessageRecord(name="On", topic="light"))
    path = store.rename(path, "Off")
    folder = store.make_folder("", "Lights")
    path = store.move(path, folder)
    assert path == "Lights/off.yaml"
    assert [each.path for each in store.load().messages] == [path]
    disk.ready.set()
    assert store.move_folder(folder, "", "Lamps") == "Lamps"  # waits for what is in it
    assert [each.name for each in store.load().messages] == ["Off"]
    WRITER.finish()
    assert not store.changed_outside()
    assert [each.name for each in tmp_path.rglob("*.yaml")] == ["off.yaml"]


def test_settings_layouts_and_the_history_are_read_back_at_once(tmp_path: Path, disk: SlowDisk) -> None:
    settings = SettingsStore(tmp_path / "settings.yaml")
    for theme in (Theme.DARK, Theme.LIGHT):
        settings.save(Settings(theme=theme))
        assert settings.load().theme is theme
    layouts = LayoutStore(tmp_path)
    layouts.save("window", b"layout")
    assert layouts.load("window") == b"layout"
    layouts.remove("window")
    assert layouts.load("window") == b""
    history = SentHistory(tmp_path / "sent.jsonl")
    numbers = [history.add(SentMessage(topic=f"t{number}")) for number in range(3)]
    history.remove(numbers[1])
    history.add(SentMessage(topic="t3"))
    assert [entry.topic for entry in SentHistory(tmp_path / "sent.jsonl").entries] == ["t0", "t2", "t3"]
    disk.ready.set()
    WRITER.finish()
    assert [entry.topic for entry in SentHistory(tmp_path / "sent.jsonl").entries] == ["t0", "t2", "t3"]
    assert SettingsStore(tmp_path / "settings.yaml").load().theme is Theme.LIGHT


def test_what_is_of_little_importance_is_not_told(tmp_path: Path, disk: SlowDisk, told: list[Exception]) -> None:
    disk.ready.set()
    (tmp_path / "file").write_bytes(b"")
    LayoutStore(tmp_path / "file").save("window", b"layout")  # its folder is a file
    WRITER.finish()
    assert told == []


CHILD = """
import os, sys, time
from pathlib import Path
from tracemq.profiles.files import WRITER, write_file
path, kill = Path(sys.argv[1]), sys.argv[2] == "kill"
if not kill:
    os.fsync = lambda descriptor: time.sleep(0.1)
WRITER.begin(print)
if kill:
    print("ready", flush=True)
    number = 0
    while True:
        number += 1
        write_file(path, b"%d " % (number % 10) * 200_000)
write_file(path, b"whole")
"""


def test_the_program_does_not_end_before_all_is_written(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path / "file"), "end"], check=True, capture_output=True, text=True
    )
    assert done.stdout == ""
    assert (tmp_path / "file").read_bytes() == b"whole"


def test_a_program_that_is_killed_leaves_no_half_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"0 " * 200_000)
    for _ in range(3):
        child = subprocess.Popen([sys.executable, "-c", CHILD, str(path), "kill"], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        child.stdout.readline()
        before = path.stat().st_ino
        while path.stat().st_ino == before:
            assert child.poll() is None
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        data = path.read_bytes()
        assert data == data[:2] * 200_000
