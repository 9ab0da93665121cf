"""Mistakes in a programme's rules: names that are not there, rules no school can meet; and what is only remarked upon."""

import pytest

from sipdesk.forms.lint import check

HEAVY = 'name = "Heavy"\n'


def _problems(root, *, remark):
    return [str(problem) for problem in check(root) if problem.remark is remark]


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ('triggers = [{ id = "a", says = "A.", facts = ["tall"], source = "line 1" }]\n', "a fact of this programme"),
        (
            'triggers = [{ id = "a", says = "A.", came_from = ["gone"], source = "line 1" }]\n',
            "a category of this programme",
        ),
        ('triggers = [{ id = "a", says = "A.", source = "line 1" }]\n', "a rule without any places no school"),
        (
            'triggers = [{ id = "a", says = "A.", aspects_from = 3, aspects_to = 2, source = "line 1" }]\n',
            "no fewer than",
        ),
        (
            'cadences = [{ id = "a", label = "A", kind = "drum", source = "line 1" }]\n',
            "a kind of contact of this programme",
        ),
        ('cadences = [{ id = "a", label = "A", flags = ["red"], source = "line 1" }]\n', "a flag of this programme"),
        (
            'stays = [{ id = "a", bound = "at least", months = 12, says = "A.", source = "line 1" }]\n',
            "counted_from: missing",
        ),
        (
            'stays = [{ id = "a", bound = "at least", months = 12, counted_from = "placed", after = ["gone"], says = "A.", source = "1" }]\n',
            "a category of this programme",
        ),
    ],
)
def test_that_a_rule_that_cannot_hold_is_a_mistake(root, spoil, added, told):
    spoil("programme", HEAVY, HEAVY + added)
    (problem,) = _problems(root, remark=False)
    assert told in problem


@pytest.mark.parametrize(
    "added",
    [
        '[[recipients]]\nrole = "Chair"\ncategories = ["gone"]\n', '[[recipients]]\nrole = "Chair"\nflags = ["gone"]\n',
        '[[recipients]]\nrole = "Chair"\nkinds = ["gone"]\n', '[[flags]]\nid = "red"\nlabel = "Red"\nset_by = ["gone"]\n',
        '[[designations]]\nid = "a"\ncategories = ["gone"]\nsteps = [{ id = "a", label = "A" }]\nsource = "line 1"\n',
        '[risk_register]\nname = "List"\ntalk_first = ["gone"]\nsource = "line 1"\n',
    ],
)  # fmt: skip
def test_that_a_name_that_is_not_there_is_a_mistake(root, spoil, added):
    spoil("programme", '[[categories]]\nid = "light"', added + '\n[[categories]]\nid = "light"')
    (problem,) = _problems(root, remark=False)
    assert "of this programme, one of" in problem


def test_that_a_fact_for_two_categories_is_remarked_upon(root, spoil):
    rule = 'triggers = [{ id = "a", says = "A.", facts = ["grade-3"], source = "line 1" }]\n'
    spoil("programme", 'name = "Light"\n', 'name = "Light"\n' + rule)
    spoil("programme", HEAVY, HEAVY + rule)
    assert _problems(root, remark=False) == []
    assert [told for told in _problems(root, remark=True) if "“grade-3” speaks for “Light” too" in told]


def test_that_a_fact_of_everybody_s_is_not_declared_again(root, spoil):
    spoil(
        "programme",
        '[[categories]]\nid = "light"',
        '[[facts]]\nid = "grade-3"\nlabel = "3"\n\n[[categories]]\nid = "light"',
    )
    (problem,) = _problems(root, remark=False)
    assert "mean the same everywhere" in problem
