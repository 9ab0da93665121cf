"""The file around the pages, built to PDF/A-3a and PDF/UA-1: structure, colour, metadata and the record it was made from.

reportlab writes pages and fonts; it knows nothing of structure or attachments, and what it writes around its streams is
not what an archive asks for. So the file is put together here, from its objects and ours.
"""

import hashlib
import zlib
from functools import cache
from typing import Any

from reportlab.pdfbase import pdfdoc

from sipdesk import __version__, paths
from sipdesk.notes import tagging, xmp
from sipdesk.notes.fields import Field
from sipdesk.notes.record import Attached
from sipdesk.notes.tagging import Element, text_string

RENDERER = 3
"""Goes up with every change that moves a word or a line of a note, so that notes sealed before stay what they were.

1: until “About this note” took company on its page and long texts were broken into lines once.
2: until the lines of a head's comment that begin with a dash stood among the head's words.
"""
TOOL = f"sipdesk {__version__} (pages {RENDERER})"
LANGUAGE = "en-GB"
_CATALOG = [
    "Pages",
    "ViewerPreferences",
    "StructTreeRoot",
    "MarkInfo",
    "Metadata",
    "OutputIntents",
    "Names",
    "AF",
    "AcroForm",
]
_PAGE = ["Parent", "MediaBox", "Resources", "Contents", "Annots", "StructParents", "Tabs"]
_TOGETHER = 500
"""So many objects in one stream: who looks for one of them need not read all, and a note may have any number."""
_SRGB = "sRGB IEC61966-2.1"


class Info(pdfdoc.PDFInfo):  # type: ignore[misc]
    """The old place for title and author. It must say what the metadata says, so it says little and no time."""

    def facts(self) -> dict[str, str]:
        """As the metadata tells them."""
        return {
            "title": xmp.held(self.title),
            "author": xmp.held(self.author),
            "tool": self.creator,
            "producer": self.producer,
        }

    def format(self, document: Any) -> bytes:
        """The dictionary."""
        names = ("Title", "Author", "Creator", "Producer")
        said = zip(names, self.facts().values(), strict=True)
        return f"<<{''.join(f'/{name}{text_string(text)}' for name, text in said)}>>".encode()


