"""The real program on a virtual screen, fed by a fire hose; its own report says how fluid it stayed."""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from platformdirs import PlatformDirs

from tests.support.fake_broker import Load
from tests.support.fire_hose import fire_hose
from tests.support.screen import VirtualScreen
from tracemq.desktop import DESKTOP_ID
from tracemq.profiles.profile import Profile, SubscriptionSettings
from tracemq.profiles.settings import AtStart, Settings, SettingsStore
from tracemq.profiles.store import ProfileStore

from .figures import Figure, Size

ALL = SubscriptionSettings(filter="#")
MORE_THAN_A_PACKET = 1000  # bytes: so many wait in the socket, and not for the rest of a packet of a load
SETTLED_S = 5  # until then a window that has just opened fetches what it did not need for its first paint


def program(screen: VirtualScreen, folder: str, *arguments: str) -> dict[str, Any]:
    """Run the program to its end; its report."""
    report = Path(folder) / "report.json"
    folders = {f"XDG_{name}_HOME": f"{folder}/{name.lower()}" for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    process = screen.start(
        [sys.executable, "-m", "tracemq", *arguments, "--report", str(report)],
        environment={**folders, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"},
    )
    assert process.wait(180) == 0
    content: dict[str, Any] = json.loads(report.read_text())
    return content


def fed(load: Load, seconds: float, *arguments: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The program's report and the hose's; asserts that nothing was lost."""
    with tempfile.TemporaryDirectory() as folder, VirtualScreen() as screen, fire_hose(load) as hose:
        url = f"mqtt://127.0.0.1:{hose.port}"
        report = program(screen, folder, "--connect", url, "--subscribe", "#", "--exit-after", str(seconds), *arguments)
        sent = hose.report()
        connection = report["connections"][0]
        assert connection["rows"] + connection["evicted"] == connection["received"] == sent["sent"], (connection, sent)
        assert load.seconds or sent["sent"] == load.messages, sent
        return report, sent


def gaps(row: str, what: str, reports: list[dict[str, Any]], wanted: tuple[str, str, str], note: str) -> list[Figure]:
    """The three figures of fluidity."""
    keys = (("p99", "loop gap p99", "ms"), ("max", "loop gap max", "ms"), ("stall_share", "stall share", ""))
    return [
        Figure(
            row=row,
            what=f"{what}: {words}",
            unit=unit,
            values=[report["loop_gap_ms"][key] for report in reports],
            wanted=goal,
            note=note,
        )
        for (key, words, unit), goal in zip(keys, wanted, strict=True)
    ]


def steady(size: Size) -> list[Figure]:
    """300,000 messages a second for ten seconds."""
    rate, seconds = size.of(300_000, 20_000), size.of(10, 2)
    load = Load(messages=rate * seconds, rate=rate, topics=1000, size=128)
    reports = [fed(load, size.of(15, 8))[0] for _ in range(size.repeat)]
    memory = Figure(
        row="window",
        what="memory of the program at the end, less wire bytes and 40 B a message",
        unit="MiB",
        values=[beside(report) for report in reports],
        wanted="150",
    )
    what = f"{rate:,} /s for {seconds} s"
    return [*gaps("window", what, reports, ("< 16", "< 50", "< 0.02"), "none lost"), memory]


def beside(report: dict[str, Any]) -> float:
    """What the program takes beside what it received, in MiB."""
    connection = report["connections"][0]
    return float(report["rss_mib"] - (connection["bytes_in"] + 40 * connection["received"]) / 2**20)


def flood(size: Size) -> list[Figure]:
    """As fast as it goes for thirty seconds, with eviction inside."""
    seconds = size.of(30, 3)
    load = Load(messages=60_000_000, seconds=seconds, topics=1000, size=128)
    rates, behind, reports = [], [], []
    for _ in range(size.repeat):
        report, sent = fed(load, seconds + 8, *(["--retain-mib", "16"] if size.small else []))
        connection = report["connections"][0]
        assert connection["evicted"] > 0, "nothing had to leave"
        assert connection["behind_bytes_max"] > MORE_THAN_A_PACKET, "not behind for a moment: that was no flood"
        rates.append(sent["sent"] / sent["seconds"])
        behind.append(connection["behind_ms_max"])
        reports.append(report)
    lines = gaps("flood", f"full speed for {seconds} s", reports, ("", "< 100", ""), "rows + evicted = sent")
    facts = {"behind_ms_max": behind}
    return [Figure(row="flood", what="full speed", unit="/s", values=rates, wanted="500,000", facts=facts), *lines]


def many_topics(size: Size) -> list[Figure]:
    """10,000 messages a second on 50,000 topics."""
    load = Load(messages=size.of(100_000, 20_000), rate=10_000, topics=50_000, size=128)
    reports = [fed(load, size.of(15, 8))[0] for _ in range(size.repeat)]
    return gaps("topics", "10,000 /s on 50,000 topics", reports, ("", "< 50", ""), "none lost")


def tabs(size: Size) -> list[Figure]:
    """Twenty open connections with 1,000 messages a second each, which begin when all tabs are there."""
    count, seconds, wait = size.of(20, 3), size.of(10, 2), size.of(15, 3)
    load = Load(messages=1000 * seconds, rate=1000, topics=100, size=128, wait=wait)
    reports = []
    for _ in range(size.repeat):
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            screen = stack.enter_context(VirtualScreen())
            hoses = [stack.enter_context(fire_hose(load)) for _ in range(count)]
            open_at_start(Path(folder), [hose.port for hose in hoses])
            report = program(screen, folder, "--exit-after", str(wait + seconds + size.of(10, 4)))
            assert [each["rows"] for each in report["connections"]] == [hose.report()["sent"] for hose in hoses]
            assert len(report["connections"]) == count
            reports.append(report)
    return gaps("tabs", f"{count} tabs at 1,000 /s each", reports, ("", "< 50", ""), "none lost")


def open_at_start(folder: Path, ports: list[int]) -> None:
    """Save profiles of brokers on these ports, and the wish to open them all with the program."""
    folders = PlatformDirs(DESKTOP_ID, appauthor=False)
    config = folder / "config" / Path(folders.user_config_path).name
    profiles = [
        Profile(id=f"{port:032x}", name=f"Hose {port}", host="127.0.0.1", port=port, subscriptions=(ALL,))
        for port in ports
    ]
    for profile in profiles:
        ProfileStore(config / "profiles").save(profile)
    ids = tuple(profile.id for profile in profiles)
    settings = Settings(first_start_done=True, at_start=AtStart.REOPEN, open_profiles=ids)
    SettingsStore(config / "settings.yaml").save(settings)


def start(size: Size) -> list[Figure]:
    """From the start of the process to the first paint, warm; memory and processor time of an idle window."""
    shown, memory, idle = [], [], []
    seconds = size.of(20, 3)
    for _ in range(size.repeat + 1):
        with (
            tempfile.TemporaryDirectory() as folder,
            VirtualScreen() as screen,
            fire_hose(Load(messages=1, rate=1)) as hose,
        ):
            url = f"mqtt://127.0.0.1:{hose.port}"
            short = program(screen, folder, "--connect", url, "--exit-after", "2")
            full = program_again(screen, folder, seconds)
        shown.append(short["window_shown_s"])
        memory.append(short["rss_mib"])
        idle.append(full)
    return [
        Figure(row="start", what="process to first paint, warm", unit="s", values=shown[1:], wanted="0.8"),
        Figure(row="start", what="memory, idle", unit="MiB", values=memory[1:], wanted="130"),
        Figure(row="start", what="processor, idle with a silent connection", unit="%", values=idle[1:], wanted="1"),
    ]


def program_again(screen: VirtualScreen, folder: str, seconds: int) -> float:
    """The share of a processor that an settled, silent window takes, in per cent: a long run less a short one."""
    cpu: list[float] = []
    for length in (SETTLED_S, SETTLED_S + seconds):
        with fire_hose(Load(messages=1, rate=1)) as hose:
            report = program(screen, folder, "--connect", f"mqtt://127.0.0.1:{hose.port}", "--exit-after", str(length))
            cpu.append(report["cpu_s"])
    return (cpu[1] - cpu[0]) / seconds * 100
