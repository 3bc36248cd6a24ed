"""Where and when the next attempt goes, decided without any connection."""

from __future__ import annotations

import pytest

from tracemq.mqtt import (
    ConnectionLost,
    ConnectionRefused,
    ConnectOptions,
    Properties,
    ReasonCode,
    ReconnectPolicy,
    Redirected,
    RefusedLocally,
    ServerDisconnected,
    TlsFailed,
    Version,
    parse_url,
)
from tracemq.mqtt.client_events import ClientEvent, FellBack
from tracemq.mqtt.errors import TlsFault
from tracemq.mqtt.route import MAX_REDIRECTS, Next, Route, referred

ALWAYS = ReconnectPolicy(first_connect=True)
LOST = ConnectionLost("gone")
WRONG_VERSION = ConnectionRefused(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION)


def moved(to: str, reason: ReasonCode = ReasonCode.SERVER_MOVED) -> ServerDisconnected:
    return ServerDisconnected(reason, Properties(server_reference=to))


def a_route() -> tuple[Route, list[ClientEvent]]:
    told: list[ClientEvent] = []
    return Route(told.append), told


def test_addresses_are_taken_in_turn_and_a_delay_comes_after_the_last() -> None:
    route, _ = a_route()
    options = ConnectOptions("mqtt://a", other_urls=("mqtt://b", "mqtt://c"), reconnect=ALWAYS)
    tried = []
    for expected in (Next.NOW, Next.NOW, Next.LATER, Next.NOW, Next.NOW, Next.LATER):
        tried.append(route.address(options).host)
        assert route.failed(LOST, options) is expected
    assert "".join(tried) == "abcabc"


def test_a_lost_connection_goes_back_to_the_same_server_after_a_delay() -> None:
    route, _ = a_route()
    options = ConnectOptions("mqtt://a", other_urls=("mqtt://b",), reconnect=ALWAYS)
    assert route.failed(LOST, options) is Next.NOW
    route.connected(Version.V5)
    assert route.lost(LOST, options) is Next.LATER
    assert route.address(options).host == "b"
    assert route.failed(LOST, options) is Next.NOW


def test_all_addresses_are_tried_even_if_nothing_is_tried_twice() -> None:
    route, _ = a_route()
    options = ConnectOptions("mqtt://a", other_urls=("mqtt://b",))
    assert route.failed(LOST, options) is Next.NOW
    assert route.failed(LOST, options) is Next.STOP


@pytest.mark.parametrize(
    ("first_connect", "later", "before", "after"),
    [
        (True, True, Next.LATER, Next.LATER),
        (False, True, Next.STOP, Next.LATER),
        (True, False, Next.LATER, Next.STOP),
        (False, False, Next.STOP, Next.STOP),
    ],
)
def test_the_first_connect_and_later_ones_have_a_switch_each(
    first_connect: bool, later: bool, before: Next, after: Next
) -> None:
    options = ConnectOptions(reconnect=ReconnectPolicy(first_connect=first_connect, later=later))
    route, _ = a_route()
    assert route.failed(LOST, options) is before
    route.connected(Version.V5)
    assert route.lost(LOST, options) is after


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ConnectionRefused(ReasonCode.SERVER_BUSY), Next.LATER),
        (ConnectionRefused(ReasonCode.QUOTA_EXCEEDED), Next.LATER),
        (ConnectionRefused(ReasonCode.BAD_USER_NAME_OR_PASSWORD), Next.STOP),
        (ConnectionRefused(ReasonCode.BANNED), Next.STOP),
        (RefusedLocally("invalid"), Next.STOP),
        (TlsFailed(TlsFault.EXPIRED), Next.LATER),  # certificates are renewed
        (LOST, Next.LATER),
    ],
)
def test_the_reason_of_a_failure_decides(error: Exception, expected: Next) -> None:
    route, _ = a_route()
    assert route.failed(error, ConnectOptions(reconnect=ALWAYS)) is expected  # type: ignore[arg-type] # MqttErrors


def test_a_token_that_ran_out_is_tried_again_only_with_a_source_of_new_ones() -> None:
    route, _ = a_route()
    route.connected(Version.V5)
    error = ServerDisconnected(ReasonCode.NOT_AUTHORIZED)
    assert route.lost(error, ConnectOptions(reconnect=ALWAYS)) is Next.STOP
    fresh = ConnectOptions(reconnect=ALWAYS, credentials=lambda: pytest.fail("not asked here"))
    assert route.lost(error, fresh) is Next.LATER


