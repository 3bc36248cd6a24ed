import os
import socket
import stat
from pathlib import Path

import pytest

from tracemq.profiles.files import make_folder, read_file, write_file
from tracemq.profiles.layouts import LayoutStore
from tracemq.profiles.profile import PayloadSource, WillSettings
from tracemq.profiles.will_payload import will_payload
from tracemq.profiles.yaml_nodes import BadFileError, FileProblem


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_for_its_owner_only_and_so_is_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "file.yaml"
    write_file(path, b"one")
    assert path.read_bytes() == b"one"
    assert mode(path) == 0o600
    assert mode(path.parent) == mode(path.parent.parent) == 0o700


def test_a_replaced_file_was_whole_at_any_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file.yaml"
    write_file(path, b"old")

    def no_space(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OSError, match="No space"):
        write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["file.yaml"]


def test_the_disk_is_waited_for_unless_nobody_needs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[int] = []
    monkeypatch.setattr(os, "fsync", waited.append)
    write_file(tmp_path / "file.yaml", b"kept")
    assert len(waited) == 2  # the file and its folder
    LayoutStore(tmp_path).save("window", b"a layout")
    assert len(waited) == 2
    assert LayoutStore(tmp_path).load("window") == b"a layout"


def test_a_wide_open_file_is_closed_to_others_when_it_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_bytes(b"x")
    path.chmod(0o666)
    write_file(path, b"y")
    assert mode(path) == 0o600


def test_a_symbolic_link_stays_and_its_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    real, link = tmp_path / "real" / "f.yaml", tmp_path / "f.yaml"
    real.write_bytes(b"x")
    link.symlink_to(real)
    write_file(link, b"y")
    assert link.is_symlink()
    assert real.read_bytes() == b"y"


def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "socket"))
    server.close()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    expected = {
        "pipe": FileProblem.NOT_A_FILE,
        "folder": FileProblem.NOT_A_FILE,
        "socket": FileProblem.UNREADABLE,
        "loop": FileProblem.UNREADABLE,
        "missing": FileProblem.UNREADABLE,
        "nul\0": FileProblem.UNREADABLE,
    }
    for name, problem in expected.items():
        with pytest.raises(BadFileError) as caught:
            read_file(tmp_path / name)
        assert caught.value.problem is problem, name


def test_endless_files_are_read_to_the_limit_only() -> None:
    with pytest.raises(BadFileError) as caught:
        read_file(Path("/dev/zero"))
    assert caught.value.problem is FileProblem.NOT_A_FILE


def test_a_large_file_is_refused_with_its_size(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(1 << 40)  # takes no space
    with pytest.raises(BadFileError) as caught:
        read_file(path)
    assert (caught.value.problem, caught.value.detail) == (FileProblem.TOO_LARGE, str(1 << 40))


def test_a_folder_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_folder(tmp_path)
    assert mode(tmp_path) == 0o755


def test_the_will_is_made_of_text_hex_or_a_file(tmp_path: Path) -> None:
    path = tmp_path / "will.bin"
    path.write_bytes(b"\x00\xff")
    assert will_payload(WillSettings(payload="é")) == b"\xc3\xa9"
    assert will_payload(WillSettings(source=PayloadSource.HEX, payload="00 fF")) == b"\x00\xff"
    assert will_payload(WillSettings(source=PayloadSource.FILE, payload=str(path))) == b"\x00\xff"
    with pytest.raises(ValueError, match="hex"):
        will_payload(WillSettings(source=PayloadSource.HEX, payload="0g"))
    path.write_bytes(bytes(70_000))
    with pytest.raises(BadFileError):
        will_payload(WillSettings(source=PayloadSource.FILE, payload=str(path)))
