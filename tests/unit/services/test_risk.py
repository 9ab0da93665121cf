"""The register: opened one page at a time, each opening in the audit, and nothing of it anywhere else."""

import datetime as dt

import pytest

from sipdesk.app import App
from sipdesk.domain.errors import BadInput, Refused
from sipdesk.domain.placement import Assessment, DatedFact, Judged, Told
from sipdesk.domain.school import Governance
from tests.conftest import PASSPHRASE
from tests.unit.services.standings import TODAY, URN, follow, place

SECRET = "The head and the chair are in dispute."


def _audit(app: App) -> list[str]:
    found = app.run(lambda: list(app.services.desk.db.query("SELECT what, detail FROM audit ORDER BY seq")))
    return [f"{row['what']} {row['detail']}" for row in found]


def test_that_opening_is_written_down_each_time_and_standing_does_not_open(app: App) -> None:
    follow(app, "hillingdon", "gobar")
    before = _audit(app)
    standing = app.run(app.services.standing.of_school, URN)
    assert standing.risk_register is not None
    assert len(standing.risk_register.indicators) == 11
    assert _audit(app) == before
    app.run(app.services.risk.open, URN)
    app.run(app.services.risk.open, URN)
    assert _audit(app)[len(before) :] == ["opened the register SARR"] * 2


def test_that_being_left_off_although_a_rule_speaks_for_it_needs_a_reason(app: App) -> None:
    follow(app, "hillingdon", "")
    services = app.services
    app.run(services.standing.note_fact, DatedFact(urn=URN, fact="aspects", count=4))
    with pytest.raises(Refused, match="Say why"):
        app.run(services.risk.keep_off, URN, " ")
    left = app.run(services.risk.keep_off, URN, "Inspected again last week; the report is not out.")
    assert (left.entry, left.remarks) == (None, [])
    assert left.earlier[0].off_why.startswith("Inspected again")


def test_that_an_entry_keeps_its_rules_indicators_and_who_was_told(app: App) -> None:
    follow(app, "hillingdon", "gobar", governance=Governance.ACADEMY)
    risk = app.services.risk
    entered = app.run(risk.enter, URN, TODAY, "Outcomes fell twice.", SECRET)
    assert entered.entry is not None
    assert "keep each attempt" in entered.remarks[0]
    looked = Assessment(
        on=TODAY,
        indicators={
            "results-fall": Judged(answer="yes", evidence="Two years of results", confidence="high"),
            "safeguarding": Judged(answer="yes", evidence="Record of concern, seen"),
            "finance": Judged(answer="no"),
        },
        sources={"analyses": dt.date(2025, 9, 20)},
    )
    view = app.run(risk.assess, URN, looked)
    assert view.entry is not None
    assert view.entry.indicators["finance"] == Judged(answer="no", on=TODAY)
    assert any("safeguarding route at once" in remark for remark in view.remarks)
    later = app.run(risk.assess, URN, Assessment(on=TODAY, indicators={"safeguarding": Judged(answer="no")}))
    assert later.entry is not None
    assert later.entry.indicators["results-fall"].answer == "yes"  # what is left out stays as it was
    assert later.entry.indicators["safeguarding"].answer == "no"
    line = Told(who="Regional commissioner", how="Letter", on=TODAY, outcome="No answer")
    tried = app.run(lambda: risk.tell(URN, line, attempt=True))
    assert tried.entry is not None
    assert [one.outcome for one in tried.entry.attempts] == ["No answer"]
    assert not any("Nobody" in remark for remark in tried.remarks)
    off = app.run(risk.leave, URN, TODAY, "Results have risen.")
    assert (off.entry, off.earlier[0].off) == (None, TODAY)
    assert app.run(risk.put_back, URN).entry is not None
    assert not any(SECRET[:20] in line for line in _audit(app))


def test_that_a_yes_rests_on_evidence_and_only_the_registers_own_indicators_count(app: App) -> None:
    follow(app, "hillingdon", "gobar")
    risk = app.services.risk
    with pytest.raises(Refused, match="not on the register"):
        app.run(risk.assess, URN, Assessment(on=TODAY))
    app.run(risk.enter, URN, TODAY, "Outcomes fell.")
    with pytest.raises(Refused, match="already"):
        app.run(risk.enter, URN, TODAY, "Again.")
    with pytest.raises(BadInput, match="on what evidence"):
        app.run(risk.assess, URN, Assessment(on=TODAY, indicators={"finance": Judged(answer="yes")}))
    with pytest.raises(BadInput, match="no “mood”"):
        app.run(risk.assess, URN, Assessment(on=TODAY, indicators={"mood": Judged(answer="no")}))
    with pytest.raises(BadInput, match="has not come"):
        app.run(risk.enter, "900101", dt.date(2026, 1, 1), "Later.")
    with pytest.raises(Refused, match="that day or later"):
        app.run(risk.leave, URN, dt.date(2025, 9, 1), "Earlier.")


def test_that_a_programme_without_a_register_says_so(app: App) -> None:
    with pytest.raises(Refused, match="keeps no register"):
        app.run(app.services.risk.open, URN)


def test_that_a_category_of_the_register_puts_the_school_on_it_and_names_its_line(app: App) -> None:
    follow(app, "hillingdon", "")
    made = place(app, "ri-a")
    standing = app.run(app.services.standing.of_school, URN)
    assert "register" not in standing.model_dump_json(include={"matches", "to_confirm", "flags", "clocks"}).casefold()
    view = app.run(app.services.risk.open, URN)
    assert view.entry is not None
    assert [(one.rule, one.source) for one in view.entry.automatic] == [
        ("category-ri-a", "plan, lines 156, 417 and 428")
    ]
    assert any("Set by the rule “A school in the category RI (A) is on the register”" in line for line in view.remarks)
    app.run(app.services.placing.take_back, made.id)
    assert app.run(app.services.risk.open, URN).entry is None
    app.run(app.services.placing.give_back, made.id)
    assert app.run(app.services.risk.open, URN).entry is not None
    app.run(app.services.risk.leave, URN, TODAY, "Talked over with the head.")
    app.lock()
    app.open(PASSPHRASE)
    off = app.run(app.services.risk.open, URN)
    assert (off.entry, off.remarks, [one.rule for one in off.matches]) == (None, [], ["category-ri-a"])


def test_that_a_category_a_sheet_named_long_ago_is_met_at_opening(app: App) -> None:
    follow(app, "hillingdon", "ri-b")
    before = app.run(app.services.risk.open, URN)
    assert (before.entry, len(before.remarks)) == (None, 1)
    assert "Put it on the register, or keep why it is left off" in before.remarks[0]
    app.lock()
    app.open(PASSPHRASE)
    assert app.run(app.services.risk.open, URN).entry is not None
    noted = app.run(app.services.standing.note_fact, DatedFact(urn=URN, fact="good-at-risk", since=TODAY))
    app.run(app.services.standing.drop_fact, noted.id)  # the entry rests on the category still
    assert app.run(app.services.risk.open, URN).entry is not None
