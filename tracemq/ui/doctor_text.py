"""Turns what the connection doctor found into sentences: steps with their facts, causes with what to try, a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from tracemq import APP_NAME, __version__
from tracemq.mqtt.events import Connected
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.transports.base import Step, StepDone, TlsFacts
from tracemq.mqtt.types import PacketType, Version
from tracemq.payloads.text import quoted, visible_line
from tracemq.profiles.profile import Scheme
from tracemq.profiles.url import without_password
from tracemq.viewmodels.doctor import Phase, StepRow, StepState
from tracemq.workspace.certificate_facts import CertificateFacts
from tracemq.workspace.diagnosis import Cause, Diagnosis
from tracemq.workspace.doctor import Examination, Identity

from .doctor_causes import CAUSES, PATH_WORKS, SCHEME_UNKNOWN, VERSIONS_UNKNOWN
from .error_text import error_text
from .marked import QT_TRANSLATE_NOOP
from .quantity_text import exact_size_text
from .reason_text import reason_text
from .state_text import VERSIONS

Fact = tuple[str, str]  # what it is, and the fact


class DiagnosisText(NamedTuple):
    """Whole sentences."""

    title: str
    detail: str
    advice: str


STEPS: Final = {
    Step.LOOK_UP: QT_TRANSLATE_NOOP("DoctorText", "Name look-up"),
    Step.TCP: QT_TRANSLATE_NOOP("DoctorText", "Connection"),
    Step.PROXY: QT_TRANSLATE_NOOP("DoctorText", "Proxy"),
    Step.TLS: QT_TRANSLATE_NOOP("DoctorText", "Encryption (TLS)"),
    Step.WEBSOCKET: QT_TRANSLATE_NOOP("DoctorText", "WebSocket"),
    Step.CONNECT: QT_TRANSLATE_NOOP("DoctorText", "MQTT greeting"),
    Step.SUBSCRIBE: QT_TRANSLATE_NOOP("DoctorText", "Subscriptions"),
}
STATES: Final = {
    StepState.WAITING: QT_TRANSLATE_NOOP("DoctorText", "Waiting"),
    StepState.RUNNING: QT_TRANSLATE_NOOP("DoctorText", "In progress…"),
    StepState.PASSED: QT_TRANSLATE_NOOP("DoctorText", "Passed"),
    StepState.FAILED: QT_TRANSLATE_NOOP("DoctorText", "Failed"),
    StepState.SKIPPED: QT_TRANSLATE_NOOP("DoctorText", "Not reached"),
}
PHASES: Final = {
    Phase.IDLE: "",
    Phase.CONNECTING: QT_TRANSLATE_NOOP("DoctorText", "Connecting…"),
    Phase.LOOKING_CLOSER: QT_TRANSLATE_NOOP("DoctorText", "Looking closer…"),
    Phase.FINISHED: "",
    Phase.STOPPED: QT_TRANSLATE_NOOP("DoctorText", "Stopped."),
    Phase.BROKEN: QT_TRANSLATE_NOOP("DoctorText", "The examination broke off; the program's log says why."),
}
IDENTITIES: Final = {
    Identity.OWN: "",
    Identity.OTHER_SESSION_WAITS: QT_TRANSLATE_NOOP(
        "DoctorText",
        "Examined with another client id, so that the session that waits at the broker is not touched.",
    ),
    Identity.OTHER_IN_USE: QT_TRANSLATE_NOOP(
        "DoctorText", "Examined with another client id, so that the open connection is not thrown out."
    ),
}
NO_ANSWER_IN_TIME: Final = QT_TRANSLATE_NOOP("DoctorText", "No answer in time.")


def _tr(text: str) -> str:
    return QCoreApplication.translate("DoctorText", text) if text else ""


def step_name(step: Step) -> str:
    return _tr(STEPS[step])


def fact_name(word: str) -> str:
    """Translate one of STEP_WORDS."""
    return _tr(word)


def state_name(state: StepState) -> str:
    return _tr(STATES[state])


def phase_text(phase: Phase) -> str:
    return _tr(PHASES[phase])


def identity_text(identity: Identity) -> str:
    return _tr(IDENTITIES[identity])


def left_out_text(filters: Sequence[str]) -> str:
    """Say which shared subscriptions were not asked for; "" if there are none."""
    if not filters:
        return ""
    sentence = QCoreApplication.translate(
        "DoctorText", "Shared subscriptions were left out, because they would take messages away from others: {filters}"
    )
    return sentence.format(filters=", ".join(filters))


def duration(seconds: float) -> str:
    """Say how long a step took."""
    locale = QLocale()
    if seconds >= 1:
        return QCoreApplication.translate("DoctorText", "{number} s").format(number=locale.toString(seconds, "f", 1))
    digits = 0 if seconds >= 0.01 else 1
    number = locale.toString(seconds * 1000, "f", digits)
    return QCoreApplication.translate("DoctorText", "{number} ms").format(number=number)


def day(value: object) -> str:
    """A date as people write it where they live."""
    if not isinstance(value, datetime):
        return "?"
    return QLocale().toString(QDate(value.year, value.month, value.day), QLocale.FormatType.ShortFormat)


# Causes


def diagnosis_text(diagnosis: Diagnosis) -> DiagnosisText:
    """Say a cause with its facts, and what to try."""
    title, detail, advice = CAUSES[diagnosis.cause]
    facts = _spoken(diagnosis)
    told = [_filled(sentence, facts) for sentence in (title, detail, advice)]
    error = diagnosis.facts.get("error")
    if isinstance(error, BaseException):
        own = error_text(error)
        told[1] = told[1] or " ".join(filter(None, (own.title, own.detail)))
        told[2] = told[2] or own.advice
    reason = diagnosis.facts.get("reason")
    if isinstance(reason, ReasonCode) and diagnosis.cause in {Cause.REFUSED, Cause.THROWN_OUT, Cause.BUSY}:
        packet = PacketType.DISCONNECT if diagnosis.cause is Cause.THROWN_OUT else PacketType.CONNACK
        meaning = reason_text(reason, packet)
        told[1], told[2] = meaning.meaning, meaning.advice or told[2]
    if words := diagnosis.facts.get("words"):
        says = QCoreApplication.translate("DoctorText", "The broker says: “{words}”")
        told[1] = f"{told[1]} {says.format(words=quoted(str(words)))}"
    if diagnosis.facts.get("working"):
        told[2] = _filled(PATH_WORKS, facts)
    if diagnosis.cause is Cause.TLS_NOT_SPOKEN and diagnosis.facts.get("scheme") is None:
        told[2] = _filled(SCHEME_UNKNOWN, facts)
    if diagnosis.cause is Cause.VERSION_REFUSED and not diagnosis.facts.get("taken"):
        told[2] = _filled(VERSIONS_UNKNOWN, facts)
    return DiagnosisText(*told)


def _filled(sentence: str, facts: Mapping[str, str]) -> str:
    return _tr(sentence).format_map(_Known(facts)) if sentence else ""


class _Known(dict[str, str]):
    """A fact that nobody knows is a question mark, never an exception in front of the user."""

    def __missing__(self, key: str) -> str:
        return "?"


def _spoken(diagnosis: Diagnosis) -> dict[str, str]:
    return {name: quoted(_fact(value)) for name, value in diagnosis.facts.items()}


def _fact(value: object) -> str:
    match value:
        case Scheme():
            return value.value
        case Version():
            return VERSIONS[value]
        case datetime():
            return day(value)
        case float():
            return f"{value:g}"
        case tuple():
            return ", ".join(_fact(item[0] if isinstance(item, tuple) else item) for item in value) or "?"
        case _:
            return str(value)


# Steps


def step_summary(row: StepRow, examination: Examination | None = None) -> str:
    """Say in one line what came of a step."""
    if row.done is None:
        return state_name(row.state)
    if row.done.error is not None:
        return _failure(row.done.error)
    shown = step_facts(row.done, examination)
    known: dict[Step, Any] = {
        Step.LOOK_UP: lambda: ", ".join(map(str, _list(row.done, "addresses"))),
        Step.SUBSCRIBE: lambda: ", ".join(name for name, _ in shown),
    }
    make = known.get(row.step)
    words = make() if make else ", ".join(value for _, value in shown[:2])
    return words or state_name(row.state)


def _failure(error: Exception) -> str:
    return _tr(NO_ANSWER_IN_TIME) if isinstance(error, TimeoutError) else error_text(error).title


def _list(done: StepDone | None, name: str) -> Sequence[object]:
    value = done.facts.get(name) if done else None
    return value if isinstance(value, (list, tuple)) else ()


def step_facts(done: StepDone, examination: Examination | None = None) -> list[Fact]:
    """Return what is known of a step, each with its name; whatever a server says is one line."""
    return [(visible_line(name), visible_line(value)) for name, value in _step_facts(done, examination)]


def _step_facts(done: StepDone, examination: Examination | None) -> list[Fact]:
    facts = done.facts
    transport = examination.transport if examination else None
    match done.step:
        case Step.LOOK_UP:
            return [(_tr("Address"), str(address)) for address in _list(done, "addresses")]
        case Step.TCP:
            place = str(facts.get("peer") or facts.get("path") or "")
            port = f" : {facts['port']}" if "port" in facts and facts.get("peer") else ""
            return [(_tr("Connected to"), f"{place}{port}")] if place else []
        case Step.PROXY:
            target = f"{facts.get('host', '')}:{facts.get('port', '')}"
            return [
                (_tr("Through"), f"{facts.get('scheme', '')}://{facts.get('proxy', '')}"),
                (_tr("To"), target),
            ]
        case Step.TLS:
            tls = facts.get("tls") or (transport.tls if transport else None)
            shown = [fact for each in examination.chain for fact in certificate_lines(each)] if examination else []
            return [*(_tls(tls) if isinstance(tls, TlsFacts) else ()), *shown]
        case Step.WEBSOCKET:
            return _websocket(transport.websocket_headers, compressed=transport.compressed) if transport else []
        case Step.CONNECT:
            connected = facts.get("connected")
            return _connected(connected) if isinstance(connected, Connected) else []
        case Step.SUBSCRIBE:
            return _subscribed(_list(done, "filters"), _list(done, "reason_codes"))


# What step_facts says, for lupdate: _tr gets these words
STEP_WORDS: Final = (
    QT_TRANSLATE_NOOP("DoctorText", "Address"),
    QT_TRANSLATE_NOOP("DoctorText", "Connected to"),
    QT_TRANSLATE_NOOP("DoctorText", "Through"),
    QT_TRANSLATE_NOOP("DoctorText", "To"),
    QT_TRANSLATE_NOOP("DoctorText", "Version"),
    QT_TRANSLATE_NOOP("DoctorText", "Cipher"),
    QT_TRANSLATE_NOOP("DoctorText", "Certificate"),
    QT_TRANSLATE_NOOP("DoctorText", "verified"),
    QT_TRANSLATE_NOOP("DoctorText", "not verified"),
    QT_TRANSLATE_NOOP("DoctorText", "Subprotocol"),
    QT_TRANSLATE_NOOP("DoctorText", "Compression"),
    QT_TRANSLATE_NOOP("DoctorText", "Server"),
    QT_TRANSLATE_NOOP("DoctorText", "yes"),
    QT_TRANSLATE_NOOP("DoctorText", "no"),
    QT_TRANSLATE_NOOP("DoctorText", "Client id"),
    QT_TRANSLATE_NOOP("DoctorText", "Session found"),
    QT_TRANSLATE_NOOP("DoctorText", "Keep alive"),
    QT_TRANSLATE_NOOP("DoctorText", "Highest QoS"),
    QT_TRANSLATE_NOOP("DoctorText", "Retained messages"),
    QT_TRANSLATE_NOOP("DoctorText", "Wildcard subscriptions"),
    QT_TRANSLATE_NOOP("DoctorText", "Shared subscriptions"),
    QT_TRANSLATE_NOOP("DoctorText", "Receive maximum"),
    QT_TRANSLATE_NOOP("DoctorText", "Largest packet"),
    QT_TRANSLATE_NOOP("DoctorText", "Topic aliases"),
)


def _yes(value: bool) -> str:
    return _tr("yes") if value else _tr("no")


def _tls(tls: TlsFacts) -> list[Fact]:
    found = [
        (_tr("Version"), tls.version),
        (_tr("Certificate"), _tr("verified") if tls.verified else _tr("not verified")),
        (_tr("Cipher"), tls.cipher),
    ]
    if tls.alpn:
        found.append(("ALPN", tls.alpn))
    return found


def certificate_lines(certificate: CertificateFacts) -> list[Fact]:
    """Return what people want to know of a certificate."""
    return [
        (QCoreApplication.translate("DoctorText", "Certificate for"), certificate.subject),
        (QCoreApplication.translate("DoctorText", "Host names"), ", ".join(certificate.names)),
        (QCoreApplication.translate("DoctorText", "Issued by"), certificate.issuer),
        (
            QCoreApplication.translate("DoctorText", "Valid"),
            f"{day(certificate.valid_from)} – {day(certificate.valid_until)}",
        ),
        ("SHA-256", certificate.fingerprint),
    ]


def _websocket(headers: Mapping[str, str], *, compressed: bool) -> list[Fact]:
    lower = {name.lower(): value for name, value in headers.items()}
    found = [
        (_tr("Subprotocol"), lower.get("sec-websocket-protocol", "")),
        (_tr("Server"), lower.get("server", "")),
        (_tr("Compression"), _yes(compressed)),
    ]
    return [(name, value) for name, value in found if value]


def _connected(connected: Connected) -> list[Fact]:
    terms = connected.negotiated
    found = [
        (_tr("Version"), VERSIONS[terms.version]),
        (_tr("Client id"), terms.client_id),
        (_tr("Session found"), _yes(connected.session_present)),
        (_tr("Keep alive"), _tr("{number} s").format(number=QLocale().toString(terms.keep_alive.granted))),
    ]
    if terms.version is Version.V5:
        number = QLocale().toString
        found += [
            (_tr("Highest QoS"), str(int(terms.maximum_qos))),
            (_tr("Retained messages"), _yes(terms.retain_available)),
            (_tr("Wildcard subscriptions"), _yes(terms.wildcard_subscriptions_available)),
            (_tr("Shared subscriptions"), _yes(terms.shared_subscriptions_available)),
            (_tr("Receive maximum"), number(terms.receive_maximum.granted)),
            (_tr("Largest packet"), exact_size_text(terms.maximum_packet_size.granted)),
            (_tr("Topic aliases"), number(terms.topic_alias_maximum.granted)),
        ]
    return found


def _subscribed(filters: Sequence[object], codes: Sequence[object]) -> list[Fact]:
    if len(codes) != len(filters):
        return [(str(name), "") for name in filters]
    return [
        (str(name), reason_text(code, PacketType.SUBACK).meaning if isinstance(code, ReasonCode) else "")
        for name, code in zip(filters, codes, strict=True)
    ]


# The report


def report_text(rows: Sequence[StepRow], examination: Examination) -> str:
    """Return what was found as plain text for a report; it holds no secret."""
    lines = [f"{APP_NAME} {__version__}", without_password(examination.url), ""]
    for row in rows:
        took = duration(row.done.seconds) if row.done else ""
        lines.append(f"{step_name(row.step)}: {state_name(row.state)} {took}".rstrip())
        if row.done is not None:
            if row.done.error is not None:
                lines.append(f"    {_failure(row.done.error)}")
            lines += [f"    {name}: {value}" for name, value in step_facts(row.done, examination)]
    for diagnosis in examination.diagnoses:
        told = diagnosis_text(diagnosis)
        lines += ["", told.title, *filter(None, (told.detail, told.advice)), f"({diagnosis.cause.name})"]
    for note in (identity_text(examination.identity), left_out_text(examination.left_out)):
        lines += ["", note] if note else []
    if examination.error is not None:
        lines += ["", error_text(examination.error).technical]
    return without_password("\n".join(lines)) + "\n"
