"""Profiles become one YAML file to pass on, and such a file becomes profiles; secrets leave only under a passphrase.

The secrets are sealed together (scrypt, AES-256-GCM), and the profiles are what the seal is bound to: whoever changes a
host in the file cannot have the passwords sent there, because they do not open any more.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from .importers.imported import MAX_PROFILES, Imported, ImportProblem, Note, NoteKind, Result, finished
from .profile import Profile, new_profile_id
from .secrets import SecretKind, header_secret_id, secret_id, secret_ids
from .store import SCHEMA, without_secret_values
from .yaml_nodes import TAG, BadFileError, find, parse, put, render, scalar

FORMAT: Final = "tracemq-connections"
VERSION: Final = 1
LOG2_N: Final = 16  # scrypt with 64 MiB: about a quarter of a second
LOG2_N_RANGE: Final = range(14, 19)  # a file from elsewhere may not ask for more than 256 MiB
BLOCK: Final = 8
SALT_BYTES: Final = 16
NONCE_BYTES: Final = 12
MAX_SEALED_BYTES: Final = 1 << 20


class WrongPassphraseError(Exception):
    """The passphrase does not open the secrets, or the file was changed after it was made."""


def export(profiles: Sequence[Profile], secrets: Mapping[str, str] | None = None, passphrase: str = "") -> bytes:
    """Return the file's bytes; `secrets`, by the ids of profiles.secrets, need a passphrase. Takes a while with one.

    Raises BadFileError for profiles that no file can hold, ValueError for secrets without a passphrase.
    """
    nodes: list[Node] = [parse(SCHEMA.encode(without_secret_values(_fit_to_pass_on(each)))) for each in profiles]
    listed = SequenceNode(f"{TAG}seq", nodes, flow_style=False)
    root = MappingNode(f"{TAG}map", [], flow_style=False)
    put(root, "format", scalar(FORMAT))
    put(root, "version", scalar(str(VERSION), "int"))
    put(root, "profiles", listed)
    if secrets:
        if not passphrase:
            raise ValueError("secrets leave only under a passphrase")
        put(root, "secrets", _seal(secrets, passphrase, listed))
    return render(root)


def _fit_to_pass_on(profile: Profile) -> Profile:
    return replace(profile, last_used=None)


def is_export(text: str) -> bool:
    return any(line.strip().startswith(f"format: {FORMAT}") for line in text[:4000].splitlines())


def read_export(data: bytes, passphrase: str | None = None) -> Result:
    """Read an export; with secrets inside and no passphrase the answer is NEEDS_PASSPHRASE, with "" they stay behind.

    Every profile gets an id of its own, so that nothing that is there already is replaced.
    """
    try:
        root = parse(data)
        listed, version = find(root, "profiles"), find(root, "version")
    except BadFileError:
        return ImportProblem.DAMAGED
    if (
        not isinstance(version, ScalarNode)
        or not str(version.value).isdecimal()
        or not isinstance(listed, SequenceNode)
    ):
        return ImportProblem.DAMAGED
    if int(str(version.value)[:9]) > VERSION:
        return ImportProblem.NEWER_FORMAT
    if len(listed.value) > MAX_PROFILES:
        return ImportProblem.TOO_MANY
    sealed = find(root, "secrets")
    if sealed is not None and passphrase is None:
        return ImportProblem.NEEDS_PASSPHRASE
    try:
        secrets = _open(sealed, passphrase, listed) if sealed is not None and passphrase else {}
    except WrongPassphraseError:
        return ImportProblem.WRONG_PASSPHRASE
    except ValueError:
        return ImportProblem.DAMAGED
    found = [_profile(node, secrets, left=sealed is not None and not passphrase) for node in listed.value]
    return found or ImportProblem.NOTHING_INSIDE


def _profile(node: Node, secrets: Mapping[str, str], *, left: bool) -> Imported:
    try:
        if not isinstance(node, MappingNode):
            return Imported(profile=Profile(), notes=(Note(NoteKind.VALUE_INVALID, "profiles"),), usable=False)
        before = SCHEMA.decode(render(node), id=new_profile_id())
    except BadFileError as error:
        return Imported(profile=Profile(), notes=(Note(NoteKind.VALUE_INVALID, error.detail),), usable=False)
    profile = replace(before, id=new_profile_id(), last_used=None, connect_at_start=False)
    names = dict(zip(secret_ids(before), secret_ids(profile), strict=True))
    own = {names[name]: value for name, value in secrets.items() if name in names}
    notes = [Note(NoteKind.SECRET_MISSING, "password")] if left and profile.authentication.value != "none" else []
    return finished(profile, own, notes)


# The seal


def _key(passphrase: str, salt: bytes, log2_n: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=32, n=1 << log2_n, r=BLOCK, p=1).derive(passphrase.encode())


def _seal(secrets: Mapping[str, str], passphrase: str, listed: SequenceNode) -> MappingNode:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    plain = json.dumps(dict(secrets), sort_keys=True).encode()
    if len(plain) > MAX_SEALED_BYTES // 2:
        raise ValueError("too many secrets for one file")
    sealed = AESGCM(_key(passphrase, salt, LOG2_N)).encrypt(nonce, plain, _bound(listed))
    node = MappingNode(f"{TAG}map", [], flow_style=False)
    put(node, "kdf", scalar("scrypt"))
    put(node, "log2_n", scalar(str(LOG2_N), "int"))
    put(node, "cipher", scalar("AES-256-GCM"))
    for name, value in (("salt", salt), ("nonce", nonce), ("sealed", sealed)):
        put(node, name, scalar(base64.b64encode(value).decode()))
    return node


def _open(node: Node, passphrase: str, listed: SequenceNode) -> dict[str, str]:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce, sealed = (_bytes(node, name) for name in ("salt", "nonce", "sealed"))
    log2_n = _text(node, "log2_n")
    if _text(node, "kdf") != "scrypt" or _text(node, "cipher") != "AES-256-GCM" or not log2_n.isdecimal():
        raise ValueError("another kind of seal")
    if int(log2_n[:4]) not in LOG2_N_RANGE or len(nonce) != NONCE_BYTES or len(salt) > 64:
        raise ValueError("a seal that asks for too much")
    try:
        plain = AESGCM(_key(passphrase, salt, int(log2_n))).decrypt(nonce, sealed, _bound(listed))
    except (InvalidTag, UnicodeEncodeError):
        raise WrongPassphraseError from None
    opened = json.loads(plain)
    return {str(name): value for name, value in opened.items() if isinstance(value, str)}


def _text(node: Node, name: str) -> str:
    found = find(node, name) if isinstance(node, MappingNode) else None
    return str(found.value) if isinstance(found, ScalarNode) else ""


def _bytes(node: Node, name: str) -> bytes:
    text = _text(node, name)
    if not text or len(text) > 2 * MAX_SEALED_BYTES:
        raise ValueError("not a seal")
    return base64.b64decode(text, validate=True)


def _bound(listed: SequenceNode) -> bytes:
    """What the seal is bound to: the profiles as they stand, whatever their layout in the file."""
    return json.dumps([FORMAT, VERSION, _plain(listed)], ensure_ascii=True).encode()


def _plain(node: Node) -> object:
    if isinstance(node, ScalarNode):
        return [node.tag, str(node.value)]
    if isinstance(node, SequenceNode):
        return [_plain(each) for each in node.value]
    return {"map": [[_plain(key), _plain(value)] for key, value in node.value]}


def secret_names(profile: Profile) -> tuple[str, ...]:
    """Return the ids of the secrets that the profile has a use for."""
    headers = (header_secret_id(profile.id, item.name) for item in profile.websocket.headers if item.secret)
    return (*(secret_id(profile.id, kind) for kind in SecretKind), *headers)
