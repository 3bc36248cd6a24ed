"""A file is written whole or not at all, and what keeps it from being written is told."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tracemq.history.export_file import MOST_WAITING, PART, OutputFile


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_the_file_is_there_once_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    file = OutputFile(path)
    for number in range(1000):
        file.write(b"%d\n" % number)
    assert not path.exists()
    file.finish()
    file.wait()
    assert path.read_bytes() == b"".join(b"%d\n" % number for number in range(1000))
    assert (file.done, file.error, names(tmp_path)) == (True, None, ["rows.jsonl"])


def test_what_is_discarded_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"old")
    file = OutputFile(path)
    file.write(b"new")
    file.discard()
    file.wait()
    assert (path.read_bytes(), names(tmp_path)) == (b"old", ["rows.jsonl"])


def test_a_file_that_is_replaced_keeps_its_permissions_and_the_link_to_it(tmp_path: Path) -> None:
    path, link = tmp_path / "real", tmp_path / "link"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link.symlink_to(path)
    file = OutputFile(link)
    file.write(b"new")
    file.finish()
    file.wait()
    assert (path.read_bytes(), path.stat().st_mode & 0o777, link.is_symlink()) == (b"new", 0o640, True)


def test_a_missing_folder_is_told_at_the_next_write(tmp_path: Path) -> None:
    file = OutputFile(tmp_path / "no" / "rows")
    file.wait()
    with pytest.raises(FileNotFoundError):
        file.write(b"x")


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_what_is_no_file_is_not_replaced(tmp_path: Path, kind: str) -> None:
    path = tmp_path / kind
    path.mkdir() if kind == "folder" else os.mkfifo(path)
    file = OutputFile(path)
    file.wait()
    assert isinstance(file.error, IsADirectoryError if kind == "folder" else FileExistsError)
    assert names(tmp_path) == [kind]


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("tracemq.history.export_file.os.write", full)
    file = OutputFile(tmp_path / "rows")
    file.write(bytes(PART))  # so many are not kept waiting for more
    file.wait()
    assert file.error is not None
    with pytest.raises(OSError, match="No space"):
        file.write(b"x")
    assert (file.error.errno, names(tmp_path)) == (errno.ENOSPC, [])


def test_who_writes_faster_than_the_disk_is_told_to_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OutputFile, "_run", lambda _self: None)  # a disk that takes nothing
    file = OutputFile(tmp_path / "rows")
    file.write(bytes(MOST_WAITING))
    assert not file.busy
    file.write(b"x")
    assert file.busy
