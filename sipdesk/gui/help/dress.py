"""Markdown as Qt reads it, in our own face, sizes and colours."""

from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QGuiApplication,
    QImage,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFragment,
    QTextFrame,
    QTextTable,
)

from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme

_LEADING = 115
"""Per cent of the face's own line."""


def dress(document: QTextDocument, theme: Theme) -> None:
    """Dress a document that Markdown was read into."""
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    block = document.begin()
    while block.isValid():
        _block(cursor, block, theme)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        _table(frame, theme)
    cursor.endEditBlock()


def fit_pictures(document: QTextDocument, folder: Path, width: int) -> None:
    """As wide as the column, and made so beforehand: Qt itself shrinks a picture by leaving out every second line."""
    block, cursor = document.begin(), QTextCursor(document)
    while block.isValid():
        for part in _fragments(block):
            form = part.charFormat().toImageFormat()
            if form.isValid() and round(form.width()) != width:
                sharp = QGuiApplication.devicePixelRatio(cast("QGuiApplication", QGuiApplication.instance()))
                picture = QImage(str(folder / form.name()))
                made = picture.scaledToWidth(round(width * sharp), Qt.TransformationMode.SmoothTransformation)
                document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(form.name()), made)
                form.setHeight(made.height() / sharp)
                cursor.setPosition(part.position())
                cursor.setPosition(part.position() + part.length(), QTextCursor.MoveMode.KeepAnchor)
                form.setWidth(width)
                cursor.setCharFormat(form)
        block = block.next()


def _table(frame: QTextFrame, theme: Theme) -> None:
    if isinstance(frame, QTextTable):
        form = frame.format().toTableFormat()
        form.setBorder(1)
        form.setBorderBrush(theme.colour("line"))
        form.setBorderCollapse(True)
        form.setCellPadding(tokens.S2)
        form.setTopMargin(theme.px(tokens.S2))
        form.setBottomMargin(theme.px(tokens.S3))
        frame.setFormat(form)


def _block(cursor: QTextCursor, block: QTextBlock, theme: Theme) -> None:
    level = block.blockFormat().headingLevel()
    in_table = QTextCursor(block).currentTable() is not None
    code, after_code = _is_code(block), _is_code(block.previous()) and not _is_code(block)
    form = QTextBlockFormat()
    pictured = any(part.charFormat().isImageFormat() for part in _fragments(block))
    form.setLineHeight(100 if pictured else _LEADING, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    form.setNonBreakableLines(False)
    before = tokens.S5 if level and block.blockNumber() else tokens.S2 if after_code else 0
    form.setTopMargin(0 if in_table else theme.px(before))
    after = 0 if in_table or code else tokens.S1 if block.textList() else tokens.S2
    form.setBottomMargin(theme.px(after))
    cursor.setPosition(block.position())
    cursor.mergeBlockFormat(form)
    size = {0: tokens.BODY, 1: tokens.TITLE}.get(level, tokens.SECTION)
    # Listed first: changing one moves the walk over them.
    for part in _fragments(block):
        cursor.setPosition(part.position())
        cursor.setPosition(part.position() + part.length(), QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(_letters(part.charFormat(), theme, size, heading=bool(level)))


def _is_code(block: QTextBlock) -> bool:
    return block.isValid() and block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence)


def _fragments(block: QTextBlock) -> list[QTextFragment]:
    found, walk = [], block.begin()
    while not walk.atEnd():
        found.append(walk.fragment())
        walk += 1
    return found


def _letters(was: QTextCharFormat, theme: Theme, size: int, *, heading: bool) -> QTextCharFormat:
    made = QTextCharFormat()
    strong = heading or was.fontWeight() > QFont.Weight.Medium.value
    font = theme.font(size, strong=strong)
    if was.fontFixedPitch():
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setFamilies([*fixed.families(), tokens.FAMILY])
        font.setPixelSize(theme.px(size - 1))
    font.setItalic(was.fontItalic())
    made.setFont(font)
    made.setForeground(theme.colour("accent" if was.isAnchor() else "text"))
    made.setFontUnderline(was.isAnchor())
    return made
