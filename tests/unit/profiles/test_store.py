import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.profiles.files import ChangedOnDiskError
from tracemq.profiles.profile import Header, Profile, WebSocketSettings
from tracemq.profiles.store import (
    Broken,
    Loaded,
    ProfileStore,
    file_name,
    load_profile,
    search,
)
from tracemq.profiles.yaml_nodes import BadFileError, FileProblem

HOME = Profile(id="home1", name="Home", client_id="me")


@pytest.fixture
def store(tmp_path: Path) -> ProfileStore:
    return ProfileStore(tmp_path / "profiles")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_empty_or_missing_folder_has_no_profiles(store: ProfileStore) -> None:
    assert store.load_all() == []
    assert store.changed_outside() == []


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "profiles").write_bytes(b"a file in its place")
    store = ProfileStore(tmp_path / "profiles")
    (broken,) = store.load_all()
    assert isinstance(broken, Broken)
    assert broken.problem is FileProblem.UNREADABLE
    assert store.changed_outside() == []


def test_the_users_order_is_kept(store: ProfileStore) -> None:
    profiles = [replace(HOME, id=name, name=name) for name in ("a", "b", "c")]
    for profile in profiles:
        store.save(profile)
    for position, name in enumerate(["c", "a", "b"]):
        store.update(name, position=position)
    assert [entry.profile.id for entry in store.load_all() if isinstance(entry, Loaded)] == ["c", "a", "b"]


def test_what_was_saved_is_there_in_the_next_run(tmp_path: Path, store: ProfileStore) -> None:
    path = store.save(HOME)
    assert path == tmp_path / "profiles" / "home-home1.yaml"
    assert ProfileStore(path.parent).load_all() == [Loaded(path=path, profile=HOME)]
    assert load_profile(path) == Loaded(path=path, profile=HOME)


def test_profiles_come_in_their_order_and_broken_files_last(store: ProfileStore) -> None:
    first = replace(HOME, id="z", name="zz", position=0)
    second = replace(HOME, id="b", name="alpha", position=1)
    third = replace(HOME, id="a", name="Beta", position=1)
    for profile in (third, second, first):
        store.save(profile)
    folder = store.save(first).parent
    (folder / "broken.yaml").write_bytes(b"name: [\n")
    (folder / "ignored.txt").write_bytes(b"")
    (folder / ".hidden.yaml").write_bytes(b"")
    found = store.load_all()
    assert [entry.profile for entry in found if isinstance(entry, Loaded)] == [first, second, third]
    (broken,) = (entry for entry in found if isinstance(entry, Broken))
    assert (broken.path.name, broken.problem, broken.line) == ("broken.yaml", FileProblem.NOT_YAML, 2)
    assert (folder / "broken.yaml").read_bytes() == b"name: [\n"


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("Küche & Büro", "kuche-buro-"),
        ("../../etc/passwd", "etc-passwd-"),
        ("日本", "profile-"),
        ("a" * 500, "a" * 40 + "-"),
        ("con\0\n", "con-"),
    ],
)
def test_file_names_are_plain_whatever_the_profile_is_called(name: str, start: str) -> None:
    assert file_name(replace(HOME, name=name)) == f"{start}home1.yaml"


def test_a_file_that_we_named_follows_the_profiles_name_and_another_keeps_its_own(store: ProfileStore) -> None:
    folder = store.save(HOME).parent
    assert store.save(replace(HOME, name="Away")).name == "away-home1.yaml"
    assert names(folder) == ["away-home1.yaml"]
    (folder / "away-home1.yaml").rename(folder / "mine.yml")
    store.load_all()
    assert store.save(HOME).name == "mine.yml"
    assert names(folder) == ["mine.yml"]


