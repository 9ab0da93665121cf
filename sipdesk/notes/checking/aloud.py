"""A finished PDF as somebody hears it who cannot see it: element by element, in the order of its structure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from sipdesk.notes.checking.content import Sheet, sheets


@dataclass
class Heard:
    """One element: what it is, its own words, and what stands within it."""

    kind: str
    element: Any
    above: "Heard | None" = None
    words: str = ""
    drawn: str = ""
    """The letters in a picture, which is heard in other words."""
    within: list["Heard"] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    """Its words on the pages: page from 0, number of the mark."""
    objects: int = 0
    """How many annotations it holds."""

    def walk(self) -> Iterator["Heard"]:
        """This element and all within, in reading order."""
        yield self
        for one in self.within:
            yield from one.walk()


class _Tree:
    def __init__(self, pdf: pikepdf.Pdf, found: list[Sheet]) -> None:
        self._sheets = found
        self._pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        self._seen: set[tuple[int, int]] = set()

    def element(self, held: Any, above: Heard | None) -> Heard:
        heard = Heard(str(held.get("/S", "/"))[1:], held, above)
        if held.objgen in self._seen:
            return heard
        self._seen.add(held.objgen)
        self._kids(heard, held.get("/K"), held.get("/Pg"))
        if "/ActualText" in held:
            heard.words = str(held.ActualText)
        elif "/Alt" in held:
            heard.drawn, heard.words = heard.words, str(held.Alt)
        return heard

    def _kids(self, heard: Heard, kid: Any, page: Any) -> None:
        if kid is None:
            return
        if isinstance(kid, pikepdf.Array):
            for one in kid:
                self._kids(heard, one, page)
        elif not isinstance(kid, pikepdf.Dictionary):
            self._mark(heard, int(kid), page)
        elif kid.get("/Type") == "/MCR":
            self._mark(heard, int(kid.MCID), kid.get("/Pg", page))
        elif kid.get("/Type") == "/OBJR":
            heard.objects += 1
        else:
            heard.within.append(self.element(kid, heard))

    def _mark(self, heard: Heard, number: int, page: Any) -> None:
        place = self._pages.get(page.objgen, -1) if page is not None else -1
        heard.marks.append((place, number))
        mark = self._sheets[place].marks.get(number) if place >= 0 else None
        heard.words += mark.text if mark else ""


def listen(pdf: pikepdf.Pdf, found: list[Sheet] | None = None) -> Heard | None:
    """The structure from its root; None where there is none. `found`: the pages, where they were read already."""
    root = pdf.Root.get("/StructTreeRoot")
    if root is None or "/K" not in root:
        return None
    top = root.K[0] if isinstance(root.K, pikepdf.Array) else root.K
    return _Tree(pdf, sheets(pdf) if found is None else found).element(top, None)


def letters(pdf: pikepdf.Pdf) -> list[str]:
    """What there is to read in each picture, one label after the other."""
    heard = listen(pdf)
    return [one.drawn for one in heard.walk() if one.drawn] if heard else []


def spoken(pdf: pikepdf.Pdf) -> list[tuple[str, str]]:
    """What is said, one element after the other: (kind, words). What holds no words of its own is passed over."""
    return words_of(listen(pdf))


def words_of(heard: Heard | None) -> list[tuple[str, str]]:
    """The same of a structure that was listened to already."""
    return [(one.kind, one.words) for one in heard.walk() if one.words] if heard else []
