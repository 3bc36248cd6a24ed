"""A message as code that publishes it again, and bytes as texts to paste."""

from __future__ import annotations

import ast
import base64
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tracemq.mqtt.batch import Message
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.types import QoS, Version
from tracemq.payloads.byte_texts import ByteText, byte_text, python_bytes
from tracemq.payloads.message_code import Target, left_out, publish_command, publish_python


def test_the_command_to_publish_again_is_quoted() -> None:
    assert publish_command(Message("a b", b"it's $(rm)", retain=True)) == (
        """mosquitto_pub -h localhost -p 1883 -t 'a b' -q 0 -r -m 'it'"'"'s $(rm)'"""
    )
    assert publish_command(Message("a", b"\xff")).endswith(
        "| base64 -d | mosquitto_pub -h localhost -p 1883 -t a -q 0 -s"
    )
    assert publish_command(Message("a", b"")).endswith(" -n")
    assert "base64 -d" in publish_command(Message("a", b"x" * 200_000))


def test_the_command_takes_the_properties_along() -> None:
    properties = Properties(
        content_type="text/plain", message_expiry_interval=60, correlation_data=b"\xff", user_properties=(("a b", "c"),)
    )
    assert publish_command(Message("t", b"x", properties=properties)) == (
        "mosquitto_pub -h localhost -p 1883 -t t -q 0 -V mqttv5 -D publish message-expiry-interval 60"
        " -D publish content-type text/plain -D publish user-property 'a b' c -m x"
    )


def test_no_escape_sequence_reaches_the_terminal_that_the_command_is_pasted_into() -> None:
    command = publish_command(Message("a\x1b[201~b", b"\x1b[201~rm -rf ~\n"))
    assert command.isprintable()
    assert "rm -rf" not in command


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("plain", b"text"),
        ("a b'c\"$(touch x)`touch x`\\n", b"it's\n$HOME"),
        ("esc\x1b[201~\u202e\\0101'", bytes(range(1, 256))),
        ("-t", b"-m"),
        ("ends\x07\n\n", b"\x00"),
        ("é漢😀", "é漢😀\t".encode()),
    ],
)
def test_a_shell_gives_mosquitto_pub_exactly_the_topic_and_the_payload(
    tmp_path: Path, topic: str, payload: bytes
) -> None:
    stand_in = tmp_path / "mosquitto_pub"
    stand_in.write_text(
        '#!/bin/sh\nprintf %s "$6" > topic\nfor last; do :; done\n'
        'if [ "$last" = -s ]; then cat > payload; else printf %s "$last" > payload; fi\n'
    )
    stand_in.chmod(0o755)
    command = publish_command(Message(topic, payload))
    subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=tmp_path,
        check=True,
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
    )
    assert (tmp_path / "topic").read_text(encoding="utf-8") == topic
    assert (tmp_path / "payload").read_bytes() == payload
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mosquitto_pub", "payload", "topic"]


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (Target(url="mqtt://[fe80::1%25eth0]:1884"), "-h fe80::1%eth0 -p 1884"),
        (Target(url="unix:/run/a%20b"), "--unix '/run/a b'"),
        (Target(url="ws://h:8083/mqtt"), "-h h"),
        (Target(url="mqtts://h:8883"), "-h h -p 8883 --tls-use-os-certs"),
        (
            Target(url="mqtts://h:8883", ca_file="/c a", cert_file="/c", key_file="/k", verify=False),
            "-h h -p 8883 --cafile '/c a' --cert /c --key /k --insecure",
        ),
        (Target(url="mqtt://h:1", has_password=True), """-h h -p 1 -u '' -P "$MQTT_PASSWORD\""""),
        (Target(url="mqtt://h:1", username="u $x", has_password=True), """-h h -p 1 -u 'u $x' -P "$MQTT_PASSWORD\""""),
    ],
)
def test_the_command_leads_to_the_broker_of_the_connection(target: Target, words: str) -> None:
    assert publish_command(Message("t", b"x"), Version.V31, target) == (
        f"mosquitto_pub {words} -t t -q 0 -V mqttv31 -m x"
    )


def test_a_message_cannot_make_the_command_say_the_password() -> None:
    command = publish_command(Message('"$MQTT_PASSWORD"', b'"$MQTT_PASSWORD"'))
    assert command.count("""'"$MQTT_PASSWORD"'""") == 2


def test_what_the_command_lacks_is_told() -> None:
    assert left_out(Message("t", b"", properties=Properties(correlation_data=b"\xff")))
    assert not left_out(Message("t", b"", properties=Properties(correlation_data=b"a")))
    assert not left_out(Message("t", b"\xff"))


def test_python_connects_as_the_connection_does() -> None:
    target = Target(url="mqtts://h:8883", username="me", has_password=True, ca_file="/ca", verify=False)
    code = publish_python(Message("t", b"x"), Version.V5, target)
    ast.parse(code)
    assert "import asyncio\nimport os\n\nfrom tracemq.mqtt import Client, ConnectOptions, TlsOptions\n" in code
    assert (
        """ConnectOptions(url='mqtts://h:8883', username='me', password=os.environ["MQTT_PASSWORD"], """
        "tls=TlsOptions(ca_file='/ca', verify=False))"
    ) in code


def test_python_publishes_the_same_message() -> None:
    code = publish_python(
        Message("a'b", b"\x00\xff", QoS.EXACTLY_ONCE, retain=True, properties=Properties(content_type="x")),
        Version.V311,
    )
    tree = ast.parse(code)
    call = next(
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "publish"
    )
    assert [ast.literal_eval(argument) for argument in call.args] == ["a'b", b"\x00\xff"]
    assert {word.arg for word in call.keywords} == {"qos", "retain", "properties"}
    assert "version=Version.V311" in code
    assert "from tracemq.mqtt import Client, ConnectOptions, Properties, Version\n" in code


@given(st.binary(max_size=200) | st.text(max_size=80).map(lambda text: text.encode(errors="replace")))
@hypothesis_settings(max_examples=50)
def test_bytes_in_python_are_the_same_bytes(data: bytes) -> None:
    assert eval(python_bytes(data), {}) == data


def test_bytes_are_written_for_other_programs() -> None:
    data = b"ab\x00\xff" + bytes(12)
    assert byte_text(data[:4], ByteText.HEX) == "61 62 00 ff"
    assert byte_text(data[:4], ByteText.TEXT) == "ab\x00‹FF›"
    assert byte_text(data, ByteText.DUMP).startswith("0000  61 62 00 ff")
    assert base64.b64decode(byte_text(data, ByteText.BASE64)) == data
    assert byte_text(data, ByteText.C) == (
        "const unsigned char data[16] = {\n"
        "    0x61, 0x62, 0x00, 0xff, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,\n"
        "    0x00, 0x00, 0x00, 0x00,\n};\n"
    )
    assert byte_text(b"", ByteText.C) == "const unsigned char data[1] = {\n    0\n};\n"
    assert byte_text(b"ab", ByteText.PYTHON) == "b'ab'"