def test_unknown_keys_of_the_file_stay_and_go_along_with_a_duplicate(store: ProfileStore) -> None:
    path = store.save(HOME)
    path.write_bytes(path.read_bytes() + b"future: {x: 0x10}\n")
    store.load_all()
    store.save(replace(HOME, host="h"))
    assert b"host: h\n" in path.read_bytes()
    assert b"future: {x: 0x10}\n" in path.read_bytes()
    copy = store.duplicate(HOME, "Home 2")
    copy_path = store.path(copy.id)
    assert copy_path
    assert copy_path != path
    assert b"future: {x: 0x10}\n" in copy_path.read_bytes()
    assert load_profile(copy_path) == Loaded(path=copy_path, profile=copy)


def test_an_edit_from_outside_is_not_overwritten_in_silence(store: ProfileStore) -> None:
    path = store.save(HOME)
    edited = path.read_bytes().replace(b"host: localhost", b"host: edited")
    path.write_bytes(edited)
    for attempt in (lambda: store.save(replace(HOME, name="Mine")), lambda: store.delete(HOME.id)):
        with pytest.raises(ChangedOnDiskError) as caught:
            attempt()
        assert not caught.value.removed
        assert path.read_bytes() == edited
    path = store.save(replace(HOME, name="Mine"), overwrite=True)
    assert b"host: localhost" in path.read_bytes()


def test_an_editor_learns_that_the_file_changed_even_when_it_was_read_again(store: ProfileStore) -> None:
    path = store.save(HOME)
    path.write_bytes(path.read_bytes().replace(b"host: localhost", b"host: edited"))
    store.load_all()  # the window noticed and took it over; a dialog still shows what was before
    with pytest.raises(ChangedOnDiskError):
        store.save(replace(HOME, keep_alive_s=5), replaces=HOME)
    store.save(replace(HOME, keep_alive_s=5), replaces=replace(HOME, host="edited"))


def test_an_editor_is_not_bothered_by_the_times_that_we_write_ourselves(store: ProfileStore) -> None:
    store.save(HOME)
    store.update(HOME.id, last_used=datetime(2030, 1, 1, tzinfo=UTC), position=7)
    store.save(replace(HOME, keep_alive_s=5), replaces=HOME)


def test_an_update_takes_over_what_others_wrote(store: ProfileStore) -> None:
    path = store.save(HOME)
    path.write_bytes(path.read_bytes().replace(b"host: localhost", b"host: edited"))
    assert store.update(HOME.id, position=3) == replace(HOME, host="edited", position=3)
    assert store.changed_outside() == []


def test_a_file_removed_from_outside_is_told_and_can_be_written_again(store: ProfileStore) -> None:
    path = store.save(HOME)
    path.unlink()
    with pytest.raises(ChangedOnDiskError) as caught:
        store.save(HOME)
    assert caught.value.removed
    assert store.save(HOME, overwrite=True) == path
    path.unlink()
    store.delete(HOME.id)
    assert store.path(HOME.id) is None


def test_a_file_broken_from_outside_is_kept_beside_the_new_one(store: ProfileStore) -> None:
    path = store.save(HOME)
    path.write_bytes(b"name: [my work\n")
    with pytest.raises(ChangedOnDiskError):
        store.save(HOME)
    store.save(HOME, overwrite=True)
    assert (path.parent / "home-home1.yaml.kept-1").read_bytes() == b"name: [my work\n"
    assert load_profile(path) == Loaded(path=path, profile=HOME)


def test_changes_from_outside_are_noticed_once_they_are_real(store: ProfileStore) -> None:
    path = store.save(HOME)
    assert store.changed_outside() == []
    os.utime(path, ns=(1, 1))  # touched, the same bytes
    assert store.changed_outside() == []
    path.write_bytes(path.read_bytes() + b"x: 1\n")
    new = path.with_name("new.yaml")
    new.write_bytes(b"name: New\n")
    assert store.changed_outside() == sorted([path, new])
    store.load_all()
    assert store.changed_outside() == []
    new.unlink()
    assert store.changed_outside() == [new]


