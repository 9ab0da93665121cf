"""The face in which a reader's own program draws what is typed into a form: ours, and in the file.

It is the whole font, not a part of it: nobody knows beforehand what will be typed. Programs write forms in the letters of
Windows' Western alphabet; for others they look for a font of their own.
"""

from functools import cache
from typing import Any

import pikepdf

from sipdesk.notes import fonts

NAME = "/NoteSans"
"""By which the fields of a form ask for it."""
_FIRST, _LAST = 32, 255
_NOT_SYMBOLIC = 1 << 5


def put_into(pdf: pikepdf.Pdf) -> Any:
    """The font as an object of this file."""
    face = fonts.font(fonts.REGULAR).face
    file = pdf.make_stream(_file())
    file.Length1 = len(_file())
    descriptor = pdf.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor, FontName=_name(), Flags=_NOT_SYMBOLIC, FontFile2=file,
        FontBBox=pikepdf.Array([round(side) for side in face.bbox]), ItalicAngle=0, StemV=80,
        Ascent=round(face.ascent), Descent=round(face.descent), CapHeight=round(face.capHeight),
    ))  # fmt: skip
    return pdf.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.TrueType, BaseFont=_name(), FontDescriptor=descriptor,
        Encoding=pikepdf.Name.WinAnsiEncoding, FirstChar=_FIRST, LastChar=_LAST, Widths=pikepdf.Array(_widths()),
        ToUnicode=pdf.make_stream(fonts.to_unicode([*_codes().items()]).encode("ascii")),
    ))  # fmt: skip


def _name() -> pikepdf.Name:
    return pikepdf.Name("/" + fonts.font(fonts.REGULAR).face.name.decode("ascii"))


@cache
def _file() -> bytes:
    return fonts.file_of(fonts.REGULAR).read_bytes()


def _codes() -> dict[int, str]:
    """What each code stands for; five of them stand for nothing."""
    told = {code: bytes([code]).decode("cp1252", "ignore") for code in range(_FIRST, _LAST + 1)}
    return {code: letter for code, letter in told.items() if letter}


def _widths() -> list[int]:
    face, told = fonts.font(fonts.REGULAR).face, _codes()
    return [round(face.getCharWidth(ord(told[code]))) if code in told else 0 for code in range(_FIRST, _LAST + 1)]