class Archive(pdfdoc.PDFDocument):  # type: ignore[misc]
    """A document that also takes objects as they will stand in the file, and puts the file together itself."""

    def begin(self) -> None:
        """Make an archive of a document that was just opened (the canvas gives no other way to bring one's own)."""
        self.__class__ = Archive
        self._pdfVersion = (1, 7)
        self.info = Info()
        self._ours: dict[int, bytes] = {}
        self._packed: dict[int, tuple[int, int]] = {}
        """By number: the stream an object lies in, and its place there."""
        self._pages: list[int] = []
        self.fields_here: list[Field] = []
        """On the page that comes next."""
        self._fields: list[tuple[Field, int, int]] = []
        """Each with its page from 0 and its number."""

    def addPage(self, page: Any) -> None:  # noqa: N802 - reportlab's name
        """A page, its marks found again under its number, its stops in the order of the structure."""
        page.__NoDefault__ = _PAGE
        page.StructParents, page.Tabs = len(self._pages), "/S"
        fields, self.fields_here = self.fields_here, []
        numbers = [self._reserve(1) for _ in fields]
        if fields:
            page.Annots = [f"{number} 0 R" for number in numbers]
        self._fields += [(field, len(self._pages), number) for field, number in zip(fields, numbers, strict=True)]
        super().addPage(page)
        self._pages.append(self.objectcounter)

    def finish(self, root: Element, owners: list[list[Element]], attached: Attached | None) -> None:
        """Everything around the pages; `owners`: for each page the element of each of its marks."""
        catalog = self.Catalog
        catalog.__NoDefault__ = _CATALOG
        catalog.MarkInfo = "<</Marked true>>"
        if self._fields:
            catalog.AcroForm = self._form(len(owners))
        catalog.StructTreeRoot = self._structure(root, owners)
        facts = {**self.info.facts(), "language": LANGUAGE}
        catalog.Metadata = self._stream("/Type/Metadata/Subtype/XML", xmp.packet(facts))
        catalog.OutputIntents = self._intent()
        if attached:
            self._attach(attached)

    def _structure(self, root: Element, owners: list[list[Element]]) -> str:
        tree = self._reserve(1)
        first = tree + 1
        self._pack(tagging.written(root, first, tree, self._pages))
        parents = self._put(tagging.parents(owners, [field.element for field, _page, _number in self._fields]))
        following = len(owners) + len(self._fields)
        told = f"<</Type/StructTreeRoot/K {first} 0 R/ParentTree {parents}/ParentTreeNextKey {following}>>"
        self._ours[tree] = told.encode()
        return f"{tree} 0 R"

    def _form(self, pages: int) -> str:
        """The fields that take signatures, as parts of the structure, with an empty face each until somebody signs."""
        for key, (field, page, number) in enumerate(self._fields, pages):
            field.element.widget = (page, number)
            face = self._stream(f"/Type/XObject/Subtype/Form/BBox[0 0 {field.width:.2f} {field.height:.2f}]", b"")
            self._ours[number] = (
                f"<</Type/Annot/Subtype/Widget/FT/Sig/T{text_string(field.name)}/TU{text_string(field.said)}/F 132"
                f"/Rect[{field.corners}]/P {self._pages[page]} 0 R/StructParent {key}/AP<</N {face}>>>>"
            ).encode()
        listed = " ".join(f"{number} 0 R" for _field, _page, number in self._fields)
        return self._put(f"<</Fields[{listed}]>>")

    def _intent(self) -> str:
        profile = self._stream("/N 3/Filter/FlateDecode", _profile())
        return (
            f"[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier({_SRGB})/Info({_SRGB})"
            f"/RegistryName(http://www.color.org)/DestOutputProfile {profile}>>]"
        )

    def _attach(self, file: Attached) -> None:
        kept = self._stream(
            f"/Type/EmbeddedFile/Subtype/application#2Fjson/Params<</Size {len(file.data)}/ModDate({file.modified})"
            f"/CheckSum<{hashlib.md5(file.data, usedforsecurity=False).hexdigest()}>>>/Filter/FlateDecode",
            zlib.compress(file.data),
        )
        name = text_string(file.name)
        spec = self._put(
            f"<</Type/Filespec/F{name}/UF{name}/Desc{text_string(file.said)}/AFRelationship/Data/EF<</F {kept}/UF {kept}>>>>"
        )
        self.Catalog.AF = f"[{spec}]"
        self.Catalog.Names = f"<</EmbeddedFiles<</Names[{name}{spec}]>>>>"

    def _reserve(self, count: int) -> int:
        """Numbers for so many objects; gives the first."""
        first = int(self.objectcounter) + 1
        self.objectcounter += count
        return first

    def _put(self, text: str) -> str:
        number = self._reserve(1)
        self._ours[number] = text.encode()
        return f"{number} 0 R"

    def _pack(self, texts: list[str]) -> None:
        """Objects with the next numbers, many to a stream: hundreds of small ones that look alike."""
        first = self._reserve(len(texts))
        for start in range(0, len(texts), _TOGETHER):
            some = texts[start : start + _TOGETHER]
            index, at = [], 0
            for place, text in enumerate(some):
                index.append(f"{first + start + place} {at}")
                at += len(text) + 1
                self._packed[first + start + place] = (self.objectcounter + 1, place)
            head = " ".join(index) + "\n"
            body = zlib.compress((head + "\n".join(some)).encode("ascii"))
            self._stream(f"/Type/ObjStm/N {len(some)}/First {len(head)}/Filter/FlateDecode", body)

    def _stream(self, entries: str, data: bytes) -> str:
        number = self._reserve(1)
        self._ours[number] = b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries.encode(), len(data), data)
        return f"{number} 0 R"

    def format(self) -> bytes:
        """The whole file. reportlab's own objects may still grow in number while they are written."""
        catalog, info = self.Reference(self.Catalog), self.Reference(self.info)
        out = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        place, number, found = len(out[0]), 0, [_entry(0, 0, 65535)]
        while number < self.objectcounter:
            number += 1
            if number in self._packed:
                found.append(_entry(2, *self._packed[number]))
                continue
            made = b"%d 0 obj\n%b\nendobj\n" % (number, self._object(number))
            found.append(_entry(1, place, 0))
            out.append(made)
            place += len(made)
        mark = hashlib.sha256(b"".join(out)).hexdigest()[:32]
        self._stream(
            f"/Type/XRef/Size {number + 2}/W[1 4 2]/Root {catalog.format(self).decode()}/Info {info.format(self).decode()}"
            f"/ID[<{mark}><{mark}>]/Filter/FlateDecode",
            zlib.compress(b"".join([*found, _entry(1, place, 0)])),
        )
        out.append(b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number + 1, self._ours[number + 1], place))
        return b"".join(out)

    def _object(self, number: int) -> bytes:
        ours = self._ours.get(number)
        if ours is not None:
            return ours
        made: bytes = pdfdoc.format(self.idToObject[self.numberToId[number]], self, toplevel=1).rstrip(b"\n")
        # reportlab lets the keyword follow the data at once; an archive wants a line's end between the two.
        if made.endswith(b"endstream"):
            made = b"%b\nendstream" % made.removesuffix(b"endstream")
        return made


def _entry(kind: int, first: int, other: int) -> bytes:
    """Where an object is: at an offset (1), or in a stream at a place (2)."""
    return kind.to_bytes(1, "big") + first.to_bytes(4, "big") + other.to_bytes(2, "big")


@cache
def _profile() -> bytes:
    return zlib.compress((paths.resources() / "colour" / "sRGB2014.icc").read_bytes(), 9)
