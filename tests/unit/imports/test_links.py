"""The register's links: read whole, every kind known or left alone."""

from collections import Counter

import pytest

from sipdesk.domain.errors import BadInput
from sipdesk.imports.links import with_way
from sipdesk.imports.recognise import recognise
from tests.unit.imports import public
from tests.unit.imports.public import csv_bytes, read

HEAD = ["URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate"]


def test_that_the_file_that_ships_is_read_as_the_csv_library_reads_it():
    assert recognise(public.LINKS) == "links"
    file = read("links", public.LINKS)
    rows = public.records(public.LINKS, encoding="cp1252")
    assert len(file.lines) == len(rows) == 140
    for line, row in zip(file.lines, rows, strict=True):
        day = "-".join(reversed(row["LinkEstablishedDate"].split("-"))) if row["LinkEstablishedDate"] else ""
        assert line == (row["URN"], row["LinkURN"], " ".join(row["LinkName"].split()), row["LinkType"], day)


def test_that_every_kind_says_which_school_went_before_or_says_nothing():
    ways = {line[3]: line[5] for line in with_way(read("links", public.LINKS).lines)}
    assert ways["Predecessor"] == "before"
    assert ways["Successor"] == "after"
    assert ways["Predecessor - merged"] == "part before"
    assert ways["Successor - Split School"] == "part after"
    assert Counter(ways.values())[""] == len([kind for kind in ways if "cessor" not in kind])


def test_that_what_is_no_link_is_left_out_and_counted(tmp_path):
    file = tmp_path / "links.csv"
    good = ["100001", "100002", "Alder Park", "Predecessor", "01-09-2016"]
    rows = [good, good, ["100001", "100001", *good[2:]], ["1", *good[1:]], good[:3], [*good[:3], "", ""]]
    file.write_bytes(csv_bytes(HEAD, *rows))
    read_ = read("links", file)
    assert read_.lines == [("100001", "100002", "Alder Park", "Predecessor", "2016-09-01")]
    assert len(read_.messages) == 4


def test_that_a_file_without_kinds_is_refused(tmp_path):
    file = tmp_path / "links.csv"
    file.write_bytes(csv_bytes(["URN", "LinkURN", "LinkName"], ["100001", "100002", "x"]))
    with pytest.raises(BadInput, match="not the register's file of links"):
        read("links", file)
