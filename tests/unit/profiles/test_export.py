from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tracemq.profiles.export import export, read_export
from tracemq.profiles.importers.anything import Format, read_anything
from tracemq.profiles.importers.imported import Imported, ImportProblem, Note, NoteKind, Result
from tracemq.profiles.profile import AuthMethod, Header, Profile, Scheme, WebSocketSettings
from tracemq.profiles.secrets import SecretKind, header_secret_id, secret_id

HOME = Profile(
    id="home1",
    name="Home",
    scheme=Scheme.WSS,
    host="broker.example",
    authentication=AuthMethod.PASSWORD,
    username="alice",
    websocket=WebSocketSettings(headers=(Header(name="X-Token", secret=True),)),
    last_used=datetime(2026, 1, 1, tzinfo=UTC),
)
WORK = Profile(id="work1", name="Work", host="work.example", client_id="me", notes="line one\nline two")
SECRETS = {secret_id("home1", SecretKind.PASSWORD): "hunter2", header_secret_id("home1", "X-Token"): "abc"}


def imported(result: Result) -> list[Imported]:
    assert isinstance(result, list), result
    return result


def test_profiles_come_back_the_same_but_for_their_ids() -> None:
    found = imported(read_export(export([HOME, WORK])))
    for before, after in zip((HOME, WORK), found, strict=True):
        assert after.profile.id != before.id
        assert after.profile == replace(before, id=after.profile.id, last_used=None)
        assert after.secrets == {}
        assert after.usable


def test_an_export_without_passphrase_holds_no_secret() -> None:
    in_clear = replace(HOME, websocket=WebSocketSettings(headers=(Header(name="X-Token", value="abc", secret=True),)))
    data = export([in_clear])
    assert b"abc" not in data
    assert [each.secrets for each in imported(read_export(data))] == [{}]  # and asks for no passphrase
    with pytest.raises(ValueError, match="passphrase"):
        export([HOME], SECRETS)


def test_secrets_come_back_under_the_new_ids_with_the_passphrase() -> None:
    data = export([HOME, WORK], SECRETS, "open sesame")
    assert b"hunter2" not in data
    assert read_export(data) is ImportProblem.NEEDS_PASSPHRASE
    home, work = imported(read_export(data, "open sesame"))
    assert home.secrets == {
        secret_id(home.profile.id, SecretKind.PASSWORD): "hunter2",
        header_secret_id(home.profile.id, "X-Token"): "abc",
    }
    assert work.secrets == {}


def test_a_passphrase_is_asked_for_and_may_be_left_out() -> None:
    data = export([HOME], SECRETS, "open sesame")
    assert read_export(data) is ImportProblem.NEEDS_PASSPHRASE
    assert read_export(data, "wrong") is ImportProblem.WRONG_PASSPHRASE
    without = imported(read_export(data, ""))
    assert without[0].secrets == {}
    assert without[0].notes == (Note(NoteKind.SECRET_MISSING, "password"),)


def test_passwords_do_not_open_for_a_host_that_was_changed_in_the_file() -> None:
    data = export([HOME], SECRETS, "open sesame").replace(b"broker.example", b"thief.example")
    assert read_export(data, "open sesame") is ImportProblem.WRONG_PASSPHRASE


def test_a_file_that_was_only_laid_out_anew_still_opens() -> None:
    data = b"# for the new machine\n" + export([HOME], SECRETS, "open sesame").replace(b"\n", b"\r\n")
    assert imported(read_export(data, "open sesame"))[0].secrets


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (b"version: 1", b"version: 2", ImportProblem.NEWER_FORMAT),
        (b"version: 1", b"version: x", ImportProblem.DAMAGED),
        (b"profiles:", b"profile:", ImportProblem.DAMAGED),
        (b"log2_n: 16", b"log2_n: 40", ImportProblem.DAMAGED),
        (b"kdf: scrypt", b"kdf: none", ImportProblem.DAMAGED),
        (b"salt: ", b"salt: !", ImportProblem.DAMAGED),
        (b"profiles:", b"a: &a [1]\nb: *a\nprofiles:", ImportProblem.DAMAGED),
    ],
)
def test_a_file_that_is_broken_or_asks_for_too_much_is_refused(old: bytes, new: bytes, problem: ImportProblem) -> None:
    assert read_export(export([HOME], SECRETS, "x").replace(old, new, 1), "x") is problem


def test_a_profile_that_is_broken_is_shown_and_the_others_are_taken() -> None:
    data = export([HOME, WORK]).replace(b"keep_alive_s: 60", b"keep_alive_s: often", 1)
    found = imported(read_export(data))
    assert [each.usable for each in found] == [False, True]
    assert found[0].notes[0].kind is NoteKind.VALUE_INVALID


def test_an_export_is_recognised() -> None:
    kind, result = read_anything(export([HOME]))
    assert kind is Format.OWN
    assert len(imported(result)) == 1
