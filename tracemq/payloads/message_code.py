"""Turns a message into code that publishes it again: a mosquitto_pub command, or Python with this program's library."""

from __future__ import annotations

import base64
import shlex
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from tracemq.mqtt.batch import Message
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.types import Version

from .byte_texts import python_bytes

LONGEST_ARGUMENT: Final = 100_000  # bytes; Linux takes 131,071 in one
_IMPORT_OS: Final = "import os\n"
PASSWORD: Final = "MQTT_PASSWORD"  # noqa: S105 - the environment variable that is to have it
_NAMES: Final = (  # of what may be published, as mosquitto_pub calls it
    ("payload-format-indicator", "payload_format_indicator"),
    ("message-expiry-interval", "message_expiry_interval"),
    ("content-type", "content_type"),
    ("response-topic", "response_topic"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where to publish to. A password is never written down: the code takes it from the environment."""

    url: str = "mqtt://localhost:1883"  # without user name and password
    username: str = ""
    has_password: bool = False
    ca_file: str = ""
    ca_folder: str = ""
    cert_file: str = ""
    key_file: str = ""
    verify: bool = True

    @property
    def encrypted(self) -> bool:
        return self.url.startswith(("mqtts:", "wss:"))

    @property
    def websocket(self) -> bool:
        """Whether it can only be reached in a way that mosquitto_pub does not know."""
        return self.url.startswith(("ws:", "wss:"))


LOCAL: Final = Target()


def publish_command(message: Message, version: Version | None = None, target: Target = LOCAL) -> str:
    """Return the command that publishes the message again, for a POSIX shell; bytes that are no text go through a pipe.

    Correlation data that are no text cannot be given to mosquitto_pub and are left out, see `left_out`.
    """
    words = ["mosquitto_pub", *_target_words(target), "-t", message.topic, "-q", str(int(message.qos))]
    if message.retain:
        words.append("-r")
    if version is Version.V5 or message.properties != Properties():
        words += ["-V", "mqttv5", *_property_words(message.properties)]
    elif version is Version.V31:
        words += ["-V", "mqttv31"]
    payload = message.payload
    if not payload:
        return _joined([*words, "-n"])
    text = _as_text(payload)
    if text is None or len(payload) > LONGEST_ARGUMENT:
        return f"printf %s {base64.b64encode(payload).decode()} | base64 -d | {_joined([*words, '-s'])}"
    return _joined([*words, "-m", text])


class _Written(str):
    """A word as the shell is to read it."""

    __slots__ = ()


def left_out(message: Message) -> bool:
    """Whether the command lacks the message's correlation data."""
    data = message.properties.correlation_data
    return data is not None and _as_text(data) is None


def _target_words(target: Target) -> list[str]:
    """Host, port, user and certificates; of a WebSocket the host alone, as the port is another for others."""
    if target.url.startswith("unix:"):
        words = ["--unix", unquote(target.url.removeprefix("unix:"))]
    else:
        parts = urlsplit(target.url)
        words = ["-h", unquote(parts.hostname or "localhost")]
        if parts.port and not target.websocket:
            words += ["-p", str(parts.port)]
    if target.username or target.has_password:  # it leaves a password away that comes without a name
        words += ["-u", target.username]
    if target.has_password:
        words += ["-P", _Written(f'"${PASSWORD}"')]
    if target.encrypted:
        words += _certificate_words(target)
    return words


def _certificate_words(target: Target) -> list[str]:
    words = [] if target.ca_file or target.ca_folder else ["--tls-use-os-certs"]
    for option, value in (
        ("--cafile", target.ca_file),
        ("--capath", target.ca_folder),
        ("--cert", target.cert_file),
        ("--key", target.key_file or target.cert_file),
    ):
        words += [option, value] if value else []
    return words if target.verify else [*words, "--insecure"]


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
    if isinstance(word, _Written):
        return word
    if _as_text(word.encode(errors="surrogatepass")) is not None:
        return shlex.quote(word)
    body = word.rstrip("\n")  # a substitution takes line ends away
    signs = "".join(sign if sign.isprintable() and sign != "\\" else _octal(sign) for sign in body)
    return f'"$(printf %b {shlex.quote(signs)})"' + (shlex.quote(word[len(body) :]) if body != word else "")


def _octal(sign: str) -> str:
    return "".join(f"\\0{byte:03o}" for byte in sign.encode(errors="surrogatepass"))


def publish_python(message: Message, version: Version | None = None, target: Target = LOCAL) -> str:
    """Return a program that publishes the message again."""
    properties = message.properties
    given = {name: getattr(properties, name) for _, name in _NAMES}
    given["correlation_data"] = properties.correlation_data
    parts = [f"{name}={value!r}" for name, value in given.items() if value is not None]
    if properties.user_properties:
        parts.append(f"user_properties={properties.user_properties!r}")
    options = _options(target, version)
    names = ["Client", "ConnectOptions", *(["Properties"] if parts else [])]
    names += [name for name in ("TlsOptions", "Version") if f"={name}" in options]
    arguments = [repr(message.topic), python_bytes(message.payload), f"qos={int(message.qos)}"]
    if message.retain:
        arguments.append("retain=True")
    if parts:
        arguments.append(f"properties=Properties({', '.join(parts)})")
    call = ", ".join(argument.replace("\n", "\n        ") for argument in arguments)
    return (
        f"import asyncio\n{_IMPORT_OS if target.has_password else ''}\n"
        f"from tracemq.mqtt import {', '.join(names)}\n\n\n"
        "async def main():\n"
        f"    async with Client(ConnectOptions({options})) as client:\n"
        f"        await client.publish({call})\n\n\n"
        "asyncio.run(main())\n"
    )


def _options(target: Target, version: Version | None) -> str:
    words = [f"url={target.url!r}"]
    if version is not None and version is not Version.V5:
        words.append(f"version=Version.{version.name}")
    if target.username:
        words.append(f"username={target.username!r}")
    if target.has_password:
        words.append(f'password=os.environ["{PASSWORD}"]')
    names = ("ca_file", "ca_folder", "cert_file", "key_file")
    tls = [f"{name}={getattr(target, name)!r}" for name in names if getattr(target, name)]
    tls += [] if target.verify else ["verify=False"]
    return ", ".join([*words, f"tls=TlsOptions({', '.join(tls)})"] if target.encrypted and tls else words)
