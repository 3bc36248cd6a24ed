from __future__ import annotations

import importlib
import pkgutil
import re
import socket
import ssl
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

import pytest

import tracemq
from tracemq.mqtt import errors, topics
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.reason_codes import ALLOWED, ReasonCode
from tracemq.mqtt.types import PacketType
from tracemq.profiles import url
from tracemq.profiles.cautions import Caution
from tracemq.profiles.files import ChangedOnDiskError
from tracemq.profiles.problems import Problem
from tracemq.profiles.secrets import SecretsError, SecretsState
from tracemq.profiles.yaml_nodes import BadFileError, FileProblem
from tracemq.ui.error_text import error_text
from tracemq.ui.file_error_text import FILE_PROBLEMS
from tracemq.ui.mqtt_error_text import FILE_FAULTS, MQTT, TLS_FAULTS, WAITING
from tracemq.ui.problem_text import complaint_text, problem_text
from tracemq.ui.reason_text import reason_text
from tracemq.viewmodels.complaint import Complaint
from tracemq.viewmodels.numbers import NumberProblem
from tracemq.viewmodels.own_variables import OwnVariableProblem
from tracemq.viewmodels.payload_input import PayloadProblem
from tracemq.viewmodels.profile_form import Unused
from tracemq.viewmodels.publish_form import PublishProblem
from tracemq.viewmodels.recipe import variable_complaint
from tracemq.viewmodels.repeat_form import RepeatProblem
from tracemq.workspace.variables import Fault, Known, VariableProblem, parse


def is_sentence(text: str) -> bool:
    return text[:1].isupper() and text.rstrip("”").endswith((".", "?", "!"))


@pytest.mark.parametrize("code", list(ReasonCode), ids=lambda code: code.name)
def test_every_reason_code_has_a_meaning_and_every_failure_an_advice(code: ReasonCode) -> None:
    packets = [None, *(packet for packet, codes in ALLOWED.items() if code in codes)]
    for packet in packets:
        text = reason_text(code, packet)
        assert is_sentence(text.meaning)
        assert is_sentence(text.advice) or (not code.failed and not text.advice)


def test_a_code_is_said_as_its_packet_means_it() -> None:
    assert reason_text(ReasonCode.SUCCESS, PacketType.SUBACK) != reason_text(ReasonCode.SUCCESS, PacketType.DISCONNECT)
    assert reason_text(ReasonCode.NOT_AUTHORIZED, PacketType.PUBREL) == reason_text(ReasonCode.NOT_AUTHORIZED)


def test_whatever_is_waited_for_in_vain_is_said_in_a_sentence_of_its_own() -> None:
    limits = re.compile(r'(?:TimedOut|time_limit|\.answer)\((?:[^"()]*, )?"(\w+)"(?: if link else "(\w+)")?')
    sources = (path.read_text() for path in Path(tracemq.__path__[0]).rglob("*.py") if "ui" not in path.parts)
    named = {name for source in sources for found in limits.findall(source) for name in found if name}
    assert named >= {"CONNACK", "transport", "SUBACK", "delivery", "room", "receipt", "response", "connect"}
    assert {name for name in named if not is_sentence(WAITING.get(name, ""))} == set()


def all_error_classes() -> list[type[errors.MqttError]]:
    for found in pkgutil.walk_packages(tracemq.__path__, "tracemq."):
        if not found.name.startswith("tracemq.__main__"):
            importlib.import_module(found.name)

    def below(kind: type[errors.MqttError]) -> Iterator[type[errors.MqttError]]:
        yield kind
        for child in kind.__subclasses__():
            yield from below(child)

    return [kind for kind in below(errors.MqttError) if kind.__module__.startswith("tracemq.")]


@pytest.mark.parametrize("kind", all_error_classes(), ids=lambda kind: kind.__name__)
def test_every_error_class_has_sentences_of_its_own(kind: type[errors.MqttError]) -> None:
    title, _, advice = MQTT[kind]
    assert is_sentence(title)
    assert is_sentence(advice) or kind is errors.TlsFailed  # whose fault says what to try


@pytest.mark.parametrize(
    "error",
    [
        errors.MalformedPacket("bad length"),
        errors.ProtocolError("second CONNACK"),
        errors.RefusedLocally("QoS 2 is more than the server allows", ReasonCode.QOS_NOT_SUPPORTED),
        errors.RefusedLocally("too early"),
        errors.ConnectionRefused(ReasonCode.BAD_USER_NAME_OR_PASSWORD),
        errors.ServerDisconnected(ReasonCode.SESSION_TAKEN_OVER),
        errors.InvalidUrl("no port", "port"),
        errors.ConnectionLost(),
        errors.TimedOut("CONNACK", 10),
        errors.TimedOut("something new", 1.5),
        errors.SessionLost(),
        errors.AuthenticationFailed("server signature"),
        errors.NameNotResolved("nowhere.example"),
        errors.ServerUnreachable("10.0.0.1:1883"),
        errors.ConnectionRefusedByHost("10.0.0.1:1883"),
        *(errors.TlsFailed(fault, server_name="a.example") for fault in errors.TlsFault),
        *(errors.TlsFileInvalid(fault, "/a/key.pem") for fault in errors.FileFault),
        errors.ProxyFailed("socks5://proxy:1080", "host unreachable", 4),
        errors.WebSocketRefused("not found", 404),
        errors.WebSocketRefused("teapot", 418),
        errors.WebSocketClosed(1009, "too big"),
        errors.WebSocketClosed(4001),
        errors.SpeaksAnother("http"),
        errors.SpeaksAnother("gopher"),
        ChangedOnDiskError(Path("/a/b.yaml"), removed=True),
        ChangedOnDiskError(Path("/a/b.yaml"), removed=False),
        *(SecretsError(state) for state in SecretsState),
        *(BadFileError(problem, "tls.verify", 4) for problem in FileProblem),
        OSError(113, "No route to host"),
        OSError("no number"),
        socket.gaierror(-2, "Name or service not known"),
        ConnectionRefusedError(111, "Connection refused"),
        PermissionError(13, "Permission denied"),
        UnicodeError("label too long"),
        ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number"),
        ZeroDivisionError(),
        ExceptionGroup("several", [errors.ConnectionLost()]),
    ],
    ids=repr,
)
def test_every_error_says_what_happened_why_and_what_to_try(error: Exception) -> None:
    text = error_text(error)
    assert is_sentence(text.title)
    assert text.detail
    assert is_sentence(text.advice)
    assert type(error).__name__ in text.technical


