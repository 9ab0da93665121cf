"""A small authority on disk, to be spoilt one mistake at a time."""

from collections.abc import Callable
from pathlib import Path

import pytest

PROGRAMME = """\
authority = "anyshire"
edition = "2025-26"
name = "Visits"
valid_from = 2025-09-01
valid_to = 2026-08-31
source = "A paper"
marking = "For the headteacher"
la_codes = ["999"]

[vocabulary]
authority = "Anyshire"
service = "School Improvement"

[[visits]]
id = "autumn"
term = "autumn"
number = 1
title = "Autumn visit"
purpose = "To agree foci."
form = "autumn"

[[visits]]
id = "spring"
term = "spring"
number = 2
title = "Spring visit"
purpose = "To look closer."
form = "spring"
days = "0.5"

[[variants]]
id = "maintained"
when = { governance = ["maintained"] }
visits = ["autumn", "spring"]

[[variants]]
id = "others"
when = {}
visits = "not stated"
brokered = ["autumn"]

[[categories]]
id = "light"
name = "Light"
also = ["Lite"]

[[categories.entitlements]]
id = "time"
label = "Adviser time"
amount = 14
per = "term"
draws = ["officer"]
[[categories]]
id = "heavy"
name = "Heavy"
entitlements = [{ id = "time", label = "Adviser time", amount = "to be agreed", draws = ["officer"] }]
"""

AUTUMN = """\
form = "autumn"
title = "Autumn visit"

[[sections]]
id = "start"
title = "Start"

[[sections.questions]]
id = "summary"
kind = "summary"
prompt = "In short?"
maximum = 5

[[sections.questions]]
id = "met"
kind = "people_met"
prompt = "Who?"
hint = \"\"\"
By role.
prompt = "not a key"
\"\"\"

[[sections]]
id = "middle"
title = "Middle"
when = { phases = ["primary"] }

[[sections.questions]]
id = "mood"
kind = "rating"
prompt = "How?"
scale = [
  { id = "good", label = "Good" },
  { id = "poor", label = "Poor" },
]

[[sections.questions]]
id = "exclusions"
kind = "exclusions_table"
prompt = "Exclusions"
groups = [{ id = "all", label = "All" }]
rows = [
  { id = "pex", label = "PEX", measure = "pex", shows = "number", group = "all" },
  { id = "rate", label = "PEX rate", measure = "pex", shows = "rate", group = "all" },
]
columns = [{ id = "now", source = "school", to_date = true }]

[[sections.questions]]
id = "foci"
kind = "focus_areas"
prompt = "Which foci?"
minimum = 2
maximum = 3

[[sections.questions]]
id = "actions"
kind = "actions"
prompt = "Agreed?"
required = true
"""

SPRING = """\
form = "spring"
title = "Spring visit"

[[sections]]
id = "all"
title = "All"

[[sections.questions]]
id = "summary"
kind = "summary"
prompt = "In short?"

[[sections.questions]]
id = "dives"
kind = "deep_dives"
prompt = "What did you find?"
scale = [{ id = "good", label = "Good" }, { id = "poor", label = "Poor" }]

[[sections.questions]]
id = "actions"
kind = "actions"
prompt = "Agreed?"
"""

Spoil = Callable[[str, str, str], None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with one authority, one edition and two forms, without a mistake."""
    folder = tmp_path / "forms" / "anyshire" / "2025-26"
    folder.mkdir(parents=True)
    for name, text in (("programme", PROGRAMME), ("autumn", AUTUMN), ("spring", SPRING)):
        (folder / f"{name}.toml").write_bytes(text.encode())
    return tmp_path / "forms"


@pytest.fixture
def spoil(root: Path) -> Spoil:
    """Replace a text that stands once in a file."""

    def replace(name: str, old: str, new: str) -> None:
        path = root / "anyshire" / "2025-26" / f"{name}.toml"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_bytes(text.replace(old, new).encode())

    return replace
