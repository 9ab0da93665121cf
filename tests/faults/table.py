"""Writes the table of faults into the help, from the very faults that the tests put a package through.

python -m tests.faults.table
"""

from pathlib import Path

from sipdesk import paths
from tests.faults import certificates, disks, spoils

HEADING = "## What can go wrong, and what follows\n"
FOLLOWS = {
    "": "it is there",
    "same": "it is there",
    "other": "found out, not taken",
    "none": "—",
    "later": "tried again by itself",
    "unknown": "asked about",
    "person": "waits for you",
    "conflict": "waits for you; both are kept",
}


def page() -> Path:
    """The page of the help that holds it."""
    return paths.resources() / "help" / "on-the-way.md"


def table() -> str:
    """The tables in Markdown."""
    line = "|---|---|---|"
    told = ["### A shared folder", "", "| what happens | when it is put there | when it is read back |", line]
    told += [f"| {one.says} | {FOLLOWS[one.put]} | {FOLLOWS[one.get]} |" for one in disks.FAULTS]
    told += ["", "### An address", "", "| what happens | when it is put there | when it is read back |", line]
    told += [f"| {one.says} | {_waits(one, one.put)} | {FOLLOWS[one.get]} |" for one in _grouped(spoils.FAULTS)]
    told += ["", "### Who answers", "", "| its certificate | what follows |", "|---|---|"]
    told += [f"| {bad} | nothing is sent; {FOLLOWS['later']} |" for bad in certificates.BAD]
    return "\n".join(told) + "\n"


def _grouped(faults: tuple[spoils.Fault, ...]) -> list[spoils.Fault]:
    """The answers of the same meaning in one line."""
    told: list[spoils.Fault] = []
    places: dict[tuple[str, str], int] = {}
    for fault in faults:
        word, _, code = fault.says.partition(" ")
        if word != "answer" or not code.isdigit():
            told.append(fault)
        elif (fault.put, fault.get) in places:
            place = places[fault.put, fault.get]
            told[place] = told[place]._replace(says=f"{told[place].says}, {code}")
        else:
            places[fault.put, fault.get] = len(told)
            told.append(fault)
    return told


def _waits(fault: spoils.Fault, sort: str) -> str:
    return FOLLOWS[sort] if fault.wait is None else f"{FOLLOWS[sort]}, {fault.wait:.0f} seconds later"


def whole(text: str) -> str:
    """A page with the table as it is now."""
    return f"{text.partition(HEADING)[0]}{HEADING}\nEach line is tried by the tests of this version.\n\n{table()}"


if __name__ == "__main__":
    page().write_text(whole(page().read_text(encoding="utf-8")), encoding="utf-8")
