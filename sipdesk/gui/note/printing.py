"""Printing the real pages: pictures of them are made outside the window's thread, then handed to the printer."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

DOTS = 200
"""To the inch: sharp on paper, and a page stays under 12 MB of memory."""
AskPrinter = Callable[[QWidget], QPrinter | None]


def ask_printer(parent: QWidget) -> QPrinter | None:
    """The system's own dialogue; None where the person thinks better of it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    # What a printer queue shows to others names nobody.
    printer.setDocName("sipdesk")
    dialog = QPrintDialog(printer, parent)
    return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


def pictures_of(pdf: bytes) -> list[QImage]:
    """A picture of each page, on white."""
    document, held = QPdfDocument(), QBuffer()
    held.setData(QByteArray(pdf))
    held.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(held)
    made = []
    for page in range(document.pageCount()):
        points = document.pagePointSize(page)
        size = QSize(round(points.width() / 72 * DOTS), round(points.height() / 72 * DOTS))
        paper = QImage(size, QImage.Format.Format_RGB32)
        paper.fill(Qt.GlobalColor.white)
        painter = QPainter(paper)
        painter.drawImage(0, 0, document.render(page, size))
        painter.end()
        made.append(paper)
    document.close()
    return made


def put_on(printer: QPrinter, pictures: list[QImage]) -> None:
    """One page of paper for each picture, as large as the paper allows without being cut off."""
    painter = QPainter(printer)
    for number, picture in enumerate(pictures):
        if number:
            printer.newPage()
        room = QRectF(painter.viewport())
        scale = min(room.width() / picture.width(), room.height() / picture.height())
        painter.drawImage(QRectF(0, 0, picture.width() * scale, picture.height() * scale), picture)
    painter.end()
