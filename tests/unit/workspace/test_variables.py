from __future__ import annotations

import re
import uuid
from itertools import count, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.workspace.variable_stream import Stream
from tracemq.workspace.variables import (
    KINDS,
    MOST_VARIABLES,
    STEP_PARTS,
    Fault,
    Known,
    Template,
    VariableProblem,
    environment_names,
    escaped,
    is_name,
    names_in,
    parse,
    parse_steps,
    plain,
)

NOW = 1_800_000_000.25
KNOWN = Known(own={"site": "plant 7", "tricky": "{{uuid}}"}, environment={"HOME": "/home/me"})
BRACED = st.text(alphabet=st.sampled_from("{}ab \"'\n1"), max_size=40)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


def stream(clock: Clock | None = None) -> Stream:
    seeds = count(1)
    return Stream(clock or Clock(), lambda: next(seeds))


def template(text: str, known: Known = KNOWN) -> Template:
    made = parse(text, known)
    assert isinstance(made, Template), made
    return made


def sent(text: str, times: int, through: Stream | None = None) -> list[str]:
    """What so many messages say, one after the other."""
    through, made, found = through or stream(), template(text), []
    for _ in range(times):
        moment = through.begin()
        found.append(made.expand(moment))
        through.commit(moment)
    return found


def fault(text: str, known: Known = KNOWN) -> Fault:
    found = parse(text, known)
    assert isinstance(found, Fault), found
    return found


@pytest.mark.parametrize("text", ["", "plain", '{"a":{"b":{}}}', "{ {uuid} }", "}}", "{", "a{b}c"])
def test_text_without_variables_stays_as_it_is(text: str) -> None:
    assert sent(text, 1) == [text]
    assert template(text).fixed


@given(BRACED)
def test_escaped_text_comes_out_as_it_was(text: str) -> None:
    assert sent(escaped(text), 1) == [text]


@given(BRACED)
def test_any_text_is_either_a_template_or_has_a_fault_at_its_braces(text: str) -> None:
    found = parse(text, KNOWN)
    if isinstance(found, Fault):
        assert text[found.at : found.at + 2] == "{{"
    else:
        found.expand(stream().begin())


@given(st.text(max_size=60))
def test_plain_text_is_never_looked_into(text: str) -> None:
    assert plain(text).expand(stream().begin()) == text


def test_four_braces_are_two_and_an_odd_one_stays_before_its_variable() -> None:
    assert sent("{{{{uuid}}", 1) == ["{{uuid}}"]
    assert sent("{{{site}}}", 1) == ["{plant 7}"]
    assert sent("{{{{{{site}}", 1) == ["{{plant 7"]


def test_spaces_around_a_name_do_not_matter() -> None:
    assert sent("a {{ site }} b", 1) == ["a plant 7 b"]


def test_what_a_variable_of_ones_own_brings_is_not_read_again() -> None:
    assert sent("{{tricky}}", 1) == ["{{uuid}}"]


def test_each_uuid_is_another_one() -> None:
    found = [uuid.UUID(text) for pair in sent("{{uuid}} {{uuid}}", 3) for text in pair.split()]
    assert len(set(found)) == 6
    assert {one.version for one in found} == {4}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{now}}", "2027-01-15T08:00:00.250Z"),
        ("{{now iso}}", "2027-01-15T08:00:00.250Z"),
        ("{{now s}}", "1800000000"),
        ("{{now ms}}", "1800000000250"),
    ],
)
def test_the_time_is_written_as_asked(text: str, expected: str) -> None:
    assert sent(text, 1) == [expected]


def test_local_time_has_its_offset() -> None:
    assert re.fullmatch(r"2027-01-1\dT\d\d:\d\d:00\.250[+-]\d\d:\d\d", sent("{{now local}}", 1)[0])


def test_a_counter_counts_messages_however_often_it_stands_in_one() -> None:
    assert sent("{{counter}}/{{counter}}", 3) == ["1/1", "2/2", "3/3"]


