"""The shipped Hertfordshire edition: priorities, partners, core and traded, the standing question on safeguarding."""

from sipdesk.domain.school import Governance, Phase
from tests.unit.forms.editions import LIBRARY, asked, by_id, lines

OUTLINE = LIBRARY.programme("hertfordshire", "2018-21")
VISIT = LIBRARY.form("hertfordshire", "2018-21", "visit").form


def test_that_there_are_three_priorities_and_the_first_has_two_parts():
    assert [(one.id, len(one.parts)) for one in OUTLINE.priorities] == [
        ("gap", 2),
        ("attainment", 0),
        ("safeguarding", 0),
    ]
    assert [min(lines(one.source)) for one in OUTLINE.priorities] == [52, 55, 56]
    assert [min(lines(part.source)) for part in OUTLINE.priorities[0].parts] == [53, 54]


def test_that_thirteen_partners_stand_in_the_order_of_the_outline():
    assert len(OUTLINE.partners) == 13
    partners = by_id(OUTLINE.partners)
    assert len(partners["county"].roles) == 3
    assert {82, 83, 84, 85} <= lines(partners["county"].source)
    assert [max(lines(one.source)) for one in OUTLINE.partners[3:]] == list(range(88, 98))


def test_that_core_and_traded_are_told_apart():
    partners = by_id(OUTLINE.partners)
    assert (partners["county"].offers, partners["hfl"].offers) == ("core", "both")
    assert {120} <= lines(partners["hfl"].source)
    assert [option.id for option in asked(OUTLINE, "visit")["paid_by"].options] == ["core", "traded"]


def test_that_every_visit_asks_for_the_safeguarding_policy():
    question = asked(OUTLINE, "visit")["safeguarding_policy"]
    assert question.required
    assert question.detail_when == ["yes", "no"]
    assert {slot.form for slot in OUTLINE.visits} == {"visit"}


def test_that_each_phase_is_asked_what_is_its_own():
    def own(phase):
        sections = VISIT.sections_for(phase, Governance.MAINTAINED)
        return {q.id for s in sections for q in s.questions} & {"phonics", "post_16", "special_progress"}

    assert own(Phase.PRIMARY) == {"phonics"}
    assert own(Phase.SECONDARY) == {"post_16"}
    assert own(Phase.SPECIAL) == {"special_progress"}


def test_that_no_visit_and_no_category_is_invented():
    assert OUTLINE.categories == []
    for governance in Governance:
        assert OUTLINE.visits_for(Phase.PRIMARY, governance) == "not stated"


def test_that_what_was_only_announced_is_an_empty_slot():
    assert {gap.id: lines(gap.source) for gap in OUTLINE.gaps if not gap.held} == {
        "directory": {58, 120}, "maintained": {46, 98, 99}, "concern": {123}, "targets": {124},
        "monitoring": {122},
    }  # fmt: skip
    assert OUTLINE.guidance == ""
