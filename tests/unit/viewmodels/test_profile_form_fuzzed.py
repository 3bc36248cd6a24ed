"""Whatever is typed into whichever field of the connection dialog: it is complained about, or saved and read unchanged.

No Qt and no screen: the form alone, which the dialog copies every keystroke into.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracemq.mqtt.types import QoS, Version
from tracemq.profiles.profile import (
    AuthMethod,
    ClientCertificate,
    Header,
    PayloadSource,
    Profile,
    ProxyKind,
    ProxySettings,
    Scheme,
    SubscriptionSettings,
    TlsSettings,
    Trust,
    WebSocketSettings,
    WillSettings,
)
from tracemq.profiles.secrets import SecretKind
from tracemq.profiles.store import SCHEMA, without_secret_values
from tracemq.ui.problem_text import complaint_text
from tracemq.viewmodels.payload_input import PayloadKind
from tracemq.viewmodels.profile_form import NUMBERS, SECRET_PATHS, URL, ProfileForm
from tracemq.workspace.connect_options import connect_options
from tracemq.workspace.profile_secrets import ProfileSecrets

EVERYTHING = Profile(
    id="a1",
    name="n",
    host="h",
    client_id="me",
    scheme=Scheme.WSS,
    version=Version.V5,
    authentication=AuthMethod.PASSWORD,
    username="u",
    tls=TlsSettings(trust=Trust.CA_FILE, ca_file="a", certificate=ClientCertificate.PEM, cert_file="c"),
    websocket=WebSocketSettings(headers=(Header(name="X"), Header(name="Y", secret=True))),
    subscriptions=(SubscriptionSettings(filter="a"),),
    will=WillSettings(enabled=True, topic="t"),
    proxy=ProxySettings(kind=ProxyKind.SOCKS5, host="p"),
)
BASES: Final = (
    EVERYTHING,
    replace(EVERYTHING, scheme=Scheme.UNIX, socket_path="/s", version=Version.V311),
    replace(EVERYTHING, version=Version.V31, authentication=AuthMethod.NONE),
    Profile(id="a1", name="n", host="h", client_id="me"),
)
# Anything that Python calls a text, and what people paste: halves of characters, controls, signs that turn the line
TEXTS = st.one_of(
    st.text(st.characters(codec=None), max_size=60),
    st.text(max_size=60),
    st.sampled_from(
        [
            "",
            " ",
            "\0",
            "\ud800",
            "a\udfffb",
            "\u202etxt.exe",
            "\ufeff",
            "\x85",
            "\u2028",
            "\r\n",
            "\t",
            "- a\n",
            ": #",
            "~",
        ]
    ),
    st.sampled_from(["null", "yes", "0012", "1e999", "&a", "*a", "!!python/object", "<b>", "{host}", "%s", "'", '"']),
    st.integers(0, 2).map(lambda more: "é" * (32_768 + more)),
)


def text_fields(record: Any, above: str = "") -> list[str]:
    found = []
    for field in fields(record):
        value = getattr(record, field.name)
        if is_dataclass(value):
            found += text_fields(value, f"{field.name}.")
        elif type(value) is str:
            found.append(f"{above}{field.name}")
    return found


TEXT_FIELDS: Final = [path for path in text_fields(EVERYTHING) if path != "id"]


def judge(form: ProfileForm) -> None:
    """Every complaint can be said; without a serious one the profile can be saved, read and connected with."""
    for complaint in form.complaints().values():
        assert complaint_text(complaint)
    if not form.can_save:
        return
    profile = form.finished()
    assert SCHEMA.decode(SCHEMA.encode(without_secret_values(profile))) == profile
    assert form.url_text
    will_is_file = profile.will.enabled and profile.will.source is PayloadSource.FILE
    if not will_is_file:
        secrets = {kind: form.secret(kind) or None for kind in SecretKind}
        options = connect_options(
            profile,
            ProfileSecrets(
                password=secrets[SecretKind.PASSWORD],
                psk=secrets[SecretKind.PSK],
                proxy_password=secrets[SecretKind.PROXY_PASSWORD],
            ),
        )
        assert options.addresses


def test_no_field_is_left_out() -> None:
    assert len(TEXT_FIELDS) >= 23
    assert {"host", "tls.ca_file", "websocket.path", "will.topic", "proxy.username", "notes"} <= set(TEXT_FIELDS)


@pytest.mark.parametrize("path", TEXT_FIELDS)
@settings(max_examples=40)
@given(base=st.sampled_from(BASES), text=TEXTS)
def test_any_text_in_any_field(path: str, base: Profile, text: str) -> None:
    form = ProfileForm(base)
    form.put(path, text)
    judge(form)


@pytest.mark.parametrize("path", sorted(NUMBERS))
@settings(max_examples=40)
@given(base=st.sampled_from(BASES), text=st.one_of(TEXTS, st.integers().map(str), st.floats().map(str)))
def test_any_text_in_any_number(path: str, base: Profile, text: str) -> None:
    form = ProfileForm(base)
    form.type_number(path, text)
    form.number_text(path)
    judge(form)


@pytest.mark.parametrize("kind", list(SecretKind))
@settings(max_examples=40)
@given(base=st.sampled_from(BASES), text=TEXTS)
def test_any_text_as_any_secret_stays_out_of_the_profile(kind: SecretKind, base: Profile, text: str) -> None:
    form = ProfileForm(base)
    form.put_secret(kind, text)
    assert SECRET_PATHS[kind]
    assert form.profile == base
    judge(form)


@settings(max_examples=200)
@given(
    base=st.sampled_from(BASES), text=st.one_of(TEXTS, st.from_regex(r"[a-z]{2,5}://[^/]{0,9}(:[0-9]{1,6})?/?.{0,9}"))
)
def test_any_text_as_the_address(base: Profile, text: str) -> None:
    form = ProfileForm(base)
    form.type_url(text)
    judge(form)
    form.leave_url()
    judge(form)
    assert URL in form.complaints() or form.url_text


@settings(max_examples=80)
@given(
    base=st.sampled_from(BASES),
    rows=st.lists(st.tuples(TEXTS, TEXTS, st.booleans()), max_size=3),
    source=st.sampled_from(PayloadSource),
    kind=st.sampled_from([PayloadKind.TEXT, PayloadKind.HEX]),
)
def test_any_rows_in_the_tables_and_any_payload_of_the_will(
    base: Profile, rows: list[tuple[str, str, bool]], source: PayloadSource, kind: PayloadKind
) -> None:
    form = ProfileForm(base)
    form.put_headers([Header(name=name, value=value, secret=secret) for name, value, secret in rows])
    form.put("mqtt5.user_properties", tuple((name, value) for name, value, _ in rows))
    form.put("will.user_properties", tuple((name, value) for name, value, _ in rows))
    form.put("subscriptions", tuple(SubscriptionSettings(filter=name, qos=QoS(1)) for name, _, _ in rows))
    form.put("tls.alpn", tuple(name for name, _, _ in rows))
    form.put("will.source", source)
    form.put("will.payload", rows[0][1] if rows else "")
    form.choose_correlation_kind(kind)
    form.type_correlation(rows[0][0] if rows else "")
    judge(form)
