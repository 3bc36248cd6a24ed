import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.mqtt.addresses import parse_url as client_parse_url
from tracemq.profiles.problems import Problem, host_problem
from tracemq.profiles.profile import AuthMethod, Profile, Scheme, WebSocketSettings
from tracemq.profiles.url import UrlParts, UrlProblem, parse_url, url, with_url, without_password


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("mqtt://localhost", UrlParts(scheme=Scheme.MQTT, host="localhost")),
        ("  localhost ", UrlParts(scheme=Scheme.MQTT, host="localhost")),
        ("broker:1884", UrlParts(scheme=Scheme.MQTT, host="broker", port=1884)),
        ("mqtt:1884", UrlParts(scheme=Scheme.MQTT, host="mqtt", port=1884)),
        ("tcp://10.0.0.1:1883/", UrlParts(scheme=Scheme.MQTT, host="10.0.0.1", port=1883)),
        ("SSL://h:8883", UrlParts(scheme=Scheme.MQTTS, host="h", port=8883)),
        ("tls://h", UrlParts(scheme=Scheme.MQTTS, host="h")),
        ("ws://localhost:8083", UrlParts(scheme=Scheme.WS, host="localhost", port=8083)),
        ("wss://h/mqtt?a=b&c#frag", UrlParts(scheme=Scheme.WSS, host="h", path="/mqtt", query="a=b&c")),
        ("mqtt://[::1]:1883", UrlParts(scheme=Scheme.MQTT, host="::1", port=1883)),
        ("mqtt://::1", UrlParts(scheme=Scheme.MQTT, host="::1")),
        ("mqtt://[fe80::1%eth0]", UrlParts(scheme=Scheme.MQTT, host="fe80::1%eth0")),
        ("unix:/run/mosquitto.sock", UrlParts(scheme=Scheme.UNIX, path="/run/mosquitto.sock")),
        ("unix:///run/a b.sock", UrlParts(scheme=Scheme.UNIX, path="/run/a b.sock")),
        ("mqtt://u%40x:p%2Fw@h", UrlParts(scheme=Scheme.MQTT, host="h", username="u@x", password="p/w")),
        ("mqtt://u@h", UrlParts(scheme=Scheme.MQTT, host="h", username="u")),
        ("mqtt://u:a@b@h", UrlParts(scheme=Scheme.MQTT, host="h", username="u", password="a@b")),
        ("mqtt://bücher.example", UrlParts(scheme=Scheme.MQTT, host="bücher.example")),
        ("mqtt://h:", UrlParts(scheme=Scheme.MQTT, host="h")),
    ],
)
def test_a_url_is_read_into_its_parts(text: str, parts: UrlParts) -> None:
    assert parse_url(text) == parts


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", UrlProblem.EMPTY),
        ("  ", UrlProblem.EMPTY),
        ("h" * 9000, UrlProblem.TOO_LONG),
        ("http://h", UrlProblem.SCHEME_UNKNOWN),
        ("mqtt://", UrlProblem.HOST_EMPTY),
        ("mqtt://:1883", UrlProblem.HOST_EMPTY),
        ("mqtt://a b", UrlProblem.UNFIT_CHARACTER),
        ("mqtt://a\x00b", UrlProblem.UNFIT_CHARACTER),
        ("mqtt://a\\b", UrlProblem.HOST_INVALID),
        ("mqtt://[::1", UrlProblem.BRACKET_OPEN),
        ("mqtt://[::1]x", UrlProblem.HOST_INVALID),
        ("mqtt://[nope]", UrlProblem.HOST_INVALID),
        ("mqtt://a:b:c", UrlProblem.HOST_INVALID),
        ("mqtt://h:x", UrlProblem.PORT_NOT_A_NUMBER),
        ("h:x", UrlProblem.PORT_NOT_A_NUMBER),
        ("mqtt://h:²", UrlProblem.PORT_NOT_A_NUMBER),
        ("mqtt://h:0", UrlProblem.PORT_OUT_OF_RANGE),
        ("mqtt://h:65536", UrlProblem.PORT_OUT_OF_RANGE),
        ("mqtt://h:" + "9" * 5000, UrlProblem.PORT_OUT_OF_RANGE),
        ("mqtt://h/path", UrlProblem.PATH_UNUSED),
        ("unix:", UrlProblem.PATH_EMPTY),
    ],
)
def test_what_is_wrong_with_a_url_is_named(text: str, problem: UrlProblem) -> None:
    assert parse_url(text) is problem


