"""A head's e-mail about a draft, read by rules: which lines are wrong, what they should say, or that all is well.

Only what is plainly a place in the draft becomes a correction. Everything else stays the head's comment, word for word, and
the partner sees both before anything is kept.
"""

import re

from sipdesk.domain.correction import MOST, Asked, Understood
from sipdesk.domain.visit import ResponseKind, Source

LONGEST = 200_000
"""Characters of an e-mail that are read."""
_HEAD = re.compile(r"^\s*\*?(from|sent|to|cc|date|subject|importance|attachments):\*?\s", re.IGNORECASE)
"""What stands above an e-mail where the whole of it was copied."""
_HELLO = re.compile(r"^\s*(dear|hi|hello)\b[^.!?:;,\d]{0,40},\s+(?=\S)", re.IGNORECASE)
_READ = 2_000
"""No correction is longer; what is, is comment."""

_CUTS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^\s*-{2,}\s*(original message|forwarded message)\s*-{2,}",
        r"^\s*_{8,}\s*$",
        r"^\s*on .{6,120} wrote:\s*$",
        r"^.{6,120}<\S+@\S+>\s+wrote:\s*$",
        r"^\s*begin forwarded message:",
        r"^\s*from:\s.+@",
        r"^\s*\*?from:\*?\s+\S+.*$",
    )
]
_SIGNATURES = re.compile(
    r"^\s*(--\s*$|sent from my |get outlook for |(kind|best|warm|many)\b.{0,12}\b(regards|wishes|thanks)\b[\s,.!]*$|regards[\s,.!]*$"
    r"|best[\s,.!]*$|yours (sincerely|faithfully)[\s,.!]*$|many thanks[\s,.!]*$)",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^\s*(dear|hi|hello|good (morning|afternoon|evening))\b[^.!?:;]{0,40}[,.!:]?\s*$", re.IGNORECASE
)
_PLACE = r"""
    (?:(?:on\s+|in\s+|at\s+)?
      (?:p(?:age|g|\.)?\s*\.?\s*\d{1,3}\s*[,;:]?\s*)?
      (?:lines?|ll?\.?|ln\.?)\s*(?:no\.?\s*|number\s*|\#)?\d{1,4}(?:(?:-|–)\d{1,4}|\s*(?:to|and|&)\s*\d{1,4})?
      (?:\s*,?\s*(?:on\s+)?p(?:age|g|\.)?\s*\.?\s*\d{1,3})?
    | (?:on\s+|in\s+)?par(?:a|agraph)?\.?\s*\d{1,3}
    | (?:on\s+)?p(?:age|g|\.)?\s*\.?\s*\d{1,3}\s*,?\s*par(?:a|agraph)?\.?\s*\d{1,3})
"""
_BEGINS = re.compile(
    rf"^\s*(?:[-•*–]\s*|\(?\d{{1,2}}[.)]\s+)?({_PLACE})(?![\w%])\s*[:,;.–—-]*\s*", re.IGNORECASE | re.VERBOSE
)
_BARE = re.compile(r"^\s*(\d{1,4}(?:\s*(?:-|–)\s*\d{1,4})?)\s*[:;]\s+", re.IGNORECASE)
_NUMBERED = re.compile(r"^\s*(?:[-•*–]\s*|\(?\d{1,2}[.)]\s+)(?=\S)")
_WITHIN = re.compile(rf"(?<![\w])({_PLACE})(?![\w%])", re.IGNORECASE | re.VERBOSE)
_PARTS = [
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        r"^(?:it\s+)?(?:now\s+)?(?:says?|reads?|states?)\s+(?P<now>.+?)[,;.]?\s+(?:(?:but|and|it|this|that)\s+)*(?:should|must)\s+(?:be|read|say)\s+(?P<should>.+)$",
        r"^(?:please\s+)?(?:change|replace|correct|amend)\s+(?P<now>.+?)\s+(?:to|with|by|into)\s+(?P<should>.+)$",
        r"^(?P<now>.{1,300}?)\s+(?:should|must|ought to|needs to)\s+(?:actually\s+|really\s+|instead\s+)?(?:be|read|say)\s+(?P<should>.+)$",
        r"^(?P<should>.{1,300}?),?\s+(?:not|instead of|rather than)\s+(?P<now>.+)$",
        r"^(?P<now>.{1,200}?)\s*(?:->|→|=>|➔)\s*(?P<should>.+)$",
        r"^now[:\s]+(?P<now>.+?)[,;.\n]\s*should be[:\s]+(?P<should>.+)$",
    )
]
_SHOULD = re.compile(
    r"^(?:it\s+|this\s+|that\s+)?(?:should|must|ought to)\s+(?:be|read|say)\s+(?P<should>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_HAPPY = re.compile(
    r"\b(i am|i'm|we are|we're|am|very|quite|completely|all|perfectly)\s+(?:\w+\s+){0,2}happy\b|\bhappy with (this|it|the (draft|note|report))\b"
    r"|\b(is|are|all|it's|looks?|everything|factually|completely|entirely)\s+(?:\w+\s+){0,2}(accurate|correct|fine|good)\b"
    r"|^\W*(accurate|agreed|correct|fine|ok|okay)\W*$|\bno (corrections|changes|amendments|comments|errors)\b|\bnothing to (correct|change|add)\b|\bi (can )?confirm\b.{0,60}\baccura|\bapproved?\b",
    re.IGNORECASE,
)
_BUT = re.compile(
    r"\b(not|isn't|aren't|in)(\s+\w+){0,2}\s*(happy|accurate|correct)|\b(but|except|apart from|however|although|once|other than|wrong|incorrect|mistake"
    r"|inaccura\w*|should (be|read|say))\b|\bn't\b|\bnot\b",
    re.IGNORECASE,
)
_WRONG = re.compile(
    r"^(?:is|are|was|were|seems?|looks?)?\s*(?:not\s+(?:right|correct|accurate)|wrong|incorrect|inaccurate)\.?$",
    re.IGNORECASE,
)
_RIGHT = re.compile(
    r"^(?:is|are|seems?|looks?)\s+(?:all\s+)?(?:fine|right|correct|ok|okay|good|accurate)\b", re.IGNORECASE
)
_QUOTES = "\"'“”‘’«»"