def test_a_counter_begins_and_steps_as_told() -> None:
    assert sent("{{counter 10}} {{counter 0 -5}}", 3) == ["10 0", "11 -5", "12 -10"]


def test_random_numbers_have_the_decimals_of_their_bounds_and_reach_them() -> None:
    found = {int(text) for text in sent("{{random 1 3}}", 60)}
    assert found == {1, 2, 3}
    assert all(re.fullmatch(r"-?\d\.\d\d", text) for text in sent("{{random -1.5 1.25}}", 50))


@given(st.integers(-(10**12), 10**12), st.integers(0, 10**12), st.integers(0, 3))
def test_random_numbers_stay_within_their_bounds(low: int, width: int, decimals: int) -> None:
    first, last = (f"{number:.{decimals}f}" for number in (low, low + width))
    (found,) = sent(f"{{{{random {first} {last}}}}}", 1)
    assert low <= float(found) <= low + width


def test_a_sine_follows_the_time_since_the_stream_began() -> None:
    clock = Clock()
    through, found = stream(clock), []
    for second in (0, 15, 30, 45):
        clock.now = NOW + second
        found += sent("{{sine 0 100 60}} {{sine 0.0 1.0 60}}", 1, through)
    assert found == ["50 0.5", "100 1.0", "50 0.5", "0 0.0"]


def test_a_ramp_may_climb_and_fall() -> None:
    clock = Clock()
    through = stream(clock)
    clock.now = NOW + 2
    assert sent("{{ramp 0 10 4}} {{ramp 10 0 4}}", 1, through) == ["5 5"]


def test_two_walks_in_one_message_go_their_own_ways() -> None:
    found = [tuple(map(float, text.split())) for text in sent("{{walk 0.000 9.000 1}} {{walk 0.000 9.000 1}}", 20)]
    assert found[0] == (4.5, 4.5)
    assert any(one != other for one, other in found)
    assert all(abs(after[0] - before[0]) <= 1.002 for before, after in pairwise(found))


def test_a_sequence_goes_round_and_a_choice_chooses() -> None:
    assert sent("{{sequence a 'b c' 3}}", 4) == ["a", "b c", "3", "a"]
    assert set(sent('{{choice on off "half way"}}', 60)) == {"on", "off", "half way"}


def test_quoted_arguments_may_hold_braces() -> None:
    assert sent("{{sequence '}}' \"{\"}}", 2) == ["}}", "{"]


def test_no_number_is_a_negative_zero() -> None:
    assert sent("{{random -0.0 0.0}} {{sine -1 1 60}}", 1) == ["0.0 0"]


def test_the_preview_shows_what_is_sent_next() -> None:
    through = stream()
    made = template("{{uuid}} {{random 1 1000000}} {{counter}} {{walk 0.000 1.000 1}} {{sequence a b}} {{choice a b}}")
    for _ in range(3):
        shown = [made.expand(through.begin()) for _ in range(2)]
        moment = through.begin()
        assert shown == [made.expand(moment)] * 2
        through.commit(moment)
        assert made.expand(through.begin()) not in shown


def test_reset_lets_counters_and_waves_begin_anew() -> None:
    through = stream()
    assert sent("{{counter}}{{sequence a b}}", 3, through) == ["1a", "2b", "3a"]
    through.reset()
    assert sent("{{counter}}{{sequence a b}}", 1, through) == ["1a"]


