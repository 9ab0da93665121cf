"""What rules mean is looked at too: what can never come true is a mistake, what may be meant is a remark. One seed for each."""

import pytest

from sipdesk.forms.lint import check

FIRST = '[[categories]]\nid = "light"'
LIGHT, HEAVY = 'name = "Light"\n', 'name = "Heavy"\n'


def rule(name: str, when: str) -> str:
    """A rule in one line, for a category."""
    return f'triggers = [{{ id = "{name}", says = "So.", {when}, source = "line 1" }}]\n'


def stay(after: str) -> str:
    """A stay in one line."""
    told = f'bound = "at least", months = 12, counted_from = "placed", after = ["{after}"], says = "So.", source = "line 1"'
    return f'stays = [{{ id = "a", {told} }}]\n'


FACT = 'facts = ["new-head"]'
MISTAKES = {
    "a category without a rule beside one that has some": (
        [(LIGHT, LIGHT + rule("a", FACT))], (55, "categories.id"), "leads to “heavy”",
    ),
    "two categories that lead to each other only": (
        [(LIGHT, LIGHT + rule("a", 'came_from = ["heavy"]')), (HEAVY, HEAVY + rule("a", 'came_from = ["light"]'))],
        (43, "categories.id"), "leads to “light”",
    ),
    "a category that leads to itself": (
        [(LIGHT, LIGHT + rule("a", FACT)), (HEAVY, HEAVY + rule("a", 'came_from = ["heavy"]'))],
        (55, "categories.id"), "leads to “heavy”",
    ),
    "a stay without the day it is counted from": (
        [(HEAVY, HEAVY + 'stays = [{ id = "a", bound = "at most", months = 12, says = "So.", source = "line 1" }]\n')],
        (56, "categories.stays.counted_from"), "missing",
    ),
    "a stay after the category itself": (
        [(HEAVY, HEAVY + stay("heavy"))], (56, "categories.stays.after"), "this clock never starts",
    ),
    "a clock for a visit that is not there": (
        [(FIRST, '[[cadences]]\nid = "a"\nlabel = "A"\nvisits = ["winter"]\nsource = "1"\n\n' + FIRST)],
        (45, "cadences.visits"), "a visit of this programme",
    ),
    "a clock for a fact that is not there": (
        [(FIRST, '[[cadences]]\nid = "a"\nlabel = "A"\nfacts = ["tall"]\nsource = "1"\n\n' + FIRST)],
        (45, "cadences.facts"), "a fact of this programme",
    ),
    "a clock for nothing": (
        [(HEAVY, HEAVY + 'cadences = [{ id = "a", label = "A", amount = 0, source = "line 1" }]\n')],
        (56, "categories.cadences.amount"), "1 or more",
    ),
}  # fmt: skip
REMARKS = {
    "numbers of aspects that two categories share": (
        [(LIGHT, LIGHT + rule("a", "aspects_from = 1, aspects_to = 3")), (HEAVY, HEAVY + rule("a", "aspects_from = 3"))],
        "categories.triggers.aspects_from", "3 speaks for “Light” too",
    ),
    "a number of aspects that no category has": (
        [(LIGHT, LIGHT + rule("a", "aspects_to = 2")), (HEAVY, HEAVY + rule("a", "aspects_from = 4"))],
        "categories.triggers.aspects_from", "3 fits no category",
    ),
    "a category that leads to two others": (
        [(LIGHT, LIGHT + rule("a", 'facts = ["new-head"], came_from = ["third"]')),
         (HEAVY, HEAVY + rule("a", 'came_from = ["third"]')), (FIRST, '[[categories]]\nid = "third"\nname = "Third"\n'
          'entitlements = [{ id = "time", label = "Time", amount = 1, draws = ["officer"] }]\n' + rule("a", 'facts = ["grade-3"]') + "\n" + FIRST)],
        "categories.triggers.came_from", "leaving “third” speaks for “Light” too",
    ),
    "a fact that speaks for two categories": (
        [(LIGHT, LIGHT + rule("a", FACT)), (HEAVY, HEAVY + rule("a", FACT))],
        "categories.triggers.facts", "“new-head” speaks for “Light” too",
    ),
    "a word that can be read in two ways": (
        [('name = "Visits"', 'name = "Bi-annual visits"')], "name", "twice a year, or every two years",
    ),
    "a category that gives nothing": (
        [('entitlements = [{ id = "time", label = "Adviser time", amount = "to be agreed", draws = ["officer"] }]', "")],
        "categories", "gives a school nothing",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", MISTAKES)
def test_that_a_rule_that_can_never_come_true_is_a_mistake_with_its_line_and_key(root, spoil, case):
    changes, place, words = MISTAKES[case]
    for old, new in changes:
        spoil("programme", old, new)
    found = [problem for problem in check(root) if not problem.remark and words in problem.expected]
    assert [(p.file, p.line, p.key) for p in found] == [("anyshire/2025-26/programme.toml", *place)], check(root)


@pytest.mark.parametrize("case", REMARKS)
def test_that_what_may_be_meant_is_a_remark(root, spoil, case):
    changes, key, words = REMARKS[case]
    for old, new in changes:
        spoil("programme", old, new)
    found = check(root)
    assert [problem for problem in found if not problem.remark] == []
    assert [p.key for p in found if words in p.expected] == [key], found


def test_that_a_programme_that_leaves_its_categories_to_people_has_no_mistake(root):
    assert check(root) == []


def test_that_a_designation_is_a_way_into_a_category(root, spoil):
    spoil("programme", LIGHT, LIGHT + rule("a", FACT))
    placed = (
        '[[designations]]\nid = "a"\ncategories = ["heavy"]\nsteps = [{ id = "a", label = "A" }]\nsource = "line 1"\n\n'
    )
    spoil("programme", FIRST, placed + FIRST)
    assert check(root) == []


def test_that_a_stay_after_another_category_is_a_way_into_one(root, spoil):
    spoil("programme", LIGHT, LIGHT + rule("a", FACT))
    spoil("programme", HEAVY, HEAVY + stay("light"))
    assert check(root) == []
