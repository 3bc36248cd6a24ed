"""Everything that the program writes or shows while it holds secrets of every kind is searched for them."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from cryptography.hazmat.primitives import serialization

from tests.support.certificates import Certificates
from tests.support.keyring_session import Session, keyring_session, missing_keyring
from tests.support.mosquitto import Mosquitto
from tests.support.program import folders
from tests.support.proxies import Proxies
from tests.support.talkative_program import EXPORT_PASSPHRASE, KEY_PASSPHRASE, SECRETS, URL_PASSWORD, Plan
from tracemq.profiles.export import read_export
from tracemq.profiles.secrets import SERVICE

pytestmark = [
    # keyring leaves its connection open when the collection turns out to be locked
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def writings(secret: str) -> set[bytes]:
    """What a secret may look like in a file: as it is, quoted, escaped, in hexadecimal digits, in base64."""
    plain = secret.encode()
    found = {plain, secret.encode("utf-16-le"), quote(secret, safe="").encode(), quote_plus(secret).encode()}
    found |= {json.dumps(secret)[1:-1].encode(), repr(secret)[1:-1].encode(), repr(plain)[2:-1].encode()}
    found |= {plain.hex().encode(), plain.hex().upper().encode()}
    for before in range(3):  # base64 depends on where in its three bytes the secret begins
        coded = base64.b64encode(bytes(before) + plain + bytes(2))
        found.add(coded[4 : len(coded) - 8] if before else coded[: len(coded) - 8])
    return {each for each in found if len(each) >= 8}


def test_a_secret_is_recognised_in_every_writing() -> None:
    secret = SECRETS[0]
    for text in (
        secret.encode(),
        f"mqtt://u:{quote(secret, safe='')}@h".encode(),
        json.dumps({"password": secret}).encode(),
        repr(secret.encode()).encode(),
        base64.b64encode(b"alice:" + secret.encode()),
        base64.b64encode(b"a:" + secret.encode() + b"!"),
        b"\x00" + secret.encode().hex(" ").replace(" ", "").encode(),
    ):
        assert any(each in text for each in writings(secret)), text


@pytest.fixture
def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session | None]:
    if missing_keyring():
        yield None
        return
    folder = tmp_path / "keyring"
    folder.mkdir()
    with keyring_session(folder, monkeypatch) as session:
        yield session


@pytest.fixture
def plan(make_mosquitto: Callable[..., Mosquitto], certificates: Certificates, tmp_path: Path) -> Plan:
    broker = make_mosquitto("ws", "mtls", "password")
    broker.start()
    key = serialization.load_pem_private_key(Path(certificates.path("client.key")).read_bytes(), None)
    locked = serialization.BestAvailableEncryption(KEY_PASSPHRASE.encode())
    own = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked)
    Path(certificates.path("client-own.key")).write_bytes(own)
    exports = tmp_path / "exports"
    exports.mkdir()
    ports = broker.ports | {"plain": broker.port}
    return Plan(
        seen=str(tmp_path / "seen.txt"),
        exports=str(exports),
        broker_pid=broker.pid,
        ports=ports,
        certificates=str(certificates.folder),
    )


def test_the_secrets_are_in_the_keyring_alone(plan: Plan, keyring: Session | None, tmp_path: Path) -> None:
    home = tmp_path / "home"
    environment = os.environ | folders(home) | {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "LANGUAGE": "en"}
    environment |= {"PYTHONASYNCIODEBUG": "1", "PYTHONFAULTHANDLER": "1"}
    proxies = Proxies(tmp_path)
    plan.ports["proxy"] = plan.ports["plain"] if Proxies.missing() else proxies.socks5(password=True)
    written = tmp_path / "plan.json"
    written.write_text(json.dumps(asdict(plan)))
    url = f"mqtt://alice:{quote(URL_PASSWORD)}@127.0.0.1:{plan.ports['password']}"
    command = [sys.executable, "-m", "tests.support.talkative_program", str(written), "--connect", url]
    try:
        done = subprocess.run(
            [*command, "--report", str(tmp_path / "report.json")],
            env=environment,
            capture_output=True,
            timeout=60,
            check=False,
        )
    finally:
        proxies.stop()
    log = home / "state" / "tracemq" / "log" / "tracemq.log"
    logged = log.read_text(encoding="utf-8") if log.exists() else ""
    said = (done.stdout + done.stderr).decode(errors="replace") + logged
    assert done.returncode == 0, said
    seen = Path(plan.seen).read_text(encoding="utf-8")
    assert "FAILED" not in seen, said

    # that it did talk
    assert logged.count("RuntimeError") >= 4
    assert "DEBUG" in logged
    for cause in ("CREDENTIALS_REFUSED", "PROXY_CREDENTIALS", "AUTHENTICATION_METHOD_REFUSED", "NOBODY_LISTENS"):
        assert f"({cause})" in seen
    assert "token: connected" in seen
    assert "certificate: connected" in seen
    assert len(list((home / "config" / "tracemq" / "profiles").glob("*.yaml"))) == 4

    # and that it kept them to itself
    files = [path for folder in (home, Path(plan.exports)) for path in folder.rglob("*") if path.is_file()]
    outputs = {str(path.relative_to(tmp_path)): path.read_bytes() for path in files}
    outputs["report"] = (tmp_path / "report.json").read_bytes()
    outputs |= {"output": done.stdout + done.stderr, "windows and clipboard": seen.encode()}
    leaks = [
        (where, secret)
        for where, content in outputs.items()
        for secret in SECRETS
        if any(each in content for each in writings(secret))
    ]
    assert leaks == []

    # where they belong
    sealed = read_export(Path(plan.exports, "sealed.yaml").read_bytes(), EXPORT_PASSPHRASE)
    assert isinstance(sealed, list)
    exported = {value for each in sealed for value in each.secrets.values()}
    saved = set(SECRETS) - {URL_PASSWORD, EXPORT_PASSPHRASE}
    assert exported == saved
    if keyring is not None:
        assert in_keyring() == saved


def in_keyring() -> set[str]:
    import secretstorage

    connection = secretstorage.dbus_init()
    try:
        collection = secretstorage.get_default_collection(connection)
        return {item.get_secret().decode() for item in collection.search_items({"service": SERVICE})}
    finally:
        connection.close()