def test_two_programs_do_not_take_each_others_changes_away(tmp_path: Path) -> None:
    one, two = ProfileStore(tmp_path), ProfileStore(tmp_path)
    one.save(HOME)
    two.load_all()
    two.save(replace(HOME, host="two"))
    with pytest.raises(ChangedOnDiskError):
        one.save(replace(HOME, host="one"))
    assert len(one.changed_outside()) == 1


def test_a_copied_file_does_not_take_over_the_id(store: ProfileStore) -> None:
    path = store.save(HOME)
    shutil.copy(path, path.with_name("z-copy.yaml"))
    loaded, broken = store.load_all()
    assert isinstance(loaded, Loaded)
    assert isinstance(broken, Broken)
    assert (loaded.path, broken.problem, broken.detail) == (path, FileProblem.ID_TAKEN, path.name)


def test_a_file_without_id_gets_one_that_lasts(store: ProfileStore, tmp_path: Path) -> None:
    folder = tmp_path / "profiles"
    folder.mkdir()
    (folder / "by-hand.yaml").write_bytes(b"host: h\n")
    (entry,) = store.load_all()
    (again,) = store.load_all()
    assert isinstance(entry, Loaded)
    assert entry == again
    assert (entry.profile.name, entry.profile.host) == ("by-hand", "h")
    store.save(entry.profile)
    assert store.load_all() == [entry]


@pytest.mark.parametrize("bad", ["../x", "a/b", "", ".", "x" * 65, "a b", "a\0"])
def test_an_id_that_could_name_another_place_is_refused(store: ProfileStore, tmp_path: Path, bad: str) -> None:
    with pytest.raises(BadFileError) as caught:
        store.save(replace(HOME, id=bad))
    assert caught.value.problem is FileProblem.ID_INVALID
    assert not (tmp_path / "profiles").exists() or names(tmp_path / "profiles") == []
    path = tmp_path / "x.yaml"
    path.write_text(f'id: "{bad}"\n'.replace("\0", "\\0"))
    broken = load_profile(path)
    assert isinstance(broken, Broken)
    assert broken.problem is FileProblem.ID_INVALID


def test_a_disk_that_is_full_loses_nothing(store: ProfileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    path = store.save(HOME)
    before = path.read_bytes()

    def no_space(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OSError, match="No space"):
        store.save(replace(HOME, name="Other"))
    assert names(path.parent) == [path.name]
    assert path.read_bytes() == before


def test_the_value_of_a_secret_header_is_never_written(store: ProfileStore) -> None:
    headers = (Header(name="A", value="open"), Header(name="B", value="hunter2", secret=True))
    path = store.save(replace(HOME, websocket=WebSocketSettings(headers=headers)))
    loaded = load_profile(path)
    assert b"hunter2" not in path.read_bytes()
    assert isinstance(loaded, Loaded)
    assert loaded.profile.websocket.headers == (headers[0], Header(name="B", secret=True))


def test_deleting_removes_the_file_alone(store: ProfileStore) -> None:
    other = replace(HOME, id="other", name="Other")
    folder = store.save(HOME).parent
    store.save(other)
    store.delete(HOME.id)
    assert names(folder) == ["other-other.yaml"]
    with pytest.raises(KeyError):
        store.delete(HOME.id)


def test_profiles_are_found_by_words() -> None:
    office = replace(HOME, id="o", name="Büro", host="10.0.0.7", notes="gateway\nsecond floor", folder="work/lab")
    assert search([HOME, office], "") == [HOME, office]
    assert search([HOME, office], "LAB büro") == [office]
    assert search([HOME, office], "lab nowhere") == []


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: ("name: " + text).encode(errors="replace")))
def test_any_file_gives_a_profile_or_says_what_is_wrong(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(data)
    assert isinstance(load_profile(path), Loaded | Broken)
    assert path.read_bytes() == data
