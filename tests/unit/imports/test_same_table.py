"""One list, written down in any of the ways a spreadsheet program may write it, is always the same list."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from sipdesk.domain.allocation import share_out
from tests.unit.imports.making import as_spreadsheets_write, from_csv, from_xlsx

HEADINGS = {
    "name": ["School", "School Name", "Name of school", "Establishment", "School/Setting", "SCHOOL "],
    "urn": ["URN", "Urn", "School URN", "URN no.", "Unique Reference Number"],
    "laestab": ["LAESTAB", "DfE No.", "DfE number", "LA/Estab", "DCSF no", "Estab number"],
    "adviser": ["SIP", "Link adviser", "Adviser", "Advisor", "LaMA", "Allocated SIP", "SIP Name", "Link\nofficer"],
    "category": ["Category", "Support level", "Level of support", "Cat."],
    "notes": ["Notes", "Comments", "Notes / comments"],
}
words = st.sampled_from(
    ["Alder", "Bramble", "Cedar", "D’Arcy", "Élan", "Fairfield", "Gorse & Heath", "Holly; Ivy", "Juniper, Upper"]
)
names = st.builds("{} {}".format, words, st.sampled_from(["Primary School", "Academy", "Nursery School", "High"]))
people = st.sampled_from(["A. Example", "Example, Alex", "B Sample", "Sam Sample ", "C. O’Brien", ""])
notes = st.text(alphabet=st.sampled_from("ab ,;\t\n\"'’½–="), max_size=30)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "name": names,
            "urn": st.integers(100_000, 159_999).map(str),
            "laestab": st.integers(1000, 9999).map(lambda number: f"204/{number}"),
            "adviser": people,
            "category": st.sampled_from(["Core", "Focussed", "Int B", ""]),
            "notes": notes,
        }
    ),
    min_size=1,
    max_size=8,
)


@st.composite
def tables(draw):
    columns = draw(st.permutations(list(HEADINGS)))
    head = {column: draw(st.sampled_from(HEADINGS[column])) for column in columns}
    data = draw(rows)
    if columns.index("adviser") < max(columns.index(column) for column in ("name", "urn", "laestab")):
        # Gaps in a column of names left of the schools may be blocks; here they are meant as nobody.
        data = [{**row, "adviser": row["adviser"] or "TBC"} for row in data]
    return columns, head, data, draw(st.lists(st.sampled_from(["", "PRIMARY", "Autumn term 2025"]), max_size=2))


def meant(parsed):
    return [(r.name, r.urn, r.laestab, r.advisers, r.category, r.notes.split()) for r in parsed.rows]


def expected(data):
    return [
        (
            " ".join(row["name"].split()),
            row["urn"],
            row["laestab"].replace("/", ""),
            [row["adviser"].strip()] if row["adviser"] not in {"", "TBC"} else [],
            row["category"],
            row["notes"].split(),
        )
        for row in data
    ]


@settings(max_examples=150)
@given(
    tables(),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["cp1252", "utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\r\n", "\n", "\r"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_that_a_list_is_the_same_in_every_encoding_delimiter_and_order(table, delimiter, encoding, ending, quoting):
    columns, head, data, titles = table
    text = io.StringIO(newline="")
    if ending == "\r":
        quoting = csv.QUOTE_ALL  # the library does not quote \n when lines end otherwise
    writer = csv.writer(text, delimiter=delimiter, lineterminator=ending, quoting=quoting)
    writer.writerows([title, *[""] * (len(columns) - 1)] for title in titles)
    writer.writerow(head[column] for column in columns)
    writer.writerows([row[column] for column in columns] for row in data)
    parsed = from_csv(text.getvalue().encode(encoding))
    assert meant(parsed) == expected(data)
    assert parsed.totals.rows_in_file == len(titles) + 1 + len(data)


@settings(max_examples=60)
@given(tables())
def test_that_a_workbook_holds_the_same_list_as_a_csv(table):
    columns, head, data, titles = table
    grid = [[title or None] for title in titles]
    grid.append([head[column] for column in columns])
    grid += [[int(row[c]) if c == "urn" else row[c] for c in columns] for row in data]
    assert meant(from_xlsx(as_spreadsheets_write(grid))) == expected(data)


@settings(max_examples=60)
@given(tables())
def test_that_every_school_row_is_somebodys_or_nobodys(table):
    columns, head, data, _ = table
    text = io.StringIO(newline="")
    csv.writer(text).writerows([[head[c] for c in columns], *([row[c] for c in columns] for row in data)])
    parsed = from_csv(text.getvalue())
    if parsed.advisers:
        share = share_out(parsed, parsed.advisers[0])
        assert share.mine
        assert len(share.mine) + len(share.others) + len(share.nobodys) == len(data)
