"""Flow: arrivals in, one word after each silence out."""

from __future__ import annotations

from tracemq.workspace.flow import FLOWING_S, Flow


class Line:
    """A flow with a clock that is set by hand."""

    def __init__(self) -> None:
        self.now, self.stirred = 10.0, 0
        self.flow = Flow(self._stir, lambda: self.now)

    def _stir(self) -> None:
        self.stirred += 1


def test_the_first_message_is_told_of_and_those_that_follow_are_not() -> None:
    line = Line()
    for _ in range(3):
        line.flow.arrive()
        line.flow.settle()
    assert (line.stirred, line.flow.flowing) == (1, True)


def test_a_silence_begins_when_somebody_has_looked_after_a_quarter_of_a_second() -> None:
    line = Line()
    line.flow.arrive()
    line.now += FLOWING_S
    assert not line.flow.flowing
    line.flow.arrive()
    assert line.stirred == 1  # nobody has looked: a frame is due anyway
    line.now += FLOWING_S
    line.flow.settle()
    line.flow.arrive()
    assert line.stirred == 2


def test_what_is_sent_ends_a_silence_and_is_no_arrival() -> None:
    line = Line()
    line.flow.stir()
    line.flow.stir()
    assert (line.stirred, line.flow.flowing) == (1, False)
