"""Shows the image in a payload, no larger than the view, after its size has been looked at."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tracemq.payloads.images import ImageFacts, image_facts

MOST_PIXELS: Final = 4_000_000  # decoded at full size in some 40 ms; a larger JPEG is decoded smaller
MOST_PIXELS_AT_ALL: Final = 100_000_000
LARGEST_SIDE: Final = 1600  # px, of what is kept of a large one


class ImageView(QWidget):
    """`facts` is None where the bytes are no image; `shown` is False where it is one that is not decoded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.facts: ImageFacts | None = None
        self.shown = False
        self.setMinimumSize(60, 60)

    def show_bytes(self, data: bytes) -> None:
        self.facts = image_facts(data)
        self._image = QImage() if self.facts is None else decoded(data, self.facts)
        self.shown = not self._image.isNull()
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


def decoded(data: bytes, facts: ImageFacts) -> QImage:
    """Return the image, scaled down where it is large; null where it is broken, or too large to be decoded at all."""
    pixels = facts.width * facts.height
    if not 0 < pixels <= MOST_PIXELS_AT_ALL or (pixels > MOST_PIXELS and facts.format != "JPEG"):
        return QImage()
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if size.width() * size.height() > MOST_PIXELS:  # a JPEG: its decoder scales for next to nothing
        reader.setScaledSize(size.scaled(LARGEST_SIDE, LARGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