@pytest.mark.parametrize(
    ("profile", "text"),
    [
        (Profile(), "mqtt://localhost:1883"),
        (Profile(scheme=Scheme.MQTTS, host="::1"), "mqtts://[::1]:8883"),
        (Profile(scheme=Scheme.WS, host="h", port=80), "ws://h:80/mqtt"),
        (Profile(scheme=Scheme.UNIX, socket_path="/a b%41"), "unix:/a b%2541"),
        (Profile(host="fe80::1%eth0"), "mqtt://[fe80::1%25eth0]:1883"),
        (Profile(username="u", authentication=AuthMethod.PASSWORD), "mqtt://localhost:1883"),
    ],
)
def test_a_profile_is_shown_as_its_url(profile: Profile, text: str) -> None:
    assert url(profile) == text
    parts = parse_url(text)
    assert isinstance(parts, UrlParts)
    assert url(with_url(Profile(), parts)) == text


@pytest.mark.parametrize("host", ["h", "10.0.0.1", "::1", "fe80::1%eth0"])
@pytest.mark.parametrize("scheme", list(Scheme))
def test_the_client_reads_the_composed_url_as_it_was_meant(scheme: Scheme, host: str) -> None:
    profile = Profile(scheme=scheme, host=host, socket_path="/run/a%20b", websocket=WebSocketSettings(query="x=1&y"))
    address = client_parse_url(url(profile))
    assert address.scheme.value == scheme.value
    assert address.path == profile.path
    assert (address.host, address.port) == (("", 0) if scheme is Scheme.UNIX else (host, profile.port_number))


def test_a_websocket_url_without_a_port_means_that_of_the_web() -> None:
    parts = parse_url("wss://h/x?y=z")
    assert isinstance(parts, UrlParts)
    profile = with_url(Profile(), parts)
    assert profile.port == 443
    assert profile.websocket == WebSocketSettings(path="/x", query="y=z")


def test_a_user_name_in_a_url_turns_authentication_on() -> None:
    parts = parse_url("mqtt://joe:secret@h")
    assert isinstance(parts, UrlParts)
    profile = with_url(Profile(), parts)
    assert (profile.username, profile.authentication) == ("joe", AuthMethod.PASSWORD)
    assert "secret" not in repr(profile) + repr(parts)


def test_passwords_are_taken_out_of_urls_in_any_text() -> None:
    text = "see mqtt://joe:s3cret@h:1883/x and wss://:p@ss@k, but not mqtt://joe@h or 12:30@noon"
    shown = "see mqtt://joe:***@h:1883/x and wss://:***@k, but not mqtt://joe@h or 12:30@noon"
    assert without_password(text) == shown
    assert without_password("1a+b://joe:s3cret@h, http://a:b:c@h") == "1a+b://joe:***@h, http://a:***@h"


@pytest.mark.parametrize("piece", ["a", "a://", "a://b:", "://@", "a:b@"])
def test_passwords_are_looked_for_in_long_texts_in_good_time(piece: str) -> None:
    text = piece * 200_000
    began = time.thread_time()
    without_password(text)
    assert time.thread_time() - began < 2


@given(st.text(max_size=60) | st.from_regex(r"(mqtt|ws|unix|wss)(:|://)[\x00-\xff]{0,20}"))
def test_any_text_gives_parts_or_a_problem(text: str) -> None:
    result = parse_url(text)
    assert isinstance(result, UrlParts | UrlProblem)
    if isinstance(result, UrlParts):
        url(with_url(Profile(), result))


@pytest.mark.parametrize("path", ["/s", " /s ", "/a b", "//s", "///s", "/100%", "/%2F", "\t/s", "/\u2003"])
def test_the_path_of_a_socket_comes_back_from_its_url_as_it_was(path: str) -> None:
    parts = parse_url(url(Profile(scheme=Scheme.UNIX, socket_path=path)))
    assert isinstance(parts, UrlParts)
    assert parts.path == path


@pytest.mark.parametrize("host", ["a\u202eb", "a\u200bb", "x\ud800", "a" * 64, "\xe9" * 60, "a..b", "\xad"])
def test_a_host_that_looks_like_another_or_is_none_is_refused(host: str) -> None:
    assert parse_url(f"mqtt://{host}") is UrlProblem.HOST_INVALID
    assert host_problem(host) is Problem.HOST_INVALID


@pytest.mark.parametrize("host", ["b\xfccher.example", "\u4f8b\u3048.jp", "a.example.", "x_y", "10.0.0.1"])
def test_names_in_any_letters_are_taken(host: str) -> None:
    assert host_problem(host) is None
