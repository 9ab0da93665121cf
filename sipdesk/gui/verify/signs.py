"""A verdict on screen: its word, its mark, and what to do about it. The words are those of the command line."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from sipdesk.domain.verdict import Finding
from sipdesk.gui.marks import Mark, Sign, draw
from sipdesk.gui.theme import Theme

SIGNS = {
    Finding.INTACT: Sign("Intact", Mark.TICK, "done", 0),
    Finding.SUPERSEDED: Sign("Superseded", Mark.PAUSED, "part", 1),
    Finding.UNTRUSTED: Sign("Untrusted", Mark.HALF, "part", 2),
    Finding.UNSIGNED: Sign("Unsigned", Mark.EMPTY, "muted", 3),
    Finding.ALTERED: Sign("Altered", Mark.OFF, "late", 4),
    Finding.NOT_A_NOTE: Sign("Not a note", Mark.EMPTY, "muted", 5),
}
REPLY = Sign("A head’s reply", Mark.EMPTY, "muted", 5)
UNREAD = Sign("Not checked", Mark.OFF, "muted", 6)
RELIED, STRANGE = Sign("relied on", Mark.TICK, "done", 0), Sign("not relied on", Mark.HALF, "part", 1)
THEN = {
    Finding.ALTERED: "Do not rely on it. Ask whoever sent it to send the file again, as it came from sipdesk.",
    Finding.UNSIGNED: "Nobody has put a name to it yet. If it should be the note itself, ask for the signed file.",
    Finding.SUPERSEDED: "It stays what was signed at the time. Ask for the later revision before you use it.",
}
_SIDE = 14


def picture(sign: Sign, theme: Theme) -> QIcon:
    """The mark for a list."""
    side = theme.px(_SIDE)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw(painter, QRectF(0, 0, side, side), sign.mark, (theme.colour(sign.tone), theme.colour("surface")))
    painter.end()
    return QIcon(pixmap)
