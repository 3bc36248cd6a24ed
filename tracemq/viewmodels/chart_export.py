"""Turns the points of a chart's lines into a CSV file, and a picture of it into a PNG file, in slices."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from threading import Thread
from typing import Any, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from tracemq.history.export_file import OutputFile
from tracemq.history.export_formats import cell, time_text

from .chart_series import Series

POINTS_AT_ONCE: Final = 500  # a ms
NAP_S: Final = 0.001
Steps = Generator[None, None, int]


def write_csv(path: Path, series: Sequence[Series]) -> Steps:
    """Write a line for each point, line by line of the chart; gives how many. Raises OSError."""
    columns = [(each.topic, str(each.path), each.points.times.copy(), each.points.values.copy()) for each in series]

    def write(file: OutputFile) -> Generator[None, None, int]:
        file.write(b"time,seconds,topic,path,value\r\n")
        count = 0
        for topic, json_path, times, values in columns:
            end = f",{cell(topic)},{cell(json_path)},"
            for start in range(0, len(times), POINTS_AT_ONCE):
                some = slice(start, start + POINTS_AT_ONCE)
                lines = [
                    f"{time_text(at)},{at!r}{end}{value!r}\r\n"
                    for at, value in zip(times[some].tolist(), values[some].tolist(), strict=True)
                ]
                file.write("".join(lines).encode())
                count += len(lines)
                yield
        return count

    return _write(path, write)


def write_png(path: Path, picture: QImage) -> Steps:
    """Write a picture; packing it is a thread's work. Gives how many bytes it has. Raises OSError."""

    def write(file: OutputFile) -> Generator[None, None, int]:
        data = QByteArray()
        thread = Thread(target=_pack, args=(picture, data), name="picture", daemon=False)  # see `import_slices`
        thread.start()
        while thread.is_alive():
            time.sleep(NAP_S)
            yield
        file.write(bytes(data.data()))
        return data.size()

    return _write(path, write)


def _pack(picture: QImage, data: QByteArray) -> None:
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(picture)


def _write(path: Path, write: Callable[[OutputFile], Generator[None, None, Any]]) -> Steps:
    """Write a file whole or not at all."""
    file = OutputFile(path)
    try:
        count: int = yield from write(file)
        file.finish()
        while not file.done:
            time.sleep(NAP_S)
            yield
    except BaseException:
        file.discard()
        raise
    if file.error is not None:
        raise file.error
    return count
