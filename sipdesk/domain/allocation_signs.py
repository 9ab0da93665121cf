"""What stands in an adviser's cell instead of a name: ditto marks, `no change`, `was Alex Example, now Sam Sample`."""

import re

_DITTO = re.compile(r"(?i)^\W*(?:ditto|do\.|do|as\s+above|same(?:\s+as\s+above)?|idem|id\.)\W*$")
_MARKS = re.compile(r"^[\s\-–—]*(?:[\"“”„″〃]|['’‘′]{2}|,,)[\s\-–—]*$")
_UNCHANGED = re.compile(
    r"(?i)^\W*(?:no\s+change|unchanged|not?\s+changed|same|as\s+(?:now|before|current(?:ly)?|is|at\s+present)|"
    r"remains?|continues|continuing|stays)\W*$"
)
_OLD = r"(?:was|previously|formerly|prev\.?|ex)"
_NEW = r"(?:is\s+now|now|currently)"
_HANDED = (
    re.compile(rf"(?is)^\W*{_OLD}\b:?\s+(?P<old>.+?)[\s,;:.–—-]+{_NEW}\b:?\s+(?P<new>.+)$"),
    re.compile(rf"(?is)^(?P<new>.+?)[\s,;:(–—-]+{_OLD}\b:?\s+(?P<old>.+?)\)?$"),
    re.compile(rf"(?is)^\W*{_NEW}\b:?\s+(?P<new>.+?)[\s,;:(–—-]+{_OLD}\b:?\s+(?P<old>.+?)\)?$"),
    re.compile(rf"(?is)^(?P<old>.+?)[\s,;:–—-]+{_NEW}\b:?\s+(?P<new>.+)$"),
    re.compile(r"(?s)^(?P<old>[^<]+?)\s*(?:[-=]*>+|→|➔|⇒)\s*(?P<new>[^>→➔⇒]*)$"),
    re.compile(rf"(?is)^\W*{_OLD}\b:?\s+(?P<old>.+)(?P<new>)$"),
)


def is_ditto(text: str) -> bool:
    """Whether a cell only repeats the one above: `"`, `ditto`, `do.`, `as above`."""
    return bool(_DITTO.match(text) or _MARKS.match(text))


def is_unchanged(text: str) -> bool:
    """Whether a cell for the new name says that the old one stays: `No change`."""
    return bool(_UNCHANGED.match(text))


def handed_over(text: str) -> tuple[str, str] | None:
    """The old and the new one of `was Alex Example, now Sam Sample` or `Alex Example > Sam Sample`; else None."""
    for pattern in _HANDED:
        found = pattern.match(text.strip())
        if found:
            return found["old"].strip(), re.sub(rf"(?i)^{_NEW}\b:?\s+", "", found["new"].strip())
    return None
