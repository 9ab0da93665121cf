"""Which way text runs: the visual order of a line, and the orders in which two readers of PDFs give it back.

A PDF holds glyphs in places, not sentences. Each program that takes text out of one guesses the order of right-to-left
letters in its own way; what is written here was found by trying every character our fonts cover in both programs.
"""

import unicodedata
from functools import lru_cache

MARK = "\u200e"
"""LEFT-TO-RIGHT MARK: invisible; stops a reader from carrying punctuation over to the other side of Arabic letters."""

_NUMBERS = {"EN", "AN"}
_CLOSE_TO_NUMBERS = {"EN", "AN", "CS", "ES", "ET"}
# pdfium turns these round when it thinks they stand in right-to-left text.
_LEFT, _RIGHT = "([{<«‹≤‘“", ")]}>»›≥’”"
_MIRRORED = dict(zip(_LEFT + _RIGHT, _RIGHT + _LEFT, strict=True))


@lru_cache(maxsize=16384)
def kind(char: str) -> str:
    """The bidirectional class, with the two kinds of right-to-left letters as one: R."""
    found = unicodedata.bidirectional(char)
    return "R" if found in {"R", "AL"} else found


@lru_cache(maxsize=16384)
def _stops(char: str) -> bool:
    """True where poppler ends a right-to-left stretch: letters and digits that its old tables know."""
    if kind(char) == "L":
        return ord(char) < 0x2C60
    return unicodedata.ucd_3_2_0.bidirectional(char) in _CLOSE_TO_NUMBERS


def levels(text: str, base: int) -> list[int]:
    """Embedding level of each character of one line: the Unicode algorithm without explicit codes, which are dropped earlier."""
    kinds = _resolved(text)
    out = [base] * len(text)
    strong = "L" if base == 0 else "R"
    for place, what in enumerate(kinds):
        if what in {"L", "R"}:
            strong = what
            out[place] = (0 if what == "L" else 1) if base == 0 else (2 if what == "L" else 1)
        elif what in _NUMBERS:
            out[place] = 0 if base == 0 and strong == "L" and what == "EN" else 2
    _settle_neutrals(kinds, out, base)
    return out


def _resolved(text: str) -> list[str]:
    """Marks take the class before them; separators between digits and signs beside digits become digits."""
    kinds = [kind(char) for char in text]
    for place, what in enumerate(kinds):
        before = kinds[place - 1] if place else ""
        after = kinds[place + 1] if place + 1 < len(kinds) else ""
        if what in {"NSM", "BN"}:
            kinds[place] = before or "ON"
        elif what in {"CS", "ES"} and before in _NUMBERS and before == after:
            kinds[place] = before
        elif what == "ET" and before == "EN":
            kinds[place] = "EN"
    return kinds


def _settle_neutrals(kinds: list[str], out: list[int], base: int) -> None:
    """A neutral between two stretches of one direction goes with them, else with the paragraph."""
    settled = {"L", "R", *_NUMBERS}
    start = 0
    while start < len(kinds):
        if kinds[start] in settled:
            start += 1
            continue
        end = start
        while end < len(kinds) and kinds[end] not in settled:
            end += 1
        before = out[start - 1] if start else base
        after = out[end] if end < len(kinds) else base
        both_right = before >= 1 and after >= 1 and not (base == 1 and before == after == 2 and kinds[start - 1] == "L")
        if both_right:
            out[start:end] = [1] * (end - start)
        elif base == 1 and before == after == 2:
            out[start:end] = [2] * (end - start)
        start = end


def visual(runs: list[int]) -> list[int]:
    """Order of runs from left to right, given each one's level (rule L2)."""
    order = list(range(len(runs)))
    for level in range(max(runs, default=0), 0, -1):
        start = 0
        while start < len(order):
            if runs[order[start]] < level:
                start += 1
                continue
            end = start
            while end < len(order) and runs[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end
    return order


def poppler_order(line: str) -> str:
    """What poppler must find from left to right so that it gives back `line`.

    It turns each stretch from a right-to-left letter up to the next letter or digit of the other way, spaces and
    punctuation included. So after Arabic letters a space is written as a no-break space (which it counts with digits),
    and before other punctuation stands a MARK.
    """
    out = []
    place = 0
    guarded = _guarded(line)
    while place < len(guarded):
        end = place
        while end < len(guarded) and kind(guarded[end]) != "R":
            end += 1
        out.append(guarded[place:end])
        place = end
        while end < len(guarded) and not _stops(guarded[end]):
            end += 1
        out.append(guarded[place:end][::-1])
        place = end
    return "".join(out)


def _guarded(line: str) -> str:
    """The line with a stop after each right-to-left stretch that ends in spaces or punctuation."""
    out: list[str] = []
    open_until = _ends_of_rtl(line)
    for place, char in enumerate(line):
        if place in open_until and not _stops(char):
            out.append("\u00a0" if char == " " else MARK + char)
        else:
            out.append(char)
    return "".join(out)


def _ends_of_rtl(line: str) -> set[int]:
    """Places just after a right-to-left stretch: the first character that no further such letter follows before a letter or digit of the other way."""
    ends = set()
    last = -1
    for place, char in enumerate(line):
        if kind(char) == "R":
            last = place
        elif last >= 0 and _stops(char):
            ends.add(last + 1)
            last = -1
    if last >= 0:
        ends.add(last + 1)
    return ends


def pdfium_order(line: str) -> str:
    """What pdfium must find so that it gives back `line`: it parts a line into stretches of one class, reads them from
    the right where right-to-left stretches are not outnumbered, and turns round those and the neutrals after them."""
    stretches = _stretches(_marked(line, turned=False))
    if _from_right(stretches):
        stretches = _stretches(_marked(line, turned=True))
    return _arranged(stretches)


def _marked(line: str, *, turned: bool) -> str:
    """A MARK before each sign that pdfium would also rewrite (½ as 1/2, … as ...) or lose (emoji) where it turns round.

    `turned`: the line begins that way.
    """
    out = []
    after = turned
    for char in line:
        what = _pdfium_kind(char)
        if what in {"L", "R"}:
            after = what == "R"
        elif what == "N" and after and not (char.isascii() or char in _MIRRORED):
            out.append(MARK)
            after = False
        out.append(char)
    return "".join(out)


def _pdfium_kind(char: str) -> str:
    unknown = ord(char) > 0xFFFF or "\u20b9" <= char <= "\u20cf"
    what = "ON" if unknown else kind(char)
    if what in {"L", "R"}:
        return what
    return "W" if what in {*_CLOSE_TO_NUMBERS, "NSM", "BN"} else "N"


def _stretches(line: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for char in line:
        what = _pdfium_kind(char)
        if found and found[-1][0] == what:
            found[-1] = (what, found[-1][1] + char)
        else:
            found.append((what, char))
    return found


def _from_right(stretches: list[tuple[str, str]]) -> bool:
    kinds = [what for what, _ in stretches]
    return kinds.count("R") > kinds.count("L")


def _arranged(stretches: list[tuple[str, str]]) -> str:
    from_right = turned = _from_right(stretches)
    out = []
    for what, text in stretches:
        if what == "R" or (what == "N" and turned):
            turned = True
            out.append("".join(_MIRRORED.get(char, char) for char in reversed(text)))
        else:
            turned = turned if what == "W" else False
            out.append(text)
    return "".join(reversed(out) if from_right else out)
