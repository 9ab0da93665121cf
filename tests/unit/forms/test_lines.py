"""The places of keys, against tomllib's own reading of the same text."""

import tomllib
from pathlib import Path

import pytest

from sipdesk import paths
from sipdesk.forms.lines import last_opened, line_of, lines_of

STRANGE = '''# a comment = "x"
a."b c".d = 1 # [x]
"k\\u0041" = 'it"s'
at = 1979-05-27 07:32:00
list = [ # ] not yet
  [1,
   2], # "
  { x = 1, y = [3] },
]
text = """ [a] "" \\""" ]
key = 1"""""
plain = \'\'\'x
[y]
\'\'\'
[x.y.z]
q = "#"
[[many]]
[[many.in]]
k = 1
[[many.in]]
k = 2
[many.tab]
v = -0.5e3
[[many]]
[[many.in]]
k = 3
'''


def _paths(value, path=()):
    if path:
        yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from _paths(child, (*path, key))


@pytest.mark.parametrize(
    "file",
    [*sorted(paths.forms().rglob("*.toml")), None],
    ids=lambda f: "-".join(f.with_suffix("").parts[-3:]) if f else "strange",
)
def test_that_every_key_of_a_document_has_a_line(file: Path | None):
    text = file.read_text(encoding="utf-8") if file else STRANGE
    assert set(lines_of(text)) == set(_paths(tomllib.loads(text)))


def test_that_strange_spellings_keep_their_lines():
    found = lines_of(STRANGE)
    wanted = {
        ("a", "b c", "d"): 2, ("kA",): 3, ("list", 0, 1): 7, ("list", 1, "y", 0): 8, ("plain",): 12,
        ("x", "y", "z", "q"): 16, ("many", 0, "in", 1, "k"): 21, ("many", 0, "tab", "v"): 23, ("many", 1, "in", 0, "k"): 26,
    }  # fmt: skip
    assert {path: found[path] for path in wanted} == wanted


def test_that_a_missing_key_has_the_line_of_its_table():
    assert line_of(lines_of(STRANGE), ("many", 0, "in", 1, "absent")) == 20


def test_that_what_was_left_open_is_found():
    assert last_opened('a = 1\n[b]\nc = """never\nd = 2\n') == (("b", "c"), 3)
    assert last_opened("a = [1,\n 2,\n") == (("a", 1), 2)
