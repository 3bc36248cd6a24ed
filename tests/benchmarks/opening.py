"""Whatever a user opens, clicks and searches while 10,000 messages a second arrive becomes the longest gap of the loop.

Each action runs in a process of its own, once as the first thing that its user does there and once again, because the
first time imports and makes what the second one finds. `python -m tests.benchmarks.opening [--where] [NAME ...]` prints
the table of actions, the worst first, and with --where what the program did in long turns. Without a screen: Qt paints
into memory, by the same software; QT_QPA_PLATFORM=xcb takes the display that there is.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from tests.support.fake_broker import Load
from tests.support.fire_hose import ROOT, fire_hose

from .figures import Figure, Size

RATE, TOPICS, BYTES = 10_000, 1000, 128
RETAIN_MIB: Final = 256
LIMIT_MS: Final = 50.0
PATIENCE_S: Final = 90.0  # until what an action asks for is there
Found = dict[str, Any]  # of one action: wall and cpu (in ms, first time and second), took_s, at


def run(size: Size) -> list[Figure]:
    """The worst of all actions, and how many are over the limit."""
    from .opening_actions import ACTIONS

    names = list(ACTIONS)
    groups = [names] if size.small else [[name] for name in names]
    found: dict[str, Found] = {}
    rows = size.of(200_000, 2000)
    for group in groups:
        found |= perform(
            group,
            rate=size.of(RATE, RATE // 10),
            rows=rows,
            settle_s=size.of(400, 5) / 1000,
            times=size.of(2, 1),
        )
    assert list(found) == names, f"not done: {sorted(set(names) - set(found))}"
    print(table(found), flush=True)
    worst = max(found, key=lambda name: max(found[name]["wall"]))
    over = [name for name in found if max(found[name]["wall"]) > LIMIT_MS]
    facts = {"actions": found}
    return [
        Figure(
            row="opening",
            what=f"longest loop gap of {len(names)} actions at {RATE:,} /s",
            unit="ms",
            values=[max(found[worst]["wall"])],
            wanted=f"< {LIMIT_MS:.0f}",
            note=worst,
            facts=facts,
        ),
        Figure(
            row="opening",
            what="the same in processor time of one turn",
            unit="ms",
            values=[max(max(each["cpu"]) for each in found.values())],
        ),
        Figure(row="opening", what="actions over it", unit="", values=[len(over)], wanted="0", note=", ".join(over)),
        *(
            Figure(
                row="opening",
                what=f"rows {name.removeprefix('write rows ')} meanwhile",
                unit="rows/s",
                values=[rows / each["took_s"][0]],  # the second time there are more
                wanted="200,000",
            )
            for name, each in found.items()
            if name.startswith("write rows ")
        ),
    ]


def table(found: dict[str, Found]) -> str:
    """The actions as a Markdown table, the worst first."""
    lines = ["| action | gap, first and again | processor time |", "| --- | --- | --- |"]
    for name in sorted(found, key=lambda name: -max(found[name]["wall"])):
        wall, cpu = (" / ".join(f"{value:.0f}" for value in found[name][key]) for key in ("wall", "cpu"))
        lines.append(f"| {name} | {wall} ms | {cpu} ms |")
    return "\n".join(lines)


def perform(
    names: Sequence[str], *, rows: int, settle_s: float, times: int, where: bool = False, rate: float = RATE
) -> dict[str, Found]:
    """Do actions one after the other in a process of their own."""
    load = Load(messages=int(rate * 3600), rate=rate, topics=TOPICS, size=BYTES)
    with tempfile.TemporaryDirectory() as folder, fire_hose(load) as hose:
        folders = {f"XDG_{name}_HOME": f"{folder}/{name.lower()}" for name in ("CONFIG", "DATA", "STATE", "CACHE")}
        asked = {
            "port": hose.port,
            "folder": folder,
            "names": list(names),
            "rows": rows,
            "settle_s": settle_s,
            "times": times,
            "where": where,
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.opening", "--child", json.dumps(asked)],
            cwd=ROOT,
            env={
                "QT_QPA_PLATFORM": "offscreen",
                **os.environ,
                **folders,
                "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            },
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    found: dict[str, Found] = json.loads(done.stdout.splitlines()[-1])
    return found


# -- the process with the window


def _child(asked: dict[str, Any]) -> dict[str, Found]:
    from platformdirs import PlatformDirs
    from PySide6.QtWidgets import QApplication

    from tracemq.app import Program
    from tracemq.command_line import parse, start_options
    from tracemq.desktop import DESKTOP_ID
    from tracemq.ui.event_loop import QtAsyncLoop
    from tracemq.ui.unforeseen import Unforeseen
    from tracemq.workspace.process import keep_large_blocks_apart

    keep_large_blocks_apart()
    application = QApplication([])
    application.setApplicationName(DESKTOP_ID)
    application.setQuitOnLastWindowClosed(False)
    loop = QtAsyncLoop(application)
    asyncio.set_event_loop(loop)
    unforeseen = Unforeseen()
    unforeseen.install(loop)
    errors: list[BaseException] = []

    def note(error: BaseException) -> None:
        errors.append(error)

    unforeseen.happened.connect(note)
    url = f"mqtt://127.0.0.1:{asked['port']}"
    given = ["--connect", url, "--subscribe", "#", "--retain-mib", str(RETAIN_MIB), "--theme", "light"]
    program = Program(application, start_options(parse(given)), PlatformDirs(DESKTOP_ID, appauthor=False), unforeseen)

    async def both() -> dict[str, Found]:
        running = asyncio.ensure_future(program.run(time.monotonic()))
        try:
            return await _walk(program, asked)
        except Exception:  # whatever it is: it is raised again, after what it may have come from
            for error in errors:
                traceback.print_exception(error)
            raise
        finally:
            program.quit()
            await running

    with loop:
        found: dict[str, Found] = loop.run_until_complete(both())
    for error in errors:
        traceback.print_exception(error)
    assert not errors, "the program met what nobody foresaw"
    return found


async def _walk(program: Any, asked: dict[str, Any]) -> dict[str, Found]:
    from .loop_meter import Gaps, LoopMeter
    from .opening_actions import ACTIONS
    from .opening_stage import PREPARED, TURN, Stage

    window, settle_s = program._window, asked["settle_s"]

    async def until(check: Any, what: str) -> None:
        end = time.monotonic() + PATIENCE_S
        while not check():
            assert time.monotonic() < end, what
            await asyncio.sleep(0.005)

    await until(lambda: window.tab is not None and window.tab.connection.flowing, "nothing arrives")
    await asyncio.sleep(4 * settle_s)
    stage = Stage(program, Path(asked["folder"]), asked["rows"])
    meter = LoopMeter(window, look=asked["where"])
    found: dict[str, Found] = {}
    for name in asked["names"]:
        each: Found = {"wall": [], "cpu": [], "took_s": [], "at": {}}
        for time_ in range(asked["times"]):
            longest = Gaps()

            def keep(longest: Gaps = longest) -> None:
                gaps = meter.take()
                longest.wall, longest.cpu = max(longest.wall, gaps.wall), max(longest.cpu, gaps.cpu)
                longest.at.update(gaps.at)

            meter.take()
            began = ended = time.monotonic()
            for step in ACTIONS[name](stage):
                if callable(step):
                    await until(step, f"{name}: what it asks for is not there")
                    ended = time.monotonic()
                else:
                    await asyncio.sleep(0 if step is TURN else settle_s)
                keep()
                if step is PREPARED:
                    began = ended = time.monotonic()
                    longest.wall = longest.cpu = 0.0
                    longest.at.clear()
            await asyncio.sleep(settle_s)
            keep()
            stage.tidy()
            await asyncio.sleep(settle_s)
            keep()
            each["wall"].append(round(longest.wall, 1))
            each["cpu"].append(round(longest.cpu, 1))
            each["took_s"].append(ended - began)
            each["at"] = {**each["at"], f"{time_ + 1}": longest.at.most_common(8)}
        found[name] = each
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="what the names of the actions begin with; all by default"
    )
    parser.add_argument("--where", action="store_true", help="tell what the program did in long turns")
    parser.add_argument("--one-process", action="store_true", help="quicker; what an action imports, the next one has")
    parser.add_argument("--small", action="store_true", help="few rows, each action once")
    parser.add_argument("--child", type=json.loads, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child is not None:
        print(json.dumps(_child(given.child)))
        return
    from .opening_actions import ACTIONS

    names = [name for name in ACTIONS if not given.names or name.startswith(tuple(given.names))]
    groups = [names] if given.one_process else [[name] for name in names]
    found: dict[str, Found] = {}
    for group in groups:
        try:
            new = perform(
                group,
                rows=2000 if given.small else 200_000,
                settle_s=0.02 if given.small else 0.4,
                times=1 if given.small else 2,
                where=given.where,
            )
        except AssertionError as error:
            print(f"{group}: {error}", file=sys.stderr, flush=True)
            continue
        found |= new
        for name, each in new.items():
            print(name, each["wall"], each["cpu"], flush=True)
            for turn, places in each["at"].items() if given.where else ():
                for place, times in places:
                    print(f"    {turn}: {times} x {place}", flush=True)
    print(table(found))


if __name__ == "__main__":
    main()
