"""Turns a message into code that publishes it again: a mosquitto_pub command, or Python with this program's library."""

from __future__ import annotations

import base64
import shlex
from typing import Final

from tracemq.mqtt.batch import Message
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.types import Version

from .byte_texts import python_bytes

LONGEST_ARGUMENT: Final = 100_000  # bytes; Linux takes 131,071 in one
_NAMES: Final = (  # of what may be published, as mosquitto_pub calls it
    ("payload-format-indicator", "payload_format_indicator"),
    ("message-expiry-interval", "message_expiry_interval"),
    ("content-type", "content_type"),
    ("response-topic", "response_topic"),
)


def publish_command(message: Message, version: Version | None = None) -> str:
    """Return the command that publishes the message again, for a POSIX shell; bytes that are no text go through a pipe.

    Correlation data that are no text cannot be given to mosquitto_pub and are left out.
    """
    words = ["mosquitto_pub", "-t", message.topic, "-q", str(int(message.qos))]
    if message.retain:
        words.append("-r")
    if version is Version.V5 or message.properties != Properties():
        words += ["-V", "mqttv5", *_property_words(message.properties)]
    payload = message.payload
    if not payload:
        return _joined([*words, "-n"])
    text = _as_text(payload)
    if text is None or len(payload) > LONGEST_ARGUMENT:
        return f"printf %s {base64.b64encode(payload).decode()} | base64 -d | {_joined([*words, '-s'])}"
    return _joined([*words, "-m", text])


def _property_words(properties: Properties) -> list[str]:
    words: list[str] = []
    for option, name in _NAMES:
        value = getattr(properties, name)
        if value is not None:
            words += ["-D", "publish", option, str(value)]
    data = properties.correlation_data
    if data is not None and (text := _as_text(data)) is not None:
        words += ["-D", "publish", "correlation-data", text]
    for key, value in properties.user_properties:
        words += ["-D", "publish", "user-property", key, value]
    return words


def _as_text(data: bytes) -> str | None:
    """The text that can be pasted into a terminal: an escape sequence could end the pasting and type a command."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    return text if text.replace("\n", "").replace("\t", "").isprintable() else None


def _joined(words: list[str]) -> str:
    return " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    """Quote a word; signs that a terminal would act on are written as octal numbers, which printf turns back."""
    if _as_text(word.encode(errors="surrogatepass")) is not None:
        return shlex.quote(word)
    body = word.rstrip("\n")  # a substitution takes line ends away
    signs = "".join(sign if sign.isprintable() and sign != "\\" else _octal(sign) for sign in body)
    return f'"$(printf %b {shlex.quote(signs)})"' + (shlex.quote(word[len(body) :]) if body != word else "")


def _octal(sign: str) -> str:
    return "".join(f"\\0{byte:03o}" for byte in sign.encode(errors="surrogatepass"))


def publish_python(message: Message, version: Version | None = None, url: str = "mqtt://localhost") -> str:
    """Return a program that publishes the message again."""
    properties = message.properties
    given = {name: getattr(properties, name) for _, name in _NAMES}
    given["correlation_data"] = properties.correlation_data
    parts = [f"{name}={value!r}" for name, value in given.items() if value is not None]
    if properties.user_properties:
        parts.append(f"user_properties={properties.user_properties!r}")
    imports = "Client, ConnectOptions, Properties" if parts else "Client, ConnectOptions"
    asked = "" if version is None or version is Version.V5 else f", version=Version.{version.name}"
    if asked:
        imports += ", Version"
    arguments = [repr(message.topic), python_bytes(message.payload), f"qos={int(message.qos)}"]
    if message.retain:
        arguments.append("retain=True")
    if parts:
        arguments.append(f"properties=Properties({', '.join(parts)})")
    call = ", ".join(argument.replace("\n", "\n        ") for argument in arguments)
    return (
        "import asyncio\n\n"
        f"from tracemq.mqtt import {imports}\n\n\n"
        "async def main():\n"
        f"    async with Client(ConnectOptions(url={url!r}{asked})) as client:\n"
        f"        await client.publish({call})\n\n\n"
        "asyncio.run(main())\n"
    )
