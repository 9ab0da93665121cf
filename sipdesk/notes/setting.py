"""One place where spans of text become a paragraph: the quick way for plain Latin, the careful way for all else.

Reportlab reads a small markup language with pictures, links and colours. No text goes through it: a paragraph is handed
its fragments ready made, so there is nothing a person could type that acts.
"""

from collections import Counter
from functools import cache
from typing import Any

from reportlab.lib.enums import TA_RIGHT
from reportlab.platypus.flowables import Flowable
from reportlab.platypus.paragraph import Paragraph

from sipdesk.notes import fonts, shaping
from sipdesk.notes.inked import Ink, Piece, said_where_misread, spaced
from sipdesk.notes.mixed import MixedParagraph
from sipdesk.notes.nodes import Span, Style, Text
from sipdesk.notes.styles import LATE, MUTED, styles
from sipdesk.notes.tagging import END, Element, Tagged
from sipdesk.notes.text import printable

_FACES = {"strong": fonts.STRONG, "em": fonts.ITALIC}
_COLOURS = {"muted": MUTED, "alert": LATE}


class PlainParagraph(Tagged, Paragraph):  # type: ignore[misc]
    """Reportlab's paragraph, broken into lines once for a width and not each time somebody asks for its height."""

    width = height = 0.0
    blPara: Any  # noqa: N815 - reportlab's name
    _broken_for = -1.0
    _careful: MixedParagraph | None = None

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803 - reportlab's names
        """Width and height taken. A word wider than the line is left to `MixedParagraph`, which keeps it whole when read."""
        if self._careful is None and self._broken_for == availWidth and hasattr(self, "blPara"):
            return self.width, self.height
        if self._careful is None and self._overflows(availWidth - self.style.leftIndent - self.style.rightIndent):
            pieces = [Piece(frag.text, frag.fontName, frag.textColor.rgb()) for frag in self.frags]
            self._careful = MixedParagraph.of(pieces, self.style, self.bulletText or "")
        if self._careful:
            self.width, self.height = self._careful.wrap(availWidth, availHeight)
            return self.width, self.height
        super().wrap(availWidth, availHeight)
        self._broken_for = availWidth
        return self.width, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803 - reportlab's names
        """Two paragraphs parted between lines, or none."""
        broken = self.blPara if self._broken_for == availWidth else None
        parts: list[Flowable] = (self._careful.split if self._careful else super().split)(availWidth, availHeight)
        for part in parts:
            part.tag, part.bullet_tag = self.tag, self.bullet_tag
        if broken:
            self.blPara = broken  # reportlab forgets it where nothing fits
        if broken and len(parts) == 2:
            # Broken anew on every page, a text of 200 kB would take as long as a book.
            fit = len(parts[0].blPara.lines)
            parts[0].take(broken.clone(lines=broken.lines[:fit]), availWidth)
            parts[1].take(broken.clone(lines=broken.lines[fit:]), availWidth)
        return parts

    def take(self, broken: Any, width: float) -> None:
        """Its lines are known already, for this width."""
        self.blPara, self._broken_for = broken, width
        self.width, self.height = width, len(broken.lines) * self.style.leading

    def _overflows(self, room: float) -> bool:
        # Parts of a paragraph that was split have their lines already, and no text to look at.
        texts = [frag.text for frag in self.frags if isinstance(getattr(frag, "text", None), str)]
        longest = max((word for text in texts for word in text.split(" ")), key=len, default="")
        wide = fonts.font(fonts.STRONG).stringWidth(longest, self.style.fontSize)
        return len(longest) * self.style.fontSize > room and wide > room

    def draw(self) -> None:
        """Onto the canvas; a paragraph in one look, as nearly all are, in one go."""
        if self._careful:
            self._careful.canv = self.canv
            self._careful.tag, self._careful.bullet_tag = self.tag, self.bullet_tag
            self._careful.draw()
            return
        self._told()
        style = self.style
        code, marks = self.canv._code, self.canv.marks  # noqa: SLF001 - marked content has no method of its own
        ink = Ink(self.canv, style.fontSize)
        y = self.height - style.fontSize
        if self.bulletText:
            code.append(marks.begin(self.bullet_tag))
            ink.block([(style.bulletIndent, self.bulletText)], y, style.leading, style.fontName, style.textColor.rgb())
            code.append(END)
        code.append(marks.begin(self.tag))
        self._lines(ink, y)
        code.append(END)

    def _told(self) -> None:
        broken, style = self.blPara, self.style
        told = [("".join(f.text for f in line.words) if broken.kind else " ".join(line[1])) for line in broken.lines]
        self.canv.put(self.tag, told, self.height - style.fontSize, style.leading, style.leftIndent)

    def _lines(self, ink: Ink, y: float) -> None:
        """Every line but the last ends in a space: who follows the structure meets no line's end, and would join the words."""
        broken, style = self.blPara, self.style
        right = style.alignment == TA_RIGHT
        goes_on = [True] * len(broken.lines)
        goes_on[-1:] = [bool(getattr(self, "_splitpara", False))] * len(goes_on[-1:])
        if broken.kind:
            for line, more in zip(broken.lines, goes_on, strict=True):
                pieces = [Piece(frag.text, frag.fontName, frag.textColor.rgb()) for frag in line.words if frag.text]
                x = style.leftIndent + (line.extraSpace if right else 0)
                said = said_where_misread("".join(piece.text for piece in pieces))
                ink.line(x, y, [*pieces, spaced(pieces[-1])] if more and said is None else pieces, 0, said)
                y -= style.leading
            return
        lines = [(style.leftIndent + (spare if right else 0), " ".join(words) + " " * more)
                 for (spare, words), more in zip(broken.lines, goes_on, strict=True)]  # fmt: skip
        ink.block(lines, y, style.leading, broken.fontName, broken.textColor.rgb())