def test_a_refused_connection_is_told_by_its_reason_code() -> None:
    text = error_text(errors.ConnectionRefused(ReasonCode.BAD_USER_NAME_OR_PASSWORD))
    assert text.title == "The broker refused the connection."
    assert text.detail == "The broker does not accept this user name or password."


def test_what_the_broker_itself_says_is_quoted() -> None:
    error = errors.ConnectionRefused(
        ReasonCode.SERVER_MOVED, Properties(reason_string="gone <b>west</b>", server_reference="west:1883")
    )
    detail = error_text(error).detail
    assert "“gone <b>west</b>”" in detail
    assert "west:1883" in detail


def test_what_a_broker_says_at_length_is_cut_with_a_mark_and_cannot_forge_lines() -> None:
    says = "no\n\nAll is well.\u202e" + "x" * 65_000
    error = errors.ServerDisconnected(
        ReasonCode.UNSPECIFIED_ERROR, Properties(reason_string=says, server_reference="w\u202e" + "y" * 65_000)
    )
    detail = error_text(error).detail
    assert detail.isprintable()
    assert "“no  All is well.‹U+202E›xx" in detail
    assert detail.count("…") == 2
    assert len(detail) < 1500


def test_braces_in_what_the_broker_says_do_no_harm() -> None:
    error = errors.ServerDisconnected(ReasonCode.UNSPECIFIED_ERROR, Properties(reason_string="{0} {words}"))
    assert "“{0} {words}”" in error_text(error).detail


def test_behind_a_lost_connection_the_operating_systems_error_is_told() -> None:
    error = errors.ConnectionLost()
    error.__cause__ = ConnectionRefusedError(111, "Connection refused")
    assert error_text(error).title == "Nobody answers at this host and port."


def test_an_expired_certificate_is_named() -> None:
    text = error_text(errors.TlsFailed(errors.TlsFault.EXPIRED, "certificate has expired", verify_code=10))
    assert text.detail == "The broker's certificate has expired."
    assert "clock" in text.advice


def test_a_refused_websocket_names_the_http_answer() -> None:
    assert error_text(errors.WebSocketRefused("no", 401)).detail == "It asks for other credentials (HTTP 401)."
    assert error_text(errors.WebSocketRefused("no", 418)).detail == "It answers with HTTP 418."


def test_a_broken_file_is_told_with_its_key_and_line() -> None:
    text = error_text(BadFileError(FileProblem.WRONG_TYPE, "tls.{verify}", 4))
    assert text.detail == "“tls.{verify}” has a value of the wrong kind (line 4)."


def test_every_fault_has_a_sentence() -> None:
    assert set(TLS_FAULTS) == set(errors.TlsFault)
    assert set(FILE_FAULTS) == set(errors.FileFault)
    assert set(FILE_PROBLEMS) == set(FileProblem)


def test_a_time_limit_names_what_was_waited_for() -> None:
    assert error_text(errors.TimedOut("PINGRESP", 15)).detail == "No sign of life came for 15 s."


def problem_enums() -> list[Enum]:
    kinds: list[type[Enum]] = [
        topics.TopicProblem,
        topics.FilterProblem,
        url.UrlProblem,
        Problem,
        Caution,
        Unused,
        NumberProblem,
        PayloadProblem,
        PublishProblem,
        RepeatProblem,
        OwnVariableProblem,
        VariableProblem,
    ]
    return [member for kind in kinds for member in kind]


@pytest.mark.parametrize("problem", problem_enums(), ids=str)
def test_every_problem_has_a_sentence(problem: Enum) -> None:
    assert problem_text(problem)[:1].isupper() or problem_text(problem)[0] in "#+0“"


def test_the_facts_of_a_complaint_stand_in_its_sentence() -> None:
    complaint = Complaint(NumberProblem.OUT_OF_RANGE, {"low": 0.1, "high": 600})
    assert complaint_text(complaint) == "Enter a number from 0.1 to 600."


@pytest.mark.parametrize("text", ["{{a", "{{}}", "{{nope}}", "{{uuid 1}}", "{{random 2 1}}", "{{env.NOPE}}"])
def test_what_is_wrong_with_a_variable_is_said_with_its_place_and_plain_braces(text: str) -> None:
    fault = parse(f"x\n {text}", Known(environment={}))
    assert isinstance(fault, Fault)
    said = complaint_text(variable_complaint(fault, f"x\n {text}"))
    assert "line 2, column 2" in said
    assert "{name}" not in said
    assert "{plain}" not in said
