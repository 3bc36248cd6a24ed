from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.mqtt.types import Version
from tracemq.profiles.cautions import Caution
from tracemq.profiles.problems import RANGES, Problem
from tracemq.profiles.profile import (
    AuthMethod,
    Header,
    Mqtt5Settings,
    Profile,
    Scheme,
    SubscriptionSettings,
    TlsSettings,
    Trust,
)
from tracemq.profiles.secrets import SecretKind
from tracemq.profiles.url import UrlProblem
from tracemq.viewmodels.numbers import NumberProblem
from tracemq.viewmodels.profile_form import NUMBERS, URL, ProfileForm, Unused


def form(**changes: object) -> ProfileForm:
    return ProfileForm(replace(Profile(name="home", client_id="me"), **changes))  # type: ignore[arg-type]


def test_an_untouched_form_gives_back_the_profile_it_was_made_from() -> None:
    profile = Profile(name="home")
    assert ProfileForm(profile).finished() == profile
    assert ProfileForm(profile).can_save


def test_the_port_follows_the_scheme_until_it_is_touched() -> None:
    edited = form()
    edited.put("scheme", Scheme.MQTTS)
    assert edited.number_text("port") == "8883"
    edited.type_number("port", "1234")
    edited.put("scheme", Scheme.WS)
    assert edited.number_text("port") == "1234"
    edited.type_number("port", "")
    assert edited.number_text("port") == "8083"
    assert edited.finished().port is None


def test_the_address_is_composed_of_the_fields() -> None:
    edited = form(host="broker.example")
    assert edited.url_text == "mqtt://broker.example:1883"
    edited.put("scheme", Scheme.WSS)
    edited.put("websocket.path", "/mqtt")
    assert edited.url_text == "wss://broker.example:8084/mqtt"


def test_a_typed_address_is_taken_apart_into_the_fields() -> None:
    edited = form()
    edited.type_url("wss://iot.example:9001/ws?x=1")
    profile = edited.finished()
    assert (profile.scheme, profile.host, profile.port) == (Scheme.WSS, "iot.example", 9001)
    assert (profile.websocket.path, profile.websocket.query) == ("/ws", "x=1")
    assert edited.url_text == "wss://iot.example:9001/ws?x=1"


def test_an_address_that_is_not_valid_yet_changes_nothing_and_says_so() -> None:
    edited = form(host="before")
    edited.type_url("mqtt://after:port")
    assert edited.finished().host == "before"
    assert edited.complaints()[URL].problem is UrlProblem.PORT_NOT_A_NUMBER
    assert not edited.can_save
    edited.leave_url()
    assert edited.url_text == "mqtt://after:port"  # what was typed is not lost
    edited.put("host", "elsewhere")
    assert edited.url_text == "mqtt://elsewhere:1883"


def test_editing_the_host_inside_the_address_does_not_pin_the_port() -> None:
    edited = form()
    edited.type_url("mqtt://elsewhere:1883")
    edited.put("scheme", Scheme.MQTTS)
    assert edited.number_text("port") == "8883"


def test_a_port_that_was_typed_stays_pinned_even_if_it_is_the_usual_one() -> None:
    edited = form()
    edited.type_number("port", "1884")
    edited.type_url("mqtt://localhost:1883")
    edited.put("scheme", Scheme.MQTTS)
    assert edited.number_text("port") == "1883"


