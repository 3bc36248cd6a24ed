"""Shows the image in a payload, no larger than the view, after its size has been looked at."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRect, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tracemq.payloads.images import ImageFacts, image_facts

MOST_AT_ONCE: Final = 250_000  # pixels, decoded in some 3 ms; more of them in another thread
MOST_PIXELS: Final = 25_000_000  # at full size, 100 MB; a larger JPEG is decoded smaller
MOST_PIXELS_AT_ALL: Final = 100_000_000
LARGEST_SIDE: Final = 1600  # px, of what is kept of a large one


class ImageView(QWidget):
    """`facts` is None where the bytes are no image; `shown` is False where it is one that is not decoded (yet).

    `finished` comes when one that took longer has been decoded, or could not be.
    """

    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._work: _Decoding | None = None
        self.facts: ImageFacts | None = None
        self.shown = False
        self.setMinimumSize(60, 60)

    @property
    def busy(self) -> bool:
        """Whether an image is being decoded."""
        return self._work is not None

    def show_bytes(self, data: bytes) -> None:
        """Show an image; a large one some time later."""
        self.facts = facts = image_facts(data)
        self._work = None
        self._take(QImage())
        if facts is None or not can_be_decoded(facts):
            return
        if facts.width * facts.height <= MOST_AT_ONCE:
            self._take(decoded(data, facts))
            return
        self._work = _Decoding(data, facts)
        self._work.done.connect(self._decoded, Qt.ConnectionType.QueuedConnection)
        _decoder().submit(self._work.run)

    def leave(self) -> None:
        """Let the image go."""
        self._work = None
        self._take(QImage())

    def _decoded(self, work: object) -> None:
        if work is self._work and self._work is not None:  # else another one was asked for meanwhile
            image, self._work = self._work.image, None
            self._take(image)
            self.finished.emit()

    def _take(self, image: QImage) -> None:
        self._image = image
        self.shown = not image.isNull()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.palette().base())
        if self.shown:
            size = self._image.size()
            if size.width() > self.width() or size.height() > self.height():
                size = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect((self.width() - size.width()) // 2, (self.height() - size.height()) // 2, 0, 0)
            place.setSize(size)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self._image)
        painter.end()


@cache
def _decoder() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "image-decoder")


class _Decoding(QObject):
    """Decodes in another thread, which keeps it alive: Qt lets go of Python's lock meanwhile."""

    done = Signal(object)  # itself

    def __init__(self, data: bytes, facts: ImageFacts) -> None:
        super().__init__()
        self._data, self._facts = data, facts
        self.image = QImage()

    def run(self) -> None:
        image = decoded(self._data, self._facts)
        if max(image.width(), image.height()) > LARGEST_SIDE:  # painting scales it down at each turn otherwise
            image = image.scaled(
                LARGEST_SIDE,
                LARGEST_SIDE,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        self.image = image
        self.done.emit(self)


def can_be_decoded(facts: ImageFacts) -> bool:
    """Tell whether an image is small enough; one whose size is not known is not."""
    pixels = facts.width * facts.height
    return 0 < pixels <= (MOST_PIXELS_AT_ALL if facts.format == "JPEG" else MOST_PIXELS)


def decoded(data: bytes, facts: ImageFacts) -> QImage:
    """Return the image, scaled down where it is large; null where it is broken, or too large to be decoded at all."""
    if not can_be_decoded(facts):
        return QImage()
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if size.width() * size.height() > MOST_PIXELS_AT_ALL:  # the bytes say one thing to us and another to the decoder
        return QImage()
    if facts.format == "JPEG" and max(size.width(), size.height()) > LARGEST_SIDE:  # its decoder scales for nothing
        reader.setScaledSize(size.scaled(LARGEST_SIDE, LARGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