def read_email(text: str) -> Understood:
    """What an e-mail says about a draft. Never refuses: what is not understood is comment."""
    said = own_words(text)
    asked: list[Asked] = []
    comment: list[str] = []
    for piece in _pieces(said):
        found = _correction(piece) if len(asked) < MOST else None
        if found is not None:
            asked.append(found)
        if found is None or found.now == found.should == "":
            comment.append(piece)
    words = "\n".join(comment).strip()
    remarks = []
    kind = None
    if asked:
        kind = ResponseKind.CORRECTED
    elif words and _HAPPY.search(words) and not _BUT.search(words):
        kind = ResponseKind.ACCURATE
    if kind is None:
        remarks.append("The rules found neither agreement nor a line to correct: read the words and choose.")
    elif asked and words:
        remarks.append("What names no line stands as the head’s comment.")
    if len(text) > LONGEST:
        remarks.append("The e-mail is longer than is read here: look at it itself for the end of it.")
    return Understood(kind=kind, source=Source.EMAIL, asked=asked, comment=words, remarks=remarks)


def own_words(text: str) -> str:
    """The head's own words: without greeting, signature and the message that was answered."""
    lines = _below_head(text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n").strip().split("\n"))
    kept: list[str] = []
    for number, line in enumerate(lines):
        # Long addresses break “On … wrote:” over two lines.
        two = (
            f"{line} {lines[number + 1]}"
            if number + 1 < len(lines) and re.match(r"\s*on\b", line, re.IGNORECASE)
            else line
        )
        if any(cut.match(line) or cut.match(two) for cut in _CUTS):
            break
        if kept and _SIGNATURES.match(line):
            break
        if not line.lstrip().startswith(">"):
            kept.append(line.rstrip())
    while kept and not kept[0].strip():
        kept.pop(0)
    if kept and _GREETING.match(kept[0]):
        kept.pop(0)
    elif kept:
        kept[0] = _HELLO.sub("", kept[0])
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _below_head(lines: list[str]) -> list[str]:
    """Without the sender and the subject, where an e-mail was copied with them."""
    ends = next((number for number, line in enumerate(lines) if not _HEAD.match(line)), len(lines))
    return lines[ends:] if ends > 1 else lines


def _pieces(text: str) -> list[str]:
    """Line by line; a line that was broken by the mail program goes on; several places in one line are parted."""
    pieces: list[str] = []
    fresh = True
    for line in text.split("\n"):
        if not line.strip():
            fresh = True
            pieces.append("")
            continue
        if pieces and pieces[-1] and not fresh and _goes_on(pieces[-1], line):
            pieces[-1] += f" {line.strip()}"
        else:
            pieces += _parted(line.strip())
        fresh = False
    return pieces


def _goes_on(before: str, line: str) -> bool:
    begins = _BEGINS.match(line) or _BARE.match(line) or re.match(r"\s*(?:[-•*]|\(?\d{1,2}[.)])\s", line)
    return (
        not begins
        and len(before) > 50
        and not before.rstrip().endswith((".", "!", "?", ":"))
        and line.strip()[:1].islower()
    )


def _parted(line: str) -> list[str]:
    """`Line 4: 38 should be 36; line 9: Mr should be Dr` is two."""
    if not (_BEGINS.match(line) or _BARE.match(line)):
        return [line]
    line = _NUMBERED.sub("", line)
    parts = re.split(rf"[;.]\s+(?:and\s+|also\s+)?(?={_PLACE})", line, flags=re.IGNORECASE | re.VERBOSE)
    return [part.strip() for part in parts if part and part.strip()]


def _correction(piece: str) -> Asked | None:
    if len(piece) > _READ:
        return None
    found = _BEGINS.match(piece) or _BARE.match(piece)
    if found:
        return _split(found[1], piece[found.end() :])
    within = _WITHIN.search(piece)
    # “In our view the roll on line 12 should be 421”: one sentence, one place, and it says that something is to change.
    if (
        within
        and len(_WITHIN.findall(piece)) == 1
        and re.search(r"\b(should|wrong|incorrect|not)\b", piece, re.IGNORECASE)
    ):
        return _split(within[1], piece[: within.start()] + piece[within.end() :])
    return None


def _split(place: str, rest: str) -> Asked | None:
    told = " ".join(rest.split()).strip(" ,;:–—-")
    if _RIGHT.match(told):
        return None
    line = re.sub(r"^(on|in|at)\s+", "", " ".join(place.split()), flags=re.IGNORECASE)[:200]
    bare = _SHOULD.match(told)
    if bare:
        return Asked(line=line, should=_bare(bare["should"]))
    for pattern in _PARTS:
        found = pattern.match(told)
        if found:
            return Asked(line=line, now=_bare(found["now"]), should=_bare(found["should"]))
    if _WRONG.match(told):
        return Asked(line=line)
    return Asked(line=line, should=told[:4_000])


def _bare(words: str) -> str:
    """Without the quotation marks around it and the full stop of the sentence."""
    told = words.strip()
    if told.endswith(".") and not re.search(r"\b\w\.\w?\.$", told):
        told = told[:-1].rstrip()
    while len(told) > 1 and told[0] in _QUOTES and told[-1] in _QUOTES:
        told = told[1:-1].strip()
    return told[:4_000]
