"""Every line of the five documents that rules, counts, times, names or sends something stands in the edition made of it."""

import re

import pytest

from sipdesk import paths
from tests.unit.domain.documents import EDITIONS, FILES, PROGRAMMES
from tests.unit.forms.editions import by_id, lines

_NAMED = re.compile(r"\blines? (\d+(?:-\d+)?(?:(?:, | and )\d+(?:-\d+)?)*)")

RULED = {
    # priorities, groups by number of aspects, benchmarks, access to practice, who is asked
    "H20": "23, 31, 37, 42, 44-46, 52-55, 61-63, 65, 67, 75-79",
    # targets, duties, strands, networks, reviews, register, relationships, scrutiny, board, abbreviations, grounds, risk
    # assessment, indicators, what follows, sub-categories, expectations, confidentiality, the note of visit
    "H15": "67-68, 70-72, 76-83, 91, 95-97, 99-102, 104, 108, 110, 116, 118, 122, 124, 130, 132, 136, 142, 146, 150, 152, "
    "156-157, 159, 163, 165, 181, 189, 193, 195, 197, 201-238, 242-246, 250, 252, 254, 296-330, 351-359, 371, 373-375, 379, "
    "384, 388-398, 402-404, 406, 408, 414-415, 417, 419, 421, 425, 427-428, 430, 434, 436, 438",
    # delivery, conditions, disadvantaged pupils, priorities, services, accountability, partners, appendices
    "HE": "27, 31, 35-40, 46-47, 49-50, 52-56, 58-59, 63, 67-68, 82-100, 102-104, 107-110, 112, 114, 116, 120-124",
    # agreement, criteria, monitoring group, reviews, evidence, categories, days, distribution, designation, reports, powers
    "HV": "58-62, 76, 80-81, 83, 85-96, 98, 106-113, 117-121, 125, 127, 129, 133-138, 140, 146-152, 154, 158-160, 162, 164, "
    "166, 168-170, 172, 178, 180, 182, 184, 186, 189-196, 198, 202, 204-205, 207, 211-212, 214, 218, 220, 222, 224, 228, "
    "230-232, 235-237, 239",
    # team, categories, visits, groups, exclusions, foci, other schools, cycle, who decides, powers, successes, challenges
    "HK": "15, 21, 25, 27, 29, 33-36, 38, 41, 49-54, 62, 66, 68-76, 85, 91, 95, 97, 105, 107, 109, 111, 113, 115, 117, 119, "
    "125-133, 141-146, 150-155, 159-167, 173-177",
}


def _said(seed: str) -> set[int]:
    """Every line that the files of an edition name, as a source or beside a key."""
    folder = paths.forms().joinpath(*EDITIONS[seed])
    text = "\n".join(file.read_text(encoding="utf-8") for file in folder.glob("*.toml"))
    return {line for found in _NAMED.findall(text) for line in lines(found)}


@pytest.mark.parametrize("seed", RULED, ids=FILES.get)
def test_that_every_line_that_rules_something_stands_in_the_edition(seed):
    assert lines(RULED[seed]) - _said(seed) == set()


def test_that_a_warning_notice_is_kept_by_its_grounds_and_the_plan_it_asks_for():
    plan, facts = PROGRAMMES["H15"], by_id(PROGRAMMES["H15"].facts)
    grounds = [lines(facts[name].source) for name in ("warning-standards", "warning-breakdown", "warning-safety")]
    assert grounds == [{373}, {374}, {375}]
    assert lines(facts["rapid-plan"].source) == lines(facts["rapid-plan-validated"].source) == {197}
    assert 197 in lines(by_id(plan.flags)["eligible"].source)
