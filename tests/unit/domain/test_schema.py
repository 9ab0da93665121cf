"""A schema tells what each field is for, in the words of the source, which nobody reads before a schema is asked for."""

import subprocess
import sys

from sipdesk.domain.base import Model
from sipdesk.domain.schema import json_schema


class Plain(Model):
    """What both have."""

    name: str
    """Whose it is,
    in full."""
    bare: int = 0


class Richer(Plain):
    """One more."""

    inner: Plain
    """One that lies in it."""
    count: int
    """How often."""


def test_that_a_field_is_described_by_what_stands_under_it():
    made = json_schema(Richer)
    told = {name: field.get("description") for name, field in made["properties"].items()}
    assert told == {
        "name": "Whose it is,\nin full.",
        "bare": None,
        "inner": "One that lies in it.",
        "count": "How often.",
    }
    assert made["$defs"]["Plain"]["properties"]["name"]["description"] == "Whose it is,\nin full."
    assert made["description"] == "One more."


def test_that_a_program_that_starts_reads_no_source():
    """It was near half of what a command took to start."""
    code = "import linecache, sipdesk.app, sipdesk.cli.caseload; print([f for f in linecache.cache if 'sipdesk' in f])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
