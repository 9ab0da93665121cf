"""An authority that nobody has heard of, written as files alone: categories, stays, a cycle, clocks and a register."""

from pathlib import Path

NAME = "elsewhere"

_PROGRAMME = """\
authority = "elsewhere"
edition = "2025-26"
name = "Elsewhere visits"
valid_from = 2025-09-01
valid_to = 2026-08-31
source = "A paper"
marking = "For the headteacher"
la_codes = ["998"]
half_day_hours = "not stated"

[vocabulary]
authority = "Elsewhere"
service = "Schools Service"

[[visits]]
id = "autumn"
term = "autumn"
number = 1
title = "Autumn visit"
purpose = "To talk."
form = "autumn"

[[variants]]
id = "all"
when = {}
visits = ["autumn"]

[[facts]]
id = "falling-roll"
label = "The roll falls"
source = "paper, line 3"

[[flags]]
id = "concern"
label = "School causing concern"
meaning = "Watched closely."
set_by = ["red"]
may_be_set_by = ["amber"]
source = "paper, line 9"

[[categories]]
id = "green"
name = "Green"
meaning = "Does well by itself."
source = "paper, line 4"
entitlements = [{ id = "time", label = "Partner time", amount = "not stated" }]

[[categories.triggers]]
id = "good"
says = "A school graded good may be Green."
facts = ["grade-2"]
source = "paper, line 4"

[[categories]]
id = "amber"
name = "Amber"
meaning = "Needs some help."
source = "paper, line 5"

[[categories.triggers]]
id = "roll"
says = "A school whose roll falls may be Amber."
facts = ["falling-roll"]
source = "paper, line 5"

[[categories.stays]]
id = "a-year"
bound = "at least"
months = 12
counted_from = "placed"
after = ["red"]
says = "A school that leaves Red is in Amber for at least a year."
source = "paper, line 6"

[[categories]]
id = "red"
name = "Red"
meaning = "Needs much help."
source = "paper, line 7"
expects = ["A meeting each half-term"]

[[categories.triggers]]
id = "graded"
says = "A school in special measures is Red."
facts = ["special-measures"]
automatic = true
source = "paper, line 7"

[[categories.cadences]]
id = "meeting"
label = "Meeting with the governors"
amount = 1
per = "half-term"
source = "paper, line 8"

[[categories.entitlements]]
id = "time"
label = "Partner time"
amount = 6
unit = "days"
per = "year"
source = "paper, line 8"

[[designations]]
id = "supported"
categories = ["amber", "red"]
agreed_by = ["Headteacher", "Chair of governors"]
may_be_imposed = true
imposed_when = "Where there is no time to talk."
told = ["Headteacher"]
source = "paper, lines 10-14"
steps = [
  { id = "talk", label = "Talk with the headteacher", source = "paper, line 11" },
  { id = "meet", label = "Meeting with the chair", source = "paper, line 12" },
  { id = "letter", label = "Letter sent", source = "paper, line 13" },
]
documents = [{ id = "plan", label = "Action plan", source = "paper, line 14" }]

[risk_register]
name = "Watch list"
short = "WL"
confidential = true
talk_first = ["amber"]
source = "paper, line 20"

[[risk_register.triggers]]
id = "listed"
says = "A school in special measures is on the watch list."
facts = ["special-measures"]
automatic = true
source = "paper, line 21"

[[risk_register.indicators]]
id = "results"
label = "Results fall"
looks_at = ["leadership"]
source = "paper, line 22"

[[risk_register.indicators]]
id = "safety"
label = "Children are not safe"
safeguarding = true
source = "paper, line 23"

[[risk_register.told]]
id = "academy"
label = "An academy: the head and the trust"
source = "paper, line 24"

[[references]]
id = "risk-sources"
title = "What an assessment rests on"
items = [{ id = "visits", label = "Visits", source = "paper, line 25" }]
source = "paper, line 25"
"""

_BARE = """\
authority = "plain"
edition = "2025-26"
name = "Plain visits"
valid_from = 2025-09-01
valid_to = 2026-08-31
source = "A paper"
marking = "For the headteacher"
la_codes = ["997"]

[vocabulary]
authority = "Plain"
service = "Schools Service"

[[visits]]
id = "autumn"
term = "autumn"
number = 1
title = "Autumn visit"
purpose = "To talk."
form = "autumn"

[[variants]]
id = "all"
when = {}
visits = ["autumn"]
"""

_AUTUMN = """\
form = "autumn"
title = "Autumn visit"

[[sections]]
id = "start"
title = "Start"

[[sections.questions]]
id = "summary"
kind = "summary"
prompt = "In short?"
"""


def write(root: Path) -> Path:
    """Both authorities in a folder of one's own: one with every rule there is, one with visits alone."""
    for name, text in ((NAME, _PROGRAMME), ("plain", _BARE)):
        folder = root / name / "2025-26"
        folder.mkdir(parents=True)
        (folder / "programme.toml").write_bytes(text.encode())
        (folder / "autumn.toml").write_bytes(_AUTUMN.encode())
    return root
