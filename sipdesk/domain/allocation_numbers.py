"""Numbers as sheets write them: URN, DfE number (LAESTAB) and days."""

import re
from decimal import Decimal

_FRACTIONS = {"¼": "25", "½": "5", "¾": "75", "⅓": "33", "⅔": "67"}
_DAYS = re.compile(r"^(\d+(?:[.,]\d+)?)\s*(?:days?|d|hours?|hrs?|h)?\.?\s*(?:[(\[+].*)?$", re.IGNORECASE)


def plain_cell(text: str) -> str:
    """A cell without the wrappings that force text: `'2042048`, `="2042048"`, non-breaking spaces."""
    bare = " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())
    wrapped = re.match(r'^=\s*"([^"]*)"$', bare)
    bare = wrapped[1].strip() if wrapped else bare
    return bare.strip("'’‘`").strip() if re.match(r"^['’‘`]\s*\d|^\d.*['’‘`]$", bare) else bare


def _bare_number(text: str) -> str:
    """Digits and inner marks only: no `URN`, no `.0`, no thousands commas."""
    bare = re.sub(r"(?i)^(urn|laestab|estab|dfe|dcsf|dfes|no|number|nr)\b[\s.:#]*", "", plain_cell(text))
    bare = re.sub(r"(?i)^(no|number)\b[\s.:#]*", "", bare)
    power = re.fullmatch(r"([1-9])\.(\d+)[Ee]\+0?(\d)", bare)
    if power and len(power[2]) == int(power[3]):  # a narrow column's `1.00218E+05`, where no digit was rounded away
        return power[1] + power[2]
    return re.sub(r"\.0+$", "", bare)


def read_urn(text: str) -> str:
    """Six digits from `100221`, `100221.0`, `100 221`, `100,221`, `URN 100221`; else empty."""
    digits = re.sub(r"[\s,]", "", _bare_number(text))
    return digits if re.fullmatch(r"[1-9][0-9]{5}", digits) else ""


def read_laestab(text: str) -> str:
    """Seven digits, or four where only the establishment number stands there, from any spelling; else empty."""
    bare = _bare_number(text)
    whole = re.fullmatch(r"([1-9][0-9]{2})\s*[/\\.,–—_:-]?\s*([0-9]{4})", bare)
    if whole:
        return whole[1] + whole[2]
    thousands = re.fullmatch(r"([1-9]),([0-9]{3}),([0-9]{3})", bare)
    if thousands:
        return "".join(thousands.groups())
    short = re.fullmatch(r"/?\s*([1-9],?[0-9]{3})", bare)
    return short[1].replace(",", "") if short else ""


def read_la_code(text: str) -> str:
    """A three-digit authority code, or empty."""
    bare = _bare_number(text)
    return bare if re.fullmatch(r"[1-9][0-9]{2}", bare) else ""


def read_days(text: str) -> Decimal | None:
    """Days or hours from `3`, `1.5`, `½`, `1½`, `2 days`, `3 (1 carried fwd)`; None where that is not what it says."""
    bare = plain_cell(text)
    bare = re.sub(r"^(?:a\s+)?half(?:\s+(?:a\s+)?day)?$", "0.5", bare, flags=re.IGNORECASE)
    bare = re.sub(r"(?<!\d)1/2\b", "½", bare)
    mixed = re.match(r"^(\d*)\s*([¼½¾⅓⅔])", bare)
    if mixed:
        bare = f"{mixed[1] or 0}.{_FRACTIONS[mixed[2]]}{bare[mixed.end() :]}"
    found = _DAYS.match(bare)
    return Decimal(found[1].replace(",", ".")) if found else None