def test_a_password_in_an_address_becomes_the_password_and_is_shown_no_more() -> None:
    edited = form()
    edited.type_url("mqtt://ann:s3cret@broker")
    edited.leave_url()
    assert edited.password == "s3cret"
    assert "s3cret" not in edited.url_text
    assert "s3cret" not in repr(edited.finished())
    assert edited.finished().username == "ann"
    assert edited.finished().authentication is AuthMethod.PASSWORD


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("x", NumberProblem.NOT_A_NUMBER),
        ("", NumberProblem.NOT_A_NUMBER),
        ("1.5", NumberProblem.NOT_WHOLE),
        ("65536", NumberProblem.OUT_OF_RANGE),
        ("-1", NumberProblem.OUT_OF_RANGE),
        ("9" * 5000, NumberProblem.NOT_A_NUMBER),
        ("٣", NumberProblem.NOT_A_NUMBER),
    ],
)
def test_a_number_that_is_none_stays_as_typed_beside_the_last_good_value(text: str, problem: NumberProblem) -> None:
    edited = form(keep_alive_s=30)
    edited.type_number("keep_alive_s", text)
    assert edited.number_text("keep_alive_s") == text
    assert edited.complaints()["keep_alive_s"].problem is problem
    assert edited.complaints()["keep_alive_s"].facts == {"low": 0, "high": 65535}
    assert not edited.can_save
    edited.type_number("keep_alive_s", "15")
    assert edited.can_save
    assert edited.finished().keep_alive_s == 15


@pytest.mark.parametrize("text", ["0.5", "0,5", ".5", " 0.5 "])
def test_a_time_takes_a_point_or_a_comma(text: str) -> None:
    edited = form()
    edited.type_number("connect_timeout_s", text)
    assert edited.finished().connect_timeout_s == 0.5


@pytest.mark.parametrize("path", sorted(NUMBERS))
def test_every_number_takes_its_bounds_and_nothing_beyond(path: str) -> None:
    edited = form(version=Version.V5)
    edited.put("will.enabled", True)
    edited.put("will.topic", "gone")
    for bound in RANGES[path]:
        edited.type_number(path, f"{bound:.15g}")
        assert edited.get(path) == bound
        assert path not in edited.complaints() or not edited.complaints()[path].serious or path.startswith("reconnect")
    edited.type_number(path, f"{RANGES[path].high + 1:.15g}")
    if not edited.unused(path):
        assert edited.complaints()[path].problem is NumberProblem.OUT_OF_RANGE


def test_what_the_profile_itself_forbids_is_a_serious_complaint() -> None:
    edited = form()
    edited.put("host", "two words")
    assert edited.complaints()["host"].problem is Problem.HOST_INVALID
    assert edited.complaints()["host"].serious


def test_what_is_unusual_warns_and_can_be_saved() -> None:
    edited = form(client_id="")
    assert edited.complaints()["client_id"].problem is Caution.CLIENT_ID_EMPTY
    assert not edited.complaints()["client_id"].serious
    assert edited.can_save


def test_a_problem_hides_a_caution_about_the_same_field() -> None:
    edited = form(client_id="", version=Version.V31)
    assert edited.complaints()["client_id"].problem is Problem.CLIENT_ID_EMPTY


def test_each_filter_is_checked_in_its_own_row() -> None:
    edited = form(subscriptions=(SubscriptionSettings(filter="a/#"), SubscriptionSettings(filter="a/#/b")))
    assert "subscriptions.0.filter" not in edited.complaints()
    assert edited.complaints()["subscriptions.1.filter"].serious


def test_a_connection_without_a_name_is_named_after_its_host() -> None:
    edited = form(name="", host="broker.example")
    assert edited.can_save
    assert edited.finished().name == "broker.example"


def test_properties_are_unused_before_mqtt_5_and_are_kept_all_the_same() -> None:
    edited = form(mqtt5=Mqtt5Settings(receive_maximum=20))
    edited.put("will.enabled", True)
    edited.put("version", Version.V311)
    assert edited.unused("mqtt5.receive_maximum") is Unused.NEEDS_MQTT_5
    assert edited.unused("will.delay_interval_s") is Unused.NEEDS_MQTT_5
    assert edited.unused("subscriptions.no_local") is Unused.NEEDS_MQTT_5
    assert edited.unused("keep_alive_s") is None
    assert edited.finished().mqtt5.receive_maximum == 20


def test_a_broken_number_that_is_not_used_does_not_stand_in_the_way() -> None:
    edited = form()
    edited.type_number("mqtt5.receive_maximum", "many")
    assert not edited.can_save
    edited.put("version", Version.V311)
    assert edited.can_save


