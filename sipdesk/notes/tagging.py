"""The structure of a note as a tagged PDF holds it: which words are a heading, a paragraph, a cell, and in which order.

The tree is made from the nodes, in the order of the record, before anything is drawn. While it is drawn each leaf
remembers the marks it left on the pages; what belongs to no leaf is an artifact: rules, the strip and foot that repeat,
the header of a table that goes on.
"""

COLUMN = "<</O/Table/Scope/Column>>"
ROW = "<</O/Table/Scope/Row>>"
DISC = "<</O/List/ListNumbering/Disc>>"


class Element:
    """One element of the structure. It holds other elements, or words on pages; never both."""

    __slots__ = (
        "alternative",
        "attributes",
        "kids",
        "kind",
        "marks",
        "number",
        "once",
        "parent",
        "place",
        "shaped",
        "text",
        "widget",
    )

    def __init__(self, kind: str, parent: "Element | None" = None, attributes: str = "") -> None:
        self.kind, self.parent, self.attributes = kind, parent, attributes
        self.kids: list[Element] = []
        self.marks: list[tuple[int, int]] = []
        """Where its words stand: page from 0, number of the mark on it."""
        self.once = False
        """Drawn again it is an artifact: the header of a table."""
        self.number = 0
        """Of its object in the file; given when it is written."""
        self.text = ""
        self.widget = (0, 0)
        """Page from 0 and number of the object, where it holds a field and no words."""
        self.shaped = False
        """Its glyphs do not spell its text; a reader is given `text` instead."""
        self.alternative = ""
        """What a picture shows, in words: heard in place of what is drawn."""
        self.place = ""
        """Where it was written; only known for drafts whose lines are numbered."""

    def add(self, kind: str, attributes: str = "") -> "Element":
        """A new element at the end of this one."""
        made = Element(kind, self, attributes)
        self.kids.append(made)
        return made

    def walk(self) -> list["Element"]:
        """This element and all below it, in reading order."""
        found = [self]
        for kid in self.kids:
            found += kid.walk() if kid.kids else [kid]
        return found


class Tagged:
    """What a flowable of words carries: whose words they are. None: nobody's, an artifact."""

    tag: Element | None = None
    bullet_tag: Element | None = None


class Marks:
    """The marked content of one page while it is drawn. Each method gives the operator to write."""

    def __init__(self, page: int) -> None:
        self.page = page
        self.owners: list[Element] = []
        """By the number of the mark."""
        self._now: Element | None = None

    def begin(self, element: Element | None) -> str:
        """Before the words of an element, or of nobody."""
        if element is None or (element.once and element.marks):
            self._now = None
            return "/Artifact <</Type/Pagination>> BDC"
        number = len(self.owners)
        self.owners.append(element)
        element.marks.append((self.page, number))
        self._now = element
        return f"/{element.kind} <</MCID {number}>> BDC"

    def shaped(self) -> None:
        """What is being drawn does not spell its text."""
        if self._now is not None:
            self._now.shaped = True


RULES, END = "/Artifact <</Type/Layout>> BDC", "EMC"
"""Around lines and whatever else is drawn and says nothing."""


def text_string(text: str) -> str:
    """Text as a PDF string: readable where it is ASCII, else UTF-16."""
    if text.isascii() and text.isprintable():
        return "(" + text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") + ")"
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def written(root: Element, first: int, tree: int, pages: list[int]) -> list[str]:
    """The objects of the elements, numbered from `first` in reading order. `tree`: the number of what holds the root;
    `pages`: those of the pages."""
    elements = root.walk()
    for number, element in enumerate(elements, first):
        element.number = number
    out = []
    for element in elements:
        above = element.parent.number if element.parent else tree
        parts = [f"<</S/{element.kind}/P {above} 0 R"]
        if element.attributes:
            parts.append(f"/A{element.attributes}")
        if element.alternative:
            parts.append(f"/Alt{text_string(element.alternative)}")
        if element.shaped:
            parts.append(f"/ActualText{text_string(element.text)}")
        if element.kids:
            parts.append(f"/K[{' '.join(f'{kid.number} 0 R' for kid in element.kids)}]")
        elif element.widget[1]:
            page, number = element.widget
            parts.append(f"/Pg {pages[page]} 0 R/K<</Type/OBJR/Pg {pages[page]} 0 R/Obj {number} 0 R>>")
        elif element.marks:
            parts.append(_content(element.marks, pages))
        parts.append(">>")
        out.append("".join(parts))
    return out


def _content(marks: list[tuple[int, int]], pages: list[int]) -> str:
    home = marks[0][0]
    if len(marks) == 1:
        return f"/Pg {pages[home]} 0 R/K {marks[0][1]}"
    kids = (str(n) if page == home else f"<</Type/MCR/Pg {pages[page]} 0 R/MCID {n}>>" for page, n in marks)
    return f"/Pg {pages[home]} 0 R/K[{' '.join(kids)}]"


def parents(owners: list[list[Element]], fields: list[Element]) -> str:
    """For each page the element of each of its marks, then that of each field: the way back to the tree, once written."""
    rows = [f"{page}[{' '.join(f'{one.number} 0 R' for one in own)}]" for page, own in enumerate(owners)]
    rows += [f"{number} {one.number} 0 R" for number, one in enumerate(fields, len(owners))]
    return f"<</Nums[{' '.join(rows)}]>>"
