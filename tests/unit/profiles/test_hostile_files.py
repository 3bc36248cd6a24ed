"""Files made to do harm, as profiles and as imports: a clear answer each, in little time, with little memory."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tracemq.profiles.export import export
from tracemq.profiles.files import read_file
from tracemq.profiles.importers.anything import read_anything
from tracemq.profiles.importers.imported import MAX_BYTES, ImportProblem
from tracemq.profiles.layouts import LayoutStore
from tracemq.profiles.profile import Profile
from tracemq.profiles.store import Broken, Loaded, ProfileStore, load_profile
from tracemq.profiles.yaml_nodes import BadFileError, FileProblem

SECONDS = 6.0  # of the processor, whatever else the machine does; most take milliseconds
GROWTH_MIB = 160

LAUGHS = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n" % ((after, after) + (before,) * 9)
    for before, after in zip(b"abcdefghi", b"bcdefghij", strict=True)
)
YAMLS: dict[str, tuple[bytes, set[FileProblem]]] = {
    "billion laughs": (LAUGHS, {FileProblem.ALIAS}),
    "an alias of itself": (b"a: &a [*a]\n", {FileProblem.ALIAS}),
    "a merge": (b"<<: {name: x}\n<<: {name: y}\n", {FileProblem.DUPLICATE_KEY}),
    "deep lists": (b"a: " + b"[" * 100_000, {FileProblem.TOO_DEEP, FileProblem.NOT_YAML}),
    "deep maps": (b"".join(b" " * at + b"a:\n" for at in range(800)), {FileProblem.TOO_DEEP}),
    "deep in one line": (b"a: " + b"{a: " * 50_000, {FileProblem.TOO_DEEP, FileProblem.NOT_YAML}),
    "very many keys": (b"".join(b"k%d: 1\n" % at for at in range(60_000)), {FileProblem.TOO_MANY_NODES}),
    "a python object": (b"name: !!python/object/apply:os.system ['true']\n", {FileProblem.WRONG_TYPE}),
    "NUL": (b"name: a\0b\n", {FileProblem.NOT_YAML}),
    "not UTF-8": (b"name: \xff\xfe\xfa\n", {FileProblem.NOT_UTF8}),
    "two documents": (b"name: a\n---\nname: b\n", {FileProblem.SEVERAL_DOCUMENTS}),
    "a list": (b"- a\n- b\n", {FileProblem.NOT_A_MAPPING}),
    "an endless number": (b"port: " + b"9" * 900_000, {FileProblem.WRONG_TYPE}),
    "a port of words": (b"port: many\n", {FileProblem.WRONG_TYPE}),
    "text for a list": (b"subscriptions: all\n", {FileProblem.WRONG_TYPE}),
    "a list for a text": (b"host: [a, b]\n", {FileProblem.WRONG_TYPE}),
    "an id that is a path": (b"id: ../../etc/passwd\n", {FileProblem.ID_INVALID}),
    "an id of dots": (b"id: ..\n", {FileProblem.ID_INVALID}),
    "unclosed quotes": (b'name: "' + b"a" * 900_000, {FileProblem.NOT_YAML}),
    "a long indicator": (b"? " * 300_000, {FileProblem.TOO_DEEP, FileProblem.NOT_YAML}),
    "tabs": (b"\t" * 900_000, {FileProblem.NOT_YAML, FileProblem.EMPTY}),
    "comments alone": (b"#" * 900_000, {FileProblem.EMPTY}),
    "nothing": (b"", {FileProblem.EMPTY}),
}


@contextmanager
def little() -> Iterator[None]:
    """The block takes little time, and the process hardly grows."""
    unit = 1024 if sys.platform == "darwin" else 1
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    yield
    assert time.process_time() - began < SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / unit / 1024 < GROWTH_MIB


@pytest.mark.parametrize("kind", YAMLS)
def test_a_hostile_profile_is_told_and_left_alone(kind: str, tmp_path: Path) -> None:
    data, problems = YAMLS[kind]
    path = tmp_path / "profiles" / "x.yaml"
    path.parent.mkdir()
    path.write_bytes(data)
    with little():
        found = load_profile(path)
        listed = ProfileStore(path.parent).load_all()
    assert isinstance(found, Broken), found
    assert found.problem in problems
    assert [type(each) for each in listed] == [Broken]
    assert path.read_bytes() == data


def _large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(100 << 20)


def _link_loop(path: Path) -> None:
    path.symlink_to(path)


def _link_to_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _link_to_nowhere(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere")


PLACES: dict[str, tuple[Callable[[Path], object], set[FileProblem]]] = {
    "100 MB": (_large, {FileProblem.TOO_LARGE}),
    "a folder": (lambda path: path.mkdir(), {FileProblem.NOT_A_FILE}),
    "a pipe": (os.mkfifo, {FileProblem.NOT_A_FILE}),
    "a link to itself": (_link_loop, {FileProblem.UNREADABLE}),
    "a link to an endless device": (_link_to_device, {FileProblem.NOT_A_FILE}),
    "a link to nowhere": (_link_to_nowhere, {FileProblem.UNREADABLE}),
}


@pytest.mark.skipif(os.name == "nt", reason="links and pipes of Unix")
@pytest.mark.parametrize("kind", PLACES)
def test_what_is_no_file_of_a_bearable_size_is_told_without_waiting(kind: str, tmp_path: Path) -> None:
    make, problems = PLACES[kind]
    path = tmp_path / "profiles" / "x.yaml"
    path.parent.mkdir()
    make(path)
    with little():
        (found,) = ProfileStore(path.parent).load_all()
        with pytest.raises(BadFileError) as raised:
            read_file(path, MAX_BYTES)
    assert isinstance(found, Broken)
    assert found.problem in problems
    assert raised.value.problem in problems


def test_one_hostile_file_does_not_keep_the_others_from_being_read(tmp_path: Path) -> None:
    store = ProfileStore(tmp_path)
    store.save(Profile(id="good", name="good"))
    for at, (data, _) in enumerate(YAMLS.values()):
        (tmp_path / f"{at}.yaml").write_bytes(data)
    with little():
        listed = store.load_all()
    assert [each.profile.id for each in listed if isinstance(each, Loaded)] == ["good"]
    assert len(listed) == len(YAMLS) + 1


@pytest.mark.parametrize("name", ["../x", "a/b", "..", ".hidden", "", "a\0b", "C:\\x", "x" * 65])
def test_a_layouts_name_leads_to_no_other_folder(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r".*"):
        LayoutStore(tmp_path / "layouts").save(name, b"x")
    assert not list(tmp_path.rglob("*"))


@pytest.mark.parametrize("name", ["../../evil", "/etc/passwd", "..", "a/b\\c", "\u202e", "CON", "x" * 500, "\0", "-rf"])
def test_a_connections_name_leads_to_no_other_folder(name: str, tmp_path: Path) -> None:
    path = ProfileStore(tmp_path / "profiles").save(Profile(id="a1", name=name))
    assert path.parent == tmp_path / "profiles"
    assert path.name.endswith("-a1.yaml")
    assert len(path.name) < 80


def _mqttx(**fields: object) -> bytes:
    return json.dumps(
        [{"clientId": "a", "name": "n", "host": "h", "port": 1883, "protocol": "mqtt", **fields}]
    ).encode()


IMPORTS: dict[str, bytes] = {
    **{f"yaml: {kind}": data for kind, (data, _) in YAMLS.items()},
    "export of laughs": b"format: tracemq-connections\nversion: 1\nprofiles:\n" + LAUGHS,
    "export of a list of lists": b"format: tracemq-connections\nversion: 1\nprofiles: " + b"[" * 50_000,
    "export of very many": b"format: tracemq-connections\nversion: 1\nprofiles:\n" + b"- {name: a}\n" * 3000,
    "export of wrong kinds": b"format: tracemq-connections\nversion: 1\nprofiles: [1, a, [], null]\n",
    "export of a path": b"format: tracemq-connections\nversion: 1\nprofiles: [{id: ../../x, name: ../../y}]\n",
    "seal of endless work": b"format: tracemq-connections\nversion: 1\nprofiles: [{name: a}]\n"
    b"secrets: {kdf: scrypt, log2_n: 60, cipher: AES-256-GCM, salt: AAAA, nonce: AAAAAAAAAAAAAAAA, sealed: AAAA}\n",
    "json: deep": b"[" * 1_000_000,
    "json: deep objects": b'{"a":' * 500_000,
    "json: deep in the end": b"[" + b"1," * 1_000_000 + b"[" * 900_000,
    "json: an endless number": b"[" + b"9" * 4_000_000 + b"]",
    "json: an endless exponent": b'[{"port": 1e99999999, "host": "h"}]',
    "json: NaN": b'[{"port": NaN, "host": "h", "clientId": "a"}]',
    "json: very many": b"[" + b",".join([_mqttx()[1:-1]] * 5000) + b"]",
    "json: a long text": _mqttx(name="n" * 4_000_000),
    "json: half characters": b'[{"clientId": "\\ud800", "name": "\\udfff", "host": "\\ud800", "port": 1}]',
    "json: wrong kinds": _mqttx(host=[1], port={}, name=None, ssl="yes", properties=[], will=7),
    "json: a path as host": _mqttx(host="../../etc/passwd", name="../../x"),
    "command: endless": b"mosquitto_sub " + b"-t a " * 500_000,
    "command: endless quotes": b"mosquitto_sub -h 'x" + b"'" * 1_000_000,
    "command: very many": b"mosquitto_sub -h h\n" * 20_000,
    "command: continued without end": b"mosquitto_sub \\\n" * 100_000,
    "urls: very many": b"mqtt://h\n" * 200_000,
    "urls: one without end": b"mqtt://" + b"h" * 4_000_000,
    "urls: credentials without end": b"mqtt://" + b"a:b@" * 500_000,
    "binary": bytes(range(256)) * 10_000,
    "NUL": b"\0" * 1_000_000,
    "UTF-16 of half a character": b"\xff\xfe\x00\xd8" * 1000,
    "blanks": b" \n" * 3_000_000,
    "blanks in the middle": b"a" + b"\n" * 3_000_000 + b"a",
    "half-blank lines": b"a" + b" \r\n" * 1_000_000 + b"a",
    "too large": b"a" * (MAX_BYTES + 1),
}


@pytest.mark.parametrize("kind", IMPORTS)
def test_a_hostile_import_gives_a_problem_or_rows_that_can_be_saved(kind: str, tmp_path: Path) -> None:
    with little():
        _, result = read_anything(IMPORTS[kind], "open sesame")
    if isinstance(result, ImportProblem):
        return
    store = ProfileStore(tmp_path / "profiles")
    for row in result[:20]:
        if row.usable:
            assert store.save(row.profile).parent == tmp_path / "profiles"
    assert {path.parent for path in tmp_path.rglob("*.yaml")} <= {tmp_path / "profiles"}


def test_an_export_that_was_changed_does_not_give_its_secrets_away() -> None:
    data = export([Profile(id="a1", name="n", host="good.example")], {"a1/password": "hunter2"}, "open sesame")
    assert b"hunter2" not in data
    _, result = read_anything(data.replace(b"good.example", b"evil.example"), "open sesame")
    assert result is ImportProblem.WRONG_PASSPHRASE
