"""Turns what is wrong with a query into a sentence that names the place, and says what the filter language can do."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from tracemq.history.query import QueryError, QueryProblem

from .marked import QT_TRANSLATE_NOOP

LONGEST_QUOTE: Final = 30  # characters
PROBLEMS: Final = {
    QueryProblem.TERM_MISSING: QT_TRANSLATE_NOOP(
        "QueryText", "Something is missing here: a word, or a field such as qos:1"
    ),
    QueryProblem.VALUE_MISSING: QT_TRANSLATE_NOOP("QueryText", "A value is missing behind the operator"),
    QueryProblem.OPERATOR_UNKNOWN: QT_TRANSLATE_NOOP("QueryText", "This field cannot be compared like that"),
    QueryProblem.PARENTHESIS_OPEN: QT_TRANSLATE_NOOP("QueryText", "This parenthesis is never closed"),
    QueryProblem.PARENTHESIS_CLOSED: QT_TRANSLATE_NOOP("QueryText", "This parenthesis was never opened"),
    QueryProblem.QUOTE_OPEN: QT_TRANSLATE_NOOP("QueryText", "This quote is never closed"),
    QueryProblem.NUMBER: QT_TRANSLATE_NOOP("QueryText", "This is not a size; write 1000, 2KiB or 1MB"),
    QueryProblem.QOS: QT_TRANSLATE_NOOP("QueryText", "QoS is 0, 1 or 2"),
    QueryProblem.FLAG: QT_TRANSLATE_NOOP("QueryText", "This is either true or false"),
    QueryProblem.TOPIC_FILTER: QT_TRANSLATE_NOOP(
        "QueryText", "This is not a topic filter; write house/+/light or house/#"
    ),
    QueryProblem.REGEX: QT_TRANSLATE_NOOP("QueryText", "This is not a regular expression"),
    QueryProblem.REGEX_TOO_LARGE: QT_TRANSLATE_NOOP("QueryText", "This regular expression repeats too much"),
    QueryProblem.JSON_PATH: QT_TRANSLATE_NOOP("QueryText", "This is not a JSON path; write $.room.temp or $.list[0]"),
    QueryProblem.TOO_DEEP: QT_TRANSLATE_NOOP("QueryText", "There are too many parentheses inside each other"),
    QueryProblem.TOO_LONG: QT_TRANSLATE_NOOP("QueryText", "This is longer than a query may be"),
}
EXAMPLES: Final = (  # what may be typed is the same in every language
    ("error", QT_TRANSLATE_NOOP("QueryText", "text in the topic or the payload; capitals count if there is one")),
    ('"two words"', QT_TRANSLATE_NOOP("QueryText", "text with spaces")),
    ("house/+/light", QT_TRANSLATE_NOOP("QueryText", "topics, with the wildcards of MQTT")),
    ("topic:house/hall", QT_TRANSLATE_NOOP("QueryText", "one topic")),
    ("payload:on", QT_TRANSLATE_NOOP("QueryText", "text in the payload; payload=on is all of it")),
    ("payload~[0-9]{4}", QT_TRANSLATE_NOOP("QueryText", "a regular expression; topic~ as well")),
    ("$.temp > 20", QT_TRANSLATE_NOOP("QueryText", "a value in a JSON payload; also $.list[0].name, $..id")),
    ("qos:1  retain  dup", QT_TRANSLATE_NOOP("QueryText", "the flags of a message")),
    ("size>2KiB", QT_TRANSLATE_NOOP("QueryText", "the size of the payload")),
    ("prop.content_type:json", QT_TRANSLATE_NOOP("QueryText", "a property of MQTT 5, or a user property by its name")),
    ("house/# and not retain", QT_TRANSLATE_NOOP("QueryText", "and, or, not and parentheses combine them all")),
)


def query_problem_text(error: QueryError, text: str) -> str:
    """Say what is wrong, and where: the text to blame, and the place of its first character."""
    said = QCoreApplication.translate("QueryText", PROBLEMS[error.problem])
    blamed = text[error.start : error.end].strip()
    if len(blamed) > LONGEST_QUOTE:
        blamed = blamed[: LONGEST_QUOTE - 1] + "…"
    place = QLocale().toString(error.start + 1)
    if not blamed:
        return QCoreApplication.translate("QueryText", "{problem} (at character {place}).").format(
            problem=said, place=place
        )
    return QCoreApplication.translate("QueryText", "{problem}: “{text}” (at character {place}).").format(
        problem=said, text=blamed, place=place
    )


def examples() -> list[tuple[str, str]]:
    """Return what may be typed, each with what it means."""
    return [(query, QCoreApplication.translate("QueryText", meaning)) for query, meaning in EXAMPLES]
