"""The clipboard of another program, as words for a field."""

from PySide6.QtCore import QMimeData

from sipdesk.domain.pasted import from_clipboard


def cleaned(mime: QMimeData) -> str:
    """Paragraphs, `- ` bullets and lines of a table. A picture alone gives nothing."""
    return from_clipboard(mime.html() if mime.hasHtml() else "", mime.text() if mime.hasText() else "")
