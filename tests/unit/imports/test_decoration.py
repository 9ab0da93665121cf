"""Whatever stands around the schools, no school is hidden and none invented."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.imports.making import from_csv

HEAD = ["School", "URN", "DfE No", "SIP", "Category", "Visit 1", "Notes"]
BEFORE = [
    "",
    "SIP allocations",
    "Autumn Term 2025-26",
    "DRAFT v3 - do not circulate",
    "Improvement Service",
    "Updated 12/09/2025",
]
WITHIN = {
    "blank": ["", "  "],
    "section": [
        "PRIMARY",
        "Secondary schools",
        "Nursery Schools (2)",
        "SPECIAL / PRU",
        "North cluster",
        "ACADEMIES",
        "All-through",
    ],
    "subtotal": ["Sub-total", "Subtotal: 3", "Total primary", "Primary total: 4", "Total", "TOTAL (12)"],
    "header": ["#header"],
    "footnote": ["* = academy", "NB visits are in term time.", "Note: two schools share a head"],
}
AFTER = {
    "total": ["TOTAL", "Grand total", "Total: 7", "Number of schools: 7"],
    "footnote": ["Key: C = Core", "* academy", "Please tell us of any mistakes.", "Printed 1 October 2025"],
}
NAMES = [
    "Berger Primary School",
    "Sebright School",
    "Halley House",
    "St Mary’s",
    "The Total Learning Academy",
    "William Patten",
    "Springfield",
    "Key Stage Academy",
    "Park Federation Primary",
    "The Link Primary School",
    "Stoke-by-Nayland",
    "Meeting House Lane",
    "St James Ward",
]

schools = st.fixed_dictionaries(
    {
        "name": st.sampled_from(NAMES),
        "numbered": st.sampled_from(["both", "urn", "laestab", "four", "none"]),
        "sip": st.sampled_from(["A. Example", "Example, Alex", "B Sample", "TBC", ""]),
        "category": st.sampled_from(["Core", "Int B", ""]),
        "visit": st.sampled_from(["7 Oct", "w/c 13 Oct", "", "21.11.25"]),
        "notes": st.sampled_from(["", "Total of 3 visits", "see note *", "new head", "Visit notes"]),
    }
)
marks = st.sampled_from([(kind, words) for kind, texts in WITHIN.items() for words in texts])
items = st.lists(st.one_of(schools, schools, schools, marks), min_size=1, max_size=14)
ends = st.lists(st.sampled_from([(kind, words) for kind, texts in AFTER.items() for words in texts]), max_size=3)


def written(number, school):
    urn, laestab = f"{100_200 + number}", f"204/{2000 + number}"
    ids = {
        "both": (urn, laestab),
        "urn": (urn, ""),
        "laestab": ("", laestab),
        "four": ("", laestab[4:]),
        "none": ("", ""),
    }
    return [
        school["name"],
        *ids[school["numbered"]],
        school["sip"],
        school["category"],
        school["visit"],
        school["notes"],
    ]


def is_bare(school):
    """A name and nothing else: read as a part's heading or as nobody's school; it is nobody's either way."""
    beside = (school[cell] for cell in ("category", "visit", "notes"))
    return school["numbered"] == "none" and school["sip"] in {"", "TBC"} and not any(beside)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(BEFORE), max_size=3), items, ends, st.integers(0, 6))
def test_that_decoration_neither_hides_nor_invents_a_school(before, body, after, column):
    lines, expected = [[text] for text in before], {}
    lines.append(HEAD)
    body = [*body, schools_last]
    for item in body:
        number = len(lines) + 1
        if isinstance(item, dict):
            lines.append(written(number, item))
            if not is_bare(item):
                expected[number] = (item["name"], [] if item["sip"] in {"", "TBC"} else [item["sip"]])
        elif item[1] == "#header":
            lines.append(HEAD)
        else:
            lines.append([item[1]])
    for kind, words in after:
        place = column if kind == "total" else 0
        lines.append([*[""] * place, words])
    text = io.StringIO(newline="")
    csv.writer(text).writerows([*line, *[""] * (len(HEAD) - len(line))] for line in lines)
    parsed = from_csv(text.getvalue())
    found = {row.row: (row.name, row.advisers) for row in parsed.rows}
    assert {number: told for number, told in found.items() if number in expected} == expected
    invented = [number for number in found.keys() - expected.keys() if not isinstance(_at(body, number, before), dict)]
    assert not invented
    assert parsed.totals.rows_in_file >= max(expected, default=0)


def _at(body, number, before):
    place = number - len(before) - 2
    return body[place] if 0 <= place < len(body) else None


schools_last = {
    "name": "Last School",
    "numbered": "both",
    "sip": "B Sample",
    "category": "Core",
    "visit": "",
    "notes": "",
}
