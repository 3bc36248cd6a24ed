"""Options and URLs: what is taken from them, what is refused, and what is never shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.mqtt import ConnectOptions, Credentials, InvalidUrl, RefusedLocally, Scheme, TlsOptions, Version, parse_url


@pytest.mark.parametrize(
    ("url", "scheme", "host", "port", "path"),
    [
        ("mqtt://broker", Scheme.TCP, "broker", 1883, ""),
        ("tcp://broker:1", Scheme.TCP, "broker", 1, ""),
        ("mqtt://broker/", Scheme.TCP, "broker", 1883, ""),
        ("MQTT://Broker", Scheme.TCP, "broker", 1883, ""),
        ("  mqtt://broker  ", Scheme.TCP, "broker", 1883, ""),
        ("mqtts://broker", Scheme.TLS, "broker", 8883, ""),
        ("tls://broker", Scheme.TLS, "broker", 8883, ""),
        ("ssl://broker:65535", Scheme.TLS, "broker", 65535, ""),
        ("mqtt://127.0.0.1", Scheme.TCP, "127.0.0.1", 1883, ""),
        ("mqtt://[::1]", Scheme.TCP, "::1", 1883, ""),
        ("mqtts://[2001:db8::1]:99", Scheme.TLS, "2001:db8::1", 99, ""),
        ("mqtt://[fe80::1%25eth0]", Scheme.TCP, "fe80::1%eth0", 1883, ""),
        ("ws://broker", Scheme.WS, "broker", 80, "/mqtt"),
        ("ws://broker/", Scheme.WS, "broker", 80, "/"),
        ("wss://broker/a/b?c=d", Scheme.WSS, "broker", 443, "/a/b?c=d"),
        ("ws://broker/ä?ö", Scheme.WS, "broker", 80, "/%C3%A4?%C3%B6"),
        ("ws://broker?token=x", Scheme.WS, "broker", 80, "/mqtt?token=x"),
        ("unix:/run/mqtt.sock", Scheme.UNIX, "", 0, "/run/mqtt.sock"),
        ("unix:///run/mqtt.sock", Scheme.UNIX, "", 0, "/run/mqtt.sock"),
        ("unix:/with%20space", Scheme.UNIX, "", 0, "/with space"),
        ("mqtt://bücher.example", Scheme.TCP, "bücher.example", 1883, ""),
    ],
)
def test_a_url_says_how_and_where(url: str, scheme: Scheme, host: str, port: int, path: str) -> None:
    address = parse_url(url)
    assert (address.scheme, address.host, address.port, address.path) == (scheme, host, port, path)
    assert parse_url(address.url) == address


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("", "scheme"),
        ("broker", "scheme"),
        ("broker:1883", "scheme"),
        ("http://broker", "scheme"),
        ("mqtt:broker", "scheme"),
        ("mqtt://", "host"),
        ("mqtt://:1883", "host"),
        ("mqtt://a b", "host"),
        ("mqtt://a\nb", "host"),
        ("mqtt://a<b", "host"),
        ("mqtt://[::1", "host"),
        ("mqtt://" + "a" * 254, "host"),
        ("mqtt://broker:0", "port"),
        ("mqtt://broker:65536", "port"),
        ("mqtt://broker:x", "port"),
        ("mqtt://broker/path", "path"),
        ("mqtt://broker?query", "path"),
        ("ws://broker/#fragment", "path"),
        ("unix:", "path"),
        ("unix:/a%00b", "path"),
    ],
)
def test_a_url_that_is_wrong_names_the_part(url: str, part: str) -> None:
    with pytest.raises(InvalidUrl) as invalid:
        parse_url(url)
    assert invalid.value.part == part


@given(st.text(max_size=40))
def test_any_text_is_a_url_or_invalid(text: str) -> None:
    for url in (text, f"mqtt://{text}", f"wss://{text}", f"unix:{text}"):
        try:
            address = parse_url(url)
        except InvalidUrl:
            continue
        assert parse_url(address.url) == replace(address, username=None, password=None)


def test_user_and_password_are_taken_out_of_the_url_and_never_shown() -> None:
    options = ConnectOptions("mqtt://joe:p%40ss@broker", other_urls=("mqtt://ann:hunter2@other",))
    assert options.url == "mqtt://broker:1883"
    assert (options.username, options.password) == ("joe", "p@ss")
    assert [address.password for address in options.addresses] == ["p@ss", "hunter2"]
    shown = repr(options) + repr(options.addresses) + "".join(map(str, options.addresses))
    assert "p@ss" not in shown
    assert "p%40ss" not in shown
    assert "hunter2" not in shown


def test_what_the_options_say_counts_more_than_the_url() -> None:
    options = ConnectOptions("mqtt://joe:secret@broker", username="ann", password=b"other")
    assert (options.username, options.password) == ("ann", b"other")


def test_a_token_in_the_query_of_a_websocket_is_not_shown() -> None:
    options = ConnectOptions("wss://broker/mqtt?token=hunter2")
    assert str(options.addresses[0]) == "wss://broker:443/mqtt"
    assert "hunter2" not in repr(options) + repr(options.addresses)


@pytest.mark.parametrize("url", ["mqtt://joe:hun/ter2@broker", "mqtt://joe:hunter2@", "mqtt://joe:hunter2@broker:x"])
def test_a_broken_url_does_not_repeat_its_password(url: str) -> None:
    with pytest.raises(InvalidUrl) as invalid:
        ConnectOptions(url)
    assert "hun" not in f"{invalid.value} {invalid.value!r}"


def test_secrets_do_not_show_in_any_record() -> None:
    records = (
        ConnectOptions(password="hunter2", headers=(("Authorization", "hunter2"),)),
        TlsOptions(key_password="hunter2", psk_identity="me", psk_key=b"hunter2"),
        Credentials("joe", "hunter2"),
    )
    assert "hunter2" not in repr(records)


def test_the_repr_of_options_has_what_differs_from_the_defaults() -> None:
    assert repr(ConnectOptions(client_id="me", version=Version.V31)) == (
        "ConnectOptions(url='mqtt://127.0.0.1:1883', version=<Version.V31: 3>, client_id='me')"
    )


def test_options_can_be_changed_one_by_one() -> None:
    options = replace(ConnectOptions("mqtt://joe:secret@broker"), client_id="me", url="mqtts://other")
    assert options.addresses[0].scheme is Scheme.TLS
    assert (options.client_id, options.username, options.password) == ("me", "joe", "secret")


@pytest.mark.parametrize(
    "wrong",
    [
        {"keep_alive": -1},
        {"keep_alive": 65_536},
        {"connect_timeout_s": 0},
        {"offline_queue_limit": -1},
        {"incoming_packet_limit": 1},
        {"write_buffer_limit": 0},
        {"headers": (("Name", "a\r\nb"),)},
        {"headers": (("", "b"),)},
        {"headers": (("A:", "b"),)},
        {"other_urls": ("nothing",)},
    ],
)
def test_numbers_and_headers_out_of_range_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(RefusedLocally):
        ConnectOptions(**wrong)  # type: ignore[arg-type] # that is the point


def test_tls_options_that_make_no_sense_are_refused() -> None:
    with pytest.raises(RefusedLocally):
        TlsOptions(minimum_version="2.0")
    with pytest.raises(RefusedLocally):
        TlsOptions(key_file="client.key")


def test_the_name_to_check_is_the_hosts_unless_another_is_given() -> None:
    assert TlsOptions().name_for("fe80::1%eth0") == "fe80::1"
    assert TlsOptions(server_name="broker").name_for("127.0.0.1") == "broker"
