"""Clocks for any history: they never run backwards, nothing of a history is lost, and each names a rule that is there."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sipdesk import paths
from sipdesk.domain.cadence import Periods
from sipdesk.domain.category import History, matches, on_register
from sipdesk.domain.clocks import Situation, clocks, numbered, variant_said
from sipdesk.domain.placement import ASPECTS, Clock, DatedFact, Placement
from sipdesk.domain.programme import Programme
from sipdesk.domain.rules import FACTS, Cadence
from sipdesk.domain.school import Governance, Phase
from sipdesk.domain.standing import counting, entered, history_of, known_of, name_in
from sipdesk.forms.loader import Library, load_programmes

URN = "900101"
FIRST = dt.date(2019, 9, 2)
LAST = dt.date(2027, 7, 20)
LIBRARY: Library = load_programmes(paths.forms())


def _all_programmes() -> Iterator[Programme]:
    for authority in LIBRARY.authorities():
        for edition in LIBRARY.editions(authority):
            yield LIBRARY.programme(authority, edition)


PROGRAMMES = {f"{one.authority}/{one.edition}": one for one in _all_programmes()}
WITH_CATEGORIES = [one for one in PROGRAMMES.values() if one.categories]
days = st.dates(FIRST, LAST)
sorts = st.tuples(st.sampled_from(list(Phase)), st.sampled_from(list(Governance)))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Programme, list[Placement], dict[str, list[dt.date]], list[DatedFact]]:
    """A programme, a history in it, what came round, and facts."""
    programme = draw(st.sampled_from(WITH_CATEGORIES))
    names = st.sampled_from([one.id for one in programme.categories])
    placed = sorted(draw(st.lists(days, max_size=6)))
    back = draw(st.lists(st.booleans(), min_size=len(placed), max_size=len(placed)))
    placements = [
        Placement(
            id=f"{n:03d}", urn=URN, authority=programme.authority, edition=programme.edition, category=draw(names),
            placed_on=on, reason="why", decided_at="", decided_by="R. Marlow", taken_back="later" if gone else "",
        )
        for n, (on, gone) in enumerate(zip(placed, back, strict=True))
    ]  # fmt: skip
    rules = [one.id for one in programme.cadences] + [c.id for one in programme.categories for c in one.cadences]
    done = draw(st.dictionaries(st.sampled_from(rules), st.lists(days, max_size=8))) if rules else {}
    known = st.sampled_from([*FACTS, ASPECTS, *(fact.id for fact in programme.facts), "of another authority"])
    spans = draw(st.lists(st.tuples(known, days), max_size=6))
    facts = [DatedFact(urn=URN, fact=fact, since=on, count=2 if fact == ASPECTS else None) for fact, on in spans]
    return programme, placements, done, facts


def _situation(
    placements: list[Placement], done: dict[str, list[dt.date]], day: dt.date, head: dt.date | None = None
) -> Situation:
    history = history_of(counting(placements, day))
    return Situation(
        sort=(Phase.PRIMARY, Governance.MAINTAINED),
        history=history,
        periods=Periods(day),
        category=history.now.category if history.now else "",
        flags=("causing-concern", "supported"),
        began=FIRST,
        head_since=head if head and head <= day else None,
        occurred=done,
        contacts=done,
    )


@given(worlds(), days, days, st.none() | days)
def test_that_no_clock_runs_backwards_as_the_days_go_by(
    world: tuple[Programme, list[Placement], dict[str, list[dt.date]], list[DatedFact]],
    one: dt.date,
    other: dt.date,
    head: dt.date | None,
) -> None:
    programme, placements, done, _ = world
    earlier, later = sorted((one, other))
    category = {at: _situation(placements, done, at, head) for at in (earlier, later)}
    assume(category[earlier].history.since == category[later].history.since)  # placed anew, it has other clocks
    before = {clock.rule: clock for clock in clocks(programme, category[earlier])}
    for clock in clocks(programme, category[later]):
        was = before.get(clock.rule)
        if was and was.due and clock.due:
            assert clock.due >= was.due, (clock, was)
        if was and was.start and clock.start:
            assert clock.start >= was.start


@given(worlds(), days, days)
def test_that_an_entry_more_never_moves_a_clock_back(
    world: tuple[Programme, list[Placement], dict[str, list[dt.date]], list[DatedFact]], day: dt.date, more: dt.date
) -> None:
    programme, placements, done, _ = world
    before = {clock.rule: clock.due for clock in clocks(programme, _situation(placements, done, day))}
    for rule in list(before):
        added = {**done, rule: [*done.get(rule, []), more]}
        after = {clock.rule: clock.due for clock in clocks(programme, _situation(placements, added, day))}
        was, now = before[rule], after[rule]
        if was and now:
            assert now >= was


@given(worlds(), days)
def test_that_every_explanation_names_a_rule_of_the_programme(
    world: tuple[Programme, list[Placement], dict[str, list[dt.date]], list[DatedFact]], day: dt.date
) -> None:
    programme, placements, done, facts = world
    stays = {stay.id for one in programme.categories for stay in one.stays}
    cadences = {one.id for one in programme.cadences} | {c.id for one in programme.categories for c in one.cadences}
    for clock in clocks(programme, _situation(placements, done, day)):
        assert clock.rule in (cadences if clock.kind == "cadence" else stays)
        assert clock.said
        assert clock.source
    known = known_of(programme, facts, day)
    register = programme.risk_register
    triggers = {(one.id, trigger.id) for one in programme.categories for trigger in one.triggers}
    triggers |= {("", trigger.id) for trigger in (register.triggers if register else [])}
    for match in [*matches(programme, known), *on_register(programme, known)]:
        assert (match.category, match.rule) in triggers
        assert match.says
        assert match.because
        assert match.source


@given(worlds(), days)
def test_that_no_change_of_category_is_lost(
    world: tuple[Programme, list[Placement], dict[str, list[dt.date]], list[DatedFact]], day: dt.date
) -> None:
    programme, placements, _, _ = world
    told = entered(programme, placements)
    assert sorted(one.placement.id for one in told) == sorted(one.id for one in placements)
    assert all(one.name for one in told)
    there = counting(placements, day)
    history = history_of(there)
    assert [one.category for one in history.placings] == [one.category for one in there]
    assert isinstance(history, History)
    assert {one.id for one in placements} - {one.id for one in there} == {
        one.id for one in placements if one.taken_back or one.placed_on > day
    }


@given(sorts)
def test_that_every_kind_of_school_is_told_what_its_programme_gives(sort: tuple[Phase, Governance]) -> None:
    for programme in PROGRAMMES.values():
        assert variant_said(programme, sort, brokered=False).startswith("Visits a year")


@pytest.mark.parametrize(
    ("number", "said"), [("2", "two a year"), ("0.5", "one every 2 years"), ("", "not stated")]
)  # fmt: skip
def test_that_a_word_with_two_meanings_takes_the_number_a_person_chose(number: str, said: str) -> None:
    alert = Cadence(
        id="alert", label="Alert visit", amount="not stated", per="year", bound="exactly", source="line 121"
    )
    programme = LIBRARY.programme("havering", "2011").model_copy(update={"cadences": [alert], "categories": []})
    at = _situation([], {"alert": [dt.date(2025, 9, 8)]}, dt.date(2025, 10, 7))
    clock = clocks(programme, Situation(**{**at.__dict__, "numbers": {"alert": number}}))[0]
    assert clock.said.startswith(said)
    assert clock.asks_number
    assert numbered(alert, number).amount == {"2": 2, "0.5": 1, "": "not stated"}[number]
    assert ("your choice for this desk" in clock.said) is bool(number)


def test_that_a_category_of_an_older_edition_keeps_its_name() -> None:
    told = Placement(
        id="1", urn=URN, authority="x", edition="1", category="gone", written="Gold", placed_on=FIRST, reason="why",
        decided_at="", decided_by="R. Marlow",
    )  # fmt: skip
    assert name_in(PROGRAMMES["hackney/2021-22"], told) == "Gold"


@pytest.mark.parametrize(
    ("authority", "edition", "category", "rule"),
    [("hillingdon", "2015-18", "gobar", "visit"), ("hillingdon", "2015-18", "ri-b", "task-group"), ("hackney", "2021-22", "enhanced", "review")],
)  # fmt: skip
def test_that_a_rhythm_the_document_leaves_open_for_a_kind_of_school_is_never_due_there(
    authority: str, edition: str, category: str, rule: str
) -> None:
    """The plan gives maintained schools a link (line 152), and the slides speak of no category's time for academies (line 91)."""
    programme = LIBRARY.programme(authority, edition)

    day = dt.date(2025, 10, 7)
    told = Placement(
        id="1", urn=URN, authority=authority, edition=edition, category=category, placed_on=FIRST, reason="why",
        decided_at="", decided_by="R. Marlow",
    )  # fmt: skip

    def clock(governance: Governance, *, brokered: bool = False) -> Clock:
        at = replace(_situation([told], {}, day), sort=(Phase.PRIMARY, governance), brokered=brokered)
        return next(one for one in clocks(programme, at) if one.rule == rule)

    assert clock(Governance.MAINTAINED).due is not None
    academy = clock(Governance.ACADEMY)
    assert (academy.due, academy.overdue, academy.asks_number) == (None, False, False)
    assert academy.said == "not stated for a school of this kind (academy)"
    assert clock(Governance.ACADEMY, brokered=True).due == clock(Governance.MAINTAINED).due
