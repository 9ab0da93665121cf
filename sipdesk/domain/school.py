"""Schools as the register (Get Information About Schools) and a caseload know them.

Code lists: GIAS, as noted in the public code table (establishment types 01-57, phases 0-7).
"""

import re
import unicodedata
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from sipdesk.domain.base import Line, Model

Urn = Annotated[str, StringConstraints(pattern=r"^[1-9]\d{5}$")]
"""Six digits, as text. A new one is given when a school becomes an academy."""


class Phase(StrEnum):
    """What a form may depend on. Special and alternative provision come from the type: GIAS gives them phase 0."""

    NURSERY = "nursery"
    PRIMARY = "primary"
    MIDDLE = "middle"
    SECONDARY = "secondary"
    ALL_THROUGH = "all-through"
    SPECIAL = "special"
    ALTERNATIVE = "alternative provision"
    POST_16 = "16 plus"
    UNKNOWN = "not known"


class Governance(StrEnum):
    """Who answers for the school; programmes give each its own entitlement."""

    MAINTAINED = "maintained"
    ACADEMY = "academy"
    FREE = "free school"
    COLLEGE = "college"
    INDEPENDENT = "independent"
    OTHER = "other"
    UNKNOWN = "not known"


_MAINTAINED = {"01", "02", "03", "05", "07", "12", "14", "15"}
_ACADEMY = {"28", "33", "34", "42", "43", "44", "45", "46", "57", "06"}
_FREE = {"35", "36", "38", "39", "40", "41"}
_INDEPENDENT = {"08", "10", "11"}
_COLLEGE = {"18", "31", "32"}
_SPECIAL = {"07", "08", "10", "12", "33", "36", "44"}
_ALTERNATIVE = {"14", "38", "42", "43"}
_PHASES = {
    "1": Phase.NURSERY,
    "2": Phase.PRIMARY,
    "3": Phase.MIDDLE,
    "4": Phase.SECONDARY,
    "5": Phase.MIDDLE,
    "6": Phase.POST_16,
    "7": Phase.ALL_THROUGH,
}


def governance_of(type_code: str) -> Governance:
    """Governance from a GIAS type code; leading zeros may be lost."""
    code = type_code.strip().zfill(2) if type_code.strip() else ""
    table = {
        Governance.MAINTAINED: _MAINTAINED,
        Governance.ACADEMY: _ACADEMY,
        Governance.FREE: _FREE,
        Governance.INDEPENDENT: _INDEPENDENT,
        Governance.COLLEGE: _COLLEGE,
    }
    for governance, codes in table.items():
        if code in codes:
            return governance
    return Governance.OTHER if code else Governance.UNKNOWN


def phase_of(phase_code: str, type_code: str) -> Phase:
    """Phase from GIAS codes; the type decides for special schools and alternative provision."""
    code = type_code.strip().zfill(2) if type_code.strip() else ""
    if code in _SPECIAL:
        return Phase.SPECIAL
    if code in _ALTERNATIVE:
        return Phase.ALTERNATIVE
    return _PHASES.get(phase_code.strip(), Phase.UNKNOWN)


_SPOKEN_PHASES = {
    "nur": Phase.NURSERY,
    "pri": Phase.PRIMARY,
    "inf": Phase.PRIMARY,
    "jun": Phase.PRIMARY,
    "mid": Phase.MIDDLE,
    "sec": Phase.SECONDARY,
    "all": Phase.ALL_THROUGH,
    "spe": Phase.SPECIAL,
    "pru": Phase.ALTERNATIVE,
    "alt": Phase.ALTERNATIVE,
    "ap": Phase.ALTERNATIVE,
    "16": Phase.POST_16,
    "six": Phase.POST_16,
    "col": Phase.POST_16,
}


def spoken_phase(text: str) -> Phase:
    """A phase as a council's sheet writes it: `Pri`, `Secondary`, `All through`, `PRU`."""
    bare = text.strip().casefold()
    for start, phase in _SPOKEN_PHASES.items():
        if bare.startswith(start):
            return phase
    return Phase.UNKNOWN


_ABBREVIATIONS = {
    "sch": "school",
    "st": "saint",
    "prim": "primary",
    "pri": "primary",
    "pry": "primary",
    "sec": "secondary",
    "jnr": "junior",
    "jun": "junior",
    "juniors": "junior",
    "inf": "infant",
    "infants": "infant",
    "nurs": "nursery",
    "ce": "church of england",
    "cofe": "church of england",
    "rc": "catholic",
    "cath": "catholic",
    "acad": "academy",
    "comm": "community",
    "coll": "college",
}
_DOTTED = re.compile(r"\b(?:[a-z]\.)+[a-z]\b")
_WORD = re.compile(r"[a-z0-9]+")
_QUOTES = re.compile(r"[’'`]")


def name_key(name: str) -> str:
    """A school's name without case, accents, quotes, punctuation, abbreviations and the word `the`.

    Two different schools may share a key; it is for finding candidates, never for deciding.
    """
    bare = name if name.isascii() else unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    bare = _QUOTES.sub("", bare.casefold().replace("&", " and "))
    bare = _DOTTED.sub(lambda found: found[0].replace(".", ""), bare)
    words = _WORD.findall(bare)
    expanded = " ".join(_ABBREVIATIONS.get(word, word) for word in words if word != "the")
    return expanded.replace("c of e", "church of england").replace("roman catholic", "catholic")


class School(Model):
    """A school in this desk: on the caseload now, or once."""

    urn: Urn
    name: Line
    laestab: str = ""
    """Seven digits without a slash, or empty."""
    la_name: Line = ""
    phase: Phase = Phase.UNKNOWN
    governance: Governance = Governance.UNKNOWN
    type_name: Line = ""
    status: Line = ""
    """As the register has it: Open, Closed …; empty when not known."""
    postcode: Line = ""
    roll: int | None = None
    roll_date: date | None = None
    head: Line = ""
    chair: Line = ""
    provisional: bool = False
    """True while the school comes from an allocation sheet alone and no register has confirmed it."""

    @property
    def dfe_number(self) -> str:
        """The DfE number as people write it: 204/2421."""
        return f"{self.laestab[:3]}/{self.laestab[3:]}" if len(self.laestab) == 7 else ""


class RegisterRow(Model):
    """The matching columns of one establishment in the register; kept for every school in England."""

    urn: Urn
    name: str
    la_code: str = ""
    la_name: str = ""
    estab: str = ""
    """Four digits, or empty."""
    phase_code: str = ""
    type_code: str = ""
    type_name: str = ""
    status_code: str = ""
    status_name: str = ""
    postcode: str = ""
    roll: str = ""
    census_date: str = ""

    @property
    def laestab(self) -> str:
        """Authority and establishment number together, or empty when either is missing."""
        return f"{self.la_code}{self.estab}" if self.la_code and self.estab else ""

    @property
    def closed(self) -> bool:
        """Status 2 in the register's code list."""
        return self.status_code == "2"