class Setter:
    """Sets text of one note and counts what no font could print."""

    def __init__(self) -> None:
        self.replaced: Counter[str] = Counter()

    def paragraph(self, text: Text | str, style_name: str, bullet: str = "", tag: Element | None = None) -> Flowable:
        """A flowable for one paragraph; it wraps and splits like reportlab's own. `tag`: whose words they are."""
        style = styles()[style_name]
        spans = self._trimmed((Span(text),) if isinstance(text, str) else text)
        if all(shaping.plain(span.text) for span in spans):
            frags = [_frag(style_name, span.style).clone(text=span.text) for span in spans]
            made = PlainParagraph(None, style, bulletText=bullet or None, frags=frags)
        else:
            made = MixedParagraph.of([_piece(span, style) for span in spans], style, bullet)
        if tag and spans:
            made.tag, tag.text = tag, "".join(span.text for span in spans)
        return made

    def said(self, text: str) -> str:
        """Text that is heard and not printed, in the letters of this note."""
        return printable(text, fonts.covered, self.replaced)

    def _trimmed(self, spans: Text) -> list[Span]:
        """Printable text, no space at either end, one space where two spans meet."""
        out: list[Span] = []
        for span in spans:
            text = printable(span.text, fonts.covered, self.replaced)
            if not out or out[-1].text.endswith(" "):
                text = text.lstrip(" ")
            if text:
                out.append(Span(text, span.style))
        if out:
            out[-1] = Span(out[-1].text.rstrip(" "), out[-1].style)
        return out


@cache
def _frag(style_name: str, span_style: Style) -> Any:
    """A fragment as reportlab makes it for this look, with no text yet."""
    frag = Paragraph("x", styles()[style_name]).frags[0]
    if span_style in _FACES:
        frag.fontName = _FACES[span_style]
    frag.textColor = _COLOURS.get(span_style, frag.textColor)
    return frag


def _piece(span: Span, style: Any) -> Piece:
    colour = _COLOURS.get(span.style, style.textColor)
    return Piece(span.text, _FACES.get(span.style, style.fontName), colour.rgb())
