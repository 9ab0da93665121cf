"""Public data for tests: the files that ship, files made up on the spot, and how a child reads them."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from sipdesk.imports.public import Asked, PublicFile, read_public

DATA = Path(__file__).parents[2] / "data" / "public"
MAJOR = DATA / "hackney_england_by_ethnicity_major_202324_202425.csv"
TERMLY = DATA / "national_by_ethnicity_fsm_phase_termly_202324_202425.csv"
OLDER = DATA / "national_characteristics_2014-15_2015-16.csv"
SERIES = DATA / "series_inner_london_2015-16_to_2023-24.csv"
OFSTED = DATA / "ofsted_hackney_with_preamble.csv"
OUTCOMES = DATA / "ofsted_england_every_outcome.csv"
LINKS = DATA / "links_hackney_and_every_kind.csv"

HACKNEY = Asked(codes=frozenset({"204"}), names=frozenset({"Hackney"}))
MODERN = [
    "time_identifier",
    "time_period",
    "geographic_level",
    "country_code",
    "country_name",
    "region_code",
    "region_name",
    "new_la_code",
    "old_la_code",
    "la_name",
    "education_phase",
    "characteristic_group",
    "characteristic",
    "headcount",
    "perm_excl",
    "perm_excl_rate",
    "suspension",
    "susp_rate",
    "one_plus_susp",
    "one_plus_susp_rate",
]
ENGLAND = ["Academic year", "202223", "National", "E92000001", "England", "", "", "", "", ""]
AUTHORITY = ["Academic year", "202223", "Local authority", "E92000001", "England", "E13000001", "Inner London", "E09000012", "204", "Hackney"]  # fmt: skip
FIGURES = ["1000", "2", "0.2", "110", "11", "60", "6"]


def csv_bytes(*rows: Sequence[object], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """Rows as a CSV."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def read(kind: str, path: Path, asked: Asked = HACKNEY) -> PublicFile:
    """A file through a real child."""
    return read_public(kind, path, asked)


def records(path: Path, *, above: int = 0, encoding: str = "utf-8") -> list[dict[str, str]]:
    """What the csv library alone makes of a file."""
    with path.open(encoding=encoding, newline="") as text:
        for _ in range(above):
            next(text)
        return list(csv.DictReader(text))