@pytest.mark.parametrize(
    ("text", "problem", "at", "name"),
    [
        ("a {{uuid", VariableProblem.UNCLOSED, 2, "uuid"),
        ("{{uuid\n}}", VariableProblem.UNCLOSED, 0, "uuid"),
        ("{{}}", VariableProblem.MALFORMED, 0, ""),
        ("{{a {b} }}", VariableProblem.MALFORMED, 0, "a"),
        ("{{choice 'a}}", VariableProblem.MALFORMED, 0, "choice"),
        ("x{{ value_json.temperature }}", VariableProblem.UNKNOWN, 1, "value_json.temperature"),
        ("{{uuid 1}}", VariableProblem.ARGUMENTS, 0, "uuid"),
        ("{{now never}}", VariableProblem.ARGUMENTS, 0, "now"),
        ("{{random 1}}", VariableProblem.ARGUMENTS, 0, "random"),
        ("{{random 1 ten}}", VariableProblem.ARGUMENTS, 0, "random"),
        ("{{random 1 1e400}}", VariableProblem.ARGUMENTS, 0, "random"),
        ("{{counter 1.5}}", VariableProblem.ARGUMENTS, 0, "counter"),
        ("{{counter 1 2 3}}", VariableProblem.ARGUMENTS, 0, "counter"),
        ("{{choice}}", VariableProblem.ARGUMENTS, 0, "choice"),
        ("{{sequence}}", VariableProblem.ARGUMENTS, 0, "sequence"),
        ("{{site 1}}", VariableProblem.ARGUMENTS, 0, "site"),
        ("{{random 2 1}}", VariableProblem.BOUNDS, 0, "random"),
        ("{{sine 0 1 0}}", VariableProblem.BOUNDS, 0, "sine"),
        ("{{walk 0 1 -1}}", VariableProblem.BOUNDS, 0, "walk"),
        ("{{env.NOPE}}", VariableProblem.ENVIRONMENT_UNSET, 0, "env.NOPE"),
    ],
)
def test_what_cannot_be_filled_in_is_named_with_its_place(
    text: str, problem: VariableProblem, at: int, name: str
) -> None:
    found = fault(text)
    assert (found.problem, found.at, found.name) == (problem, at, name)


def test_wrong_arguments_come_with_the_right_way_to_write_them() -> None:
    assert fault("{{random 1}}").usage == "{{random LOW HIGH}}"


def test_the_environment_is_read_where_that_is_allowed() -> None:
    assert sent("{{env.HOME}}", 1) == ["/home/me"]


def test_the_environment_is_not_read_where_that_is_barred() -> None:
    assert fault("{{env.HOME}}", Known()).problem is VariableProblem.ENVIRONMENT_BARRED
    assert fault("{{env.NOPE}}", Known()).problem is VariableProblem.ENVIRONMENT_BARRED  # nor whether it is there


def test_a_text_says_which_variables_of_the_environment_it_wants() -> None:
    assert environment_names("{{env.B}}{{uuid}}", "{{ env.A }}{{env.B}}{{B}}") == ["B", "A"]
    assert names_in("{{a}} {{b c}} {{{{d}} {{e") == ["a", "b"]


def test_names_of_ones_own_are_plain_words_and_none_of_the_programs() -> None:
    assert is_name("site_7-b")
    assert not any(is_name(name) for name in ("", "7", "a b", "env.A", "a.b", "é", *KINDS))


def test_the_usages_that_are_shown_work_once_filled_in() -> None:
    filled = {"LOW": "1", "HIGH": "2", "SECONDS": "60", "STEP": "1", "FIRST": "1", "FROM": "1", "TO": "9"}
    for kind in KINDS.values():
        usage = re.sub(r"[A-Z]+", lambda word: filled.get(word[0], word[0]), kind.usage)
        assert isinstance(parse(usage, Known()), Template), usage


def test_many_variables_are_looked_up_and_filled_in_by_steps_and_too_many_not_at_all() -> None:
    text = "{{counter}} " * MOST_VARIABLES
    assert len(list(parse_steps(text, KNOWN))) >= MOST_VARIABLES // STEP_PARTS
    made = template(text)
    assert len(list(made.expand_steps(stream().begin()))) == 2 * MOST_VARIABLES // STEP_PARTS
    assert sent(text, 2) == ["1 " * MOST_VARIABLES, "2 " * MOST_VARIABLES]
    found = fault(f"{text}{{{{uuid}}}}")
    assert (found.problem, found.at) == (VariableProblem.TOO_MANY, len(text))