def test_tls_and_websocket_are_switched_through_the_scheme() -> None:
    edited = form()
    assert edited.unused("tls.trust") is Unused.NEEDS_TLS
    edited.encrypt(True)
    assert edited.finished().scheme is Scheme.MQTTS
    edited.use_websocket(True)
    assert edited.finished().scheme is Scheme.WSS
    edited.encrypt(False)
    assert edited.finished().scheme is Scheme.WS
    edited.use_websocket(False)
    assert edited.finished().scheme is Scheme.MQTT


def test_only_the_fields_of_the_choice_that_was_made_are_used() -> None:
    edited = form(scheme=Scheme.MQTTS, tls=TlsSettings(trust=Trust.SYSTEM))
    assert edited.unused("tls.ca_file") is Unused.OTHER_CHOICE
    edited.put("tls.trust", Trust.CA_FILE)
    assert edited.unused("tls.ca_file") is None
    assert edited.complaints()["tls.ca_file"].problem is Problem.FILE_NOT_CHOSEN


def test_a_unix_socket_has_a_path_and_neither_host_nor_port() -> None:
    edited = form(scheme=Scheme.UNIX)
    assert edited.unused("host") is Unused.OTHER_CHOICE
    assert edited.unused("proxy.kind") is Unused.NOT_WITH_UNIX
    assert edited.number_text("port") == ""
    edited.put("socket_path", "/run/mqtt.sock")
    assert edited.url_text == "unix:/run/mqtt.sock"
    assert edited.can_save


def test_the_value_of_a_secret_header_never_gets_into_the_profile() -> None:
    edited = form(scheme=Scheme.WSS)
    headers = [Header(name="X-Api-Key", value="s3cret", secret=True), Header(name="Accept", value="*/*")]
    edited.put_headers(headers)
    assert edited.headers() == headers
    assert "s3cret" not in repr(edited.finished())
    assert list(edited.secrets.values()) == ["s3cret"]
    edited.put_headers([replace(headers[0], secret=False)])
    assert edited.finished().websocket.headers[0].value == "s3cret"


def test_a_password_nobody_typed_is_none_and_an_empty_one_is_not() -> None:
    edited = form()
    assert edited.password is None
    edited.put_secret(SecretKind.PASSWORD, "")
    assert edited.password == ""


def test_a_regenerated_client_id_is_another_one() -> None:
    edited = form()
    edited.regenerate_client_id()
    assert edited.finished().client_id not in {"me", ""}


TEXT_PATHS = ["name", "host", "socket_path", "client_id", "username", "notes", "will.topic", "will.payload",
              "tls.server_name", "websocket.path", "websocket.query", "proxy.host"]  # fmt: skip


@given(
    texts=st.lists(st.tuples(st.sampled_from(TEXT_PATHS), st.text(st.characters(codec=None), max_size=40)), max_size=4),
    numbers=st.lists(st.tuples(st.sampled_from(sorted(NUMBERS)), st.text(max_size=20)), max_size=4),
    address=st.text(max_size=60) | st.none(),
    scheme=st.sampled_from(Scheme),
    version=st.sampled_from(Version),
)
def test_no_text_in_any_field_makes_the_form_fail(
    texts: list[tuple[str, str]],
    numbers: list[tuple[str, str]],
    address: str | None,
    scheme: Scheme,
    version: Version,
) -> None:
    edited = form(scheme=scheme, version=version)
    edited.put("will.enabled", True)
    for path, text in texts:
        edited.put(path, text)
    for path, text in numbers:
        edited.type_number(path, text)
        assert edited.number_text(path) == text or edited.get(path) is not None or path == "port" or not text.strip()
    if address is not None:
        edited.type_url(address)
    serious = [complaint for complaint in edited.complaints().values() if complaint.serious]
    assert edited.can_save is not bool(serious)
    assert edited.url_text is not None