def test_versions_are_tried_in_turn_and_the_accepted_one_is_kept() -> None:
    route, told = a_route()
    options = ConnectOptions(fall_back_to=(Version.V311, Version.V31), reconnect=ALWAYS)
    assert route.version(options) is Version.V5
    assert route.failed(WRONG_VERSION, options) is Next.NOW
    assert route.version(options) is Version.V311
    route.connected(Version.V311)
    route.lost(LOST, options)
    assert route.version(options) is Version.V311
    assert route.failed(WRONG_VERSION, options) is Next.STOP  # it was accepted before: nothing to guess
    assert told == [FellBack(refused=Version.V5, version=Version.V311)]


def test_after_the_last_version_the_refusal_stands() -> None:
    route, _ = a_route()
    options = ConnectOptions(fall_back_to=(Version.V311,), reconnect=ALWAYS)
    assert route.failed(WRONG_VERSION, options) is Next.NOW
    assert route.failed(WRONG_VERSION, options) is Next.STOP
    assert route.version(options) is Version.V5


def test_a_silent_close_may_mean_the_version_but_settles_nothing() -> None:
    route, _ = a_route()
    options = ConnectOptions(fall_back_to=(Version.V311,), reconnect=ALWAYS)
    assert route.failed(LOST, options) is Next.NOW
    assert route.version(options) is Version.V311
    assert route.failed(LOST, options) is Next.LATER
    assert route.version(options) is Version.V5


def test_a_version_that_is_no_longer_wanted_is_forgotten() -> None:
    route, _ = a_route()
    route.connected(Version.V31)
    assert route.version(ConnectOptions(version=Version.V311)) is Version.V311


def test_another_server_is_meant_once_and_a_moved_one_for_good() -> None:
    for reason, back_at in ((ReasonCode.USE_ANOTHER_SERVER, "a"), (ReasonCode.SERVER_MOVED, "b")):
        route, told = a_route()
        options = ConnectOptions("mqtt://a", follow_redirects=True, reconnect=ALWAYS)
        route.connected(Version.V5)
        assert route.lost(moved("b", reason), options) is Next.NOW
        assert route.address(options).host == "b"
        assert told == [Redirected(reason=reason, server_references=("b",), followed="mqtt://b:1883")]
        route.connected(Version.V5)
        route.lost(LOST, options)
        assert route.address(options).host == back_at


def test_redirects_in_a_circle_come_to_an_end() -> None:
    route, _ = a_route()
    options = ConnectOptions("mqtt://a", follow_redirects=True, reconnect=ALWAYS)
    for _ in range(MAX_REDIRECTS):
        assert route.lost(moved("b"), options) is Next.NOW
    assert route.lost(moved("b"), options) is Next.STOP
    route.held()
    assert route.lost(moved("b"), options) is Next.NOW


def test_a_redirect_without_a_usable_reference_stops() -> None:
    route, told = a_route()
    options = ConnectOptions("mqtts://a", follow_redirects=True, reconnect=ALWAYS)
    assert route.lost(moved(""), options) is Next.STOP
    assert route.lost(moved("mqtt://unencrypted no:port:at:all"), options) is Next.STOP
    assert [event.followed for event in told if isinstance(event, Redirected)] == [None, None]


@pytest.mark.parametrize(
    ("here", "reference", "url"),
    [
        ("mqtt://a", "b", "mqtt://b:1883"),
        ("mqtt://a:99", "b:1", "mqtt://b:1"),
        ("mqtts://a", "[::1]:1", "mqtts://[::1]:1"),
        ("mqtt://a", "mqtts://b", "mqtts://b:8883"),
        ("wss://a/own/path", "b", "wss://b:443/own/path"),
        ("wss://a/own/path", "b/other", "wss://b:443/other"),
    ],
)
def test_a_reference_is_read_from_where_we_are(here: str, reference: str, url: str) -> None:
    there = referred(reference, parse_url(here))
    assert there is not None
    assert there.url == url


def test_a_reference_never_leads_from_encryption_to_none() -> None:
    assert referred("mqtt://b", parse_url("mqtts://a")) is None
    assert referred("ws://b", parse_url("mqtts://a")) is None
