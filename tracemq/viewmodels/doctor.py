"""Turns an examination while it is made into rows, one for each step, and its result."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal

from tracemq.mqtt.tasks import start_task
from tracemq.mqtt.transports.base import Step, StepDone
from tracemq.workspace.doctor import Examination

Examine: TypeAlias = Callable[[Callable[[StepDone], object]], Awaitable[Examination]]


class StepState(Enum):
    WAITING = auto()
    RUNNING = auto()
    PASSED = auto()
    FAILED = auto()
    SKIPPED = auto()  # an earlier step failed, or the examination was stopped


class Phase(Enum):
    """How far the examination is."""

    IDLE = auto()
    CONNECTING = auto()
    LOOKING_CLOSER = auto()  # a step failed, or all are done: the rest takes a moment
    FINISHED = auto()
    STOPPED = auto()  # by the user
    BROKEN = auto()  # by a fault of our own, which is logged


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """One step; `done` is None before its end."""

    step: Step
    state: StepState
    done: StepDone | None = None


class DoctorModel(QObject):
    """Runs `examine`, which gets a function to tell steps to; `changed` comes after each piece of news."""

    changed = Signal()

    def __init__(self, expected: Sequence[Step], examine: Examine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._expected = tuple(expected)
        self._examine = examine
        self._done: dict[Step, StepDone] = {}
        self._task: asyncio.Task[None] | None = None
        self.phase = Phase.IDLE
        self.examination: Examination | None = None

    @property
    def running(self) -> bool:
        return self.phase in {Phase.CONNECTING, Phase.LOOKING_CLOSER}

    @property
    def rows(self) -> list[StepRow]:
        """The steps in their order, those that nobody expected at the end."""
        order = [*self._expected, *(step for step in self._done if step not in self._expected)]
        upcoming = next((step for step in order if step not in self._done), None)
        return [self._row(step, upcoming) for step in order]

    def _row(self, step: Step, upcoming: Step | None) -> StepRow:
        done = self._done.get(step)
        if done is not None:
            return StepRow(step=step, state=StepState.FAILED if done.error else StepState.PASSED, done=done)
        if self.phase is Phase.CONNECTING:
            return StepRow(step=step, state=StepState.RUNNING if step is upcoming else StepState.WAITING)
        return StepRow(step=step, state=StepState.WAITING if self.phase is Phase.IDLE else StepState.SKIPPED)

    def start(self) -> None:
        """Begin, or begin again once the last run is over."""
        if self.running:
            return
        self._done.clear()
        self.examination = None
        self._become(Phase.CONNECTING)
        self._task = start_task(self._run(), "connection doctor")

    def start_anew(self, expected: Sequence[Step], examine: Examine) -> None:
        """Begin with another examination, as of a profile that was changed."""
        self.stop()
        self._expected, self._examine = tuple(expected), examine
        self.start()

    def stop(self) -> None:
        """Break off; what was found so far stays."""
        if self.running and self._task is not None:
            self._task.cancel()
            self._become(Phase.STOPPED)

    async def _run(self) -> None:
        try:
            examination = await self._examine(self._told)
        except asyncio.CancelledError:
            raise
        except BaseException:
            self._become(Phase.BROKEN)
            raise
        self.examination = examination
        self._done = {step.step: step for step in examination.steps}
        self._become(Phase.FINISHED)

    def _told(self, step: StepDone) -> None:
        if not self.running:
            return
        self._done[step.step] = step
        over = step.error is not None or all(each in self._done for each in self._expected)
        self._become(Phase.LOOKING_CLOSER if over else Phase.CONNECTING)

    def _become(self, phase: Phase) -> None:
        self.phase = phase
        self.changed.emit()
