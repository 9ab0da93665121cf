"""Time kept in the desk: entries and their undo, what visits bring, periods, categories that change, statements."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from sipdesk.app import App
from sipdesk.cli.common import Session
from sipdesk.cli.main import sipdesk
from sipdesk.domain.calendar import AcademicYear, Term, TermSlot
from sipdesk.domain.clock import Clock
from sipdesk.domain.entitled import TimeStanding
from sipdesk.domain.errors import BadInput, NotFound
from sipdesk.domain.placement import Placement
from sipdesk.domain.school import Governance
from sipdesk.notes.nodes import written
from sipdesk.notes.statement import statement_document
from sipdesk.services.casebook import Shown
from sipdesk.services.hours import EntryDraft, SavedTime
from sipdesk.services.statements import statement_name, statement_sheet, write_statement
from sipdesk.store.schools import Allocation, Imports, put_allocation
from sipdesk.store.sqlite import scalar
from sipdesk.store.standing import Standings
from tests.conftest import PASSPHRASE, SCHOOLS

URN = "900101"
AUTUMN = Shown(year="2025-26", term=Term.AUTUMN)
OCTOBER = date(2025, 10, 7)


def placed(
    app: App, category: str, urn: str = URN, authority: str = "hackney", *, brokered: bool = False, written: str = ""
) -> None:
    """A school in a category by its allocation."""

    def write() -> None:
        with app.services.desk.change("put a category in place", urn) as db:
            told = Allocation(
                urn=urn, authority=authority, year="2025-26", term="autumn", category=category, brokered=brokered,
                category_written=written,
            )  # fmt: skip
            put_allocation(db, told, app.clock.stamp(), "")

    app.run(write)


def add(app: App, much: str, kind: str = "officer", on: str = "3 Oct", urn: str = URN, **told: str) -> SavedTime:
    """Time of a colleague, where nothing else is told."""
    draft = {"whose": "colleague", "role": "mathematics adviser", **told}
    return app.run(app.services.hours.save, urn, EntryDraft(kind=kind, much=much, on=on, **draft))


def standing(app: App, name: str, on: date = OCTOBER, urn: str = URN) -> TimeStanding:
    """One entitlement."""
    found = app.run(app.services.ledger.standing, urn, on)
    return next(one for one in found if one.id == name)


def visit(app: App, term: str, urn: str = URN, **header: object) -> str:
    """A visit with its header."""
    made, _ = app.run(app.services.visits.open_in_term, urn, TermSlot.parse(f"2025-26/{term}"))
    app.run(app.services.visits.save, made.id, header)
    return made.id


# -- entries ---------------------------------------------------------------------------------------------------------


def test_that_an_entry_is_kept_changed_removed_and_put_back(app: App) -> None:
    hours = app.services.hours
    kept = add(app, "2½ h").entry
    assert (kept.on, kept.amount, kept.unit, kept.role) == (
        date(2025, 10, 3),
        Decimal("2.5"),
        "hours",
        "mathematics adviser",
    )
    draft = EntryDraft(kind="officer", much="3 h", on="2025-10-03", whose="colleague", role="mathematics adviser")
    changed = app.run(hours.save, URN, draft, kept.id)
    assert (changed.before, changed.entry.amount) == (kept, 3)
    app.run(hours.remove, kept.id)
    with pytest.raises(NotFound, match="no longer there"):
        app.run(hours.get, kept.id)
    app.run(hours.put_back, kept)
    assert app.run(hours.get, kept.id) == kept


def test_that_each_change_of_time_is_in_the_audit(app: App) -> None:
    app.run(app.services.hours.remove, add(app, "2 h").entry.id)
    told = app.run(lambda: [row[0] for row in app.services.desk.db.conn.execute("SELECT what FROM audit ORDER BY seq DESC LIMIT 2")])  # fmt: skip
    assert told == ["removed time", "added time"]


@pytest.mark.parametrize(
    ("much", "on", "why"),
    [("0", "", "no time"), ("-2", "", "no time"), ("25 h", "", "24 hours"), ("2 h", "32 Oct", "is no day"), ("2 h", "1 May 2031", "year ahead"),
     ("soon", "", "no amount of time")],
)  # fmt: skip
def test_that_odd_time_is_refused_and_nothing_is_kept(app: App, much: str, on: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        add(app, much, "meeting", on, whose="mine", role="")
    assert app.run(lambda: scalar(app.services.desk.db, "SELECT count(*) FROM time_entries")) == 0


def test_that_a_day_of_my_own_has_24_hours_at_however_many_schools(app: App) -> None:
    add(app, "14 h", "meeting", whose="mine", role="")
    with pytest.raises(BadInput, match="more than 24 hours of your own"):
        add(app, "11 h", "meeting", urn="900102", whose="mine", role="")
    add(app, "11 h", urn="900102")


def test_that_a_kind_nobody_knows_and_a_visit_that_is_not_there_are_refused(app: App) -> None:
    with pytest.raises(BadInput, match="Kind: expected"):
        add(app, "2 h", "tea")
    with pytest.raises(NotFound, match="belongs to is not there"):
        add(app, "2 h", visit="01890000")
    with pytest.raises(NotFound, match="no school 999999"):
        add(app, "2 h", urn="999999")


def test_that_a_date_in_another_year_and_one_to_come_are_said(app: App) -> None:
    assert "counts for 2024/25, not for this school year" in " ".join(add(app, "2 h", on="3 Oct 2024").remarks)
    assert "counts as booked" in " ".join(add(app, "2 h", on="9 Dec 2025").remarks)


def test_that_time_can_still_be_entered_for_a_school_that_left_and_that_is_said(app: App) -> None:
    def leave() -> None:
        with app.services.desk.writing() as db:
            db.conn.execute("UPDATE allocations SET status = 'left' WHERE urn = ?", (URN,))

    placed(app, "focused")
    app.run(leave)
    assert "left your caseload" in " ".join(add(app, "2 h").remarks)
    view = app.run(app.services.ledger.of_school, URN)
    assert view.remarks == ["This school has left your caseload."]
    assert next(one for one in view.standings if one.id == "officer_time").everybody == 2


# -- what counts -----------------------------------------------------------------------------------------------------


def test_that_hours_a_year_and_a_term_are_told_apart_in_the_desk(app: App) -> None:
    add(app, "4 h")
    add(app, "3 h", on="1 Sept 2025")
    placed(app, "focused")
    assert (standing(app, "officer_time").given, standing(app, "officer_time").left) == ("14 hours a year", 7)
    placed(app, "enhanced")
    term = standing(app, "officer_time")
    assert (term.given, term.everybody, term.mine) == ("14 hours a term", 7, 0)
    assert standing(app, "officer_time", date(2026, 2, 3)).everybody == 0


def test_that_the_header_of_a_visit_is_time_without_typing_it_again(app: App) -> None:
    visit(app, "autumn", date="2025-10-07", start="09:00", end="12:30", preparation_hours="1", write_up_hours="1.5")
    view = app.run(app.services.ledger.of_school, URN)
    assert {one.kind: one.mine["hours"] for one in view.kinds} == {
        "Visit": Decimal("3.5"),
        "Preparation": 1,
        "Write-up": Decimal("1.5"),
    }
    assert standing(app, "visits").everybody == 1
    assert {line.visit for line in view.lines} == {view.visits[0][1]}


def test_that_a_visit_to_come_is_booked_and_one_called_off_is_neither(app: App) -> None:
    visit(app, "spring", date="2026-03-03")
    one = standing(app, "visits")
    assert (one.everybody, one.booked) == (0, 1)
    assert one.said == "0 given and 1 booked make 1 visit by 31 July 2026; 2 not yet planned."


def test_that_a_visits_length_in_days_can_be_entered_for_it(app: App) -> None:
    placed(app, "cat-2", authority="havering")
    made = visit(app, "autumn", date="2025-10-07", start="09:00", end="12:00")
    assert "3 hours stand apart" in standing(app, "core").said
    add(app, "½ day", "visit", "7 Oct", visit=made, whose="mine", role="")
    one = standing(app, "core")
    assert (one.everybody, one.left, one.said) == (Decimal("0.5"), 1, "")


def test_that_an_academy_has_its_own_number_of_visits_and_what_it_brokered(app: App) -> None:
    assert next(school for school in SCHOOLS if school.urn == "900102").governance is Governance.ACADEMY
    placed(app, "enhanced", "900102")
    assert standing(app, "visits", urn="900102").given == "2 visits a year"
    assert standing(app, "officer_time", urn="900102").given == "not stated"
    assert "for a school of its kind it is not stated" in standing(app, "officer_time", urn="900102").said
    placed(app, "enhanced", "900102", brokered=True)
    assert standing(app, "officer_time", urn="900102").given == "14 hours a term"


def test_that_time_without_a_number_is_counted_and_nothing_is_left_of_it(app: App) -> None:
    placed(app, "cat-3c", authority="havering")
    add(app, "1 day")
    one = standing(app, "subject")
    assert (one.given, one.everybody, one.left, one.over) == ("not stated", 1, None, 0)


def test_that_a_school_without_forms_or_category_says_why_it_has_no_entitlement(app: App) -> None:
    placed(app, "")
    assert "in no category" in app.run(app.services.ledger.of_school, URN).remarks[0]
    placed(app, "", written="PURPLE")
    assert "“PURPLE” is none of the programme’s" in app.run(app.services.ledger.of_school, URN).remarks[0]
    placed(app, "core", authority="nowhere")
    view = app.run(app.services.ledger.of_school, URN)
    assert view.standings == []
    assert "no forms" in view.remarks[0]


def test_that_a_change_of_category_in_a_term_counts_each_by_its_days(app: App) -> None:
    placed(app, "focused")
    for category, on in (("focused", date(2025, 9, 1)), ("enhanced", date(2025, 10, 6))):
        app.run(decided, app, category, on)
    add(app, "2 h", on="3 Oct")
    add(app, "5 h", on="7 Oct")
    found = {one.given: one for one in app.run(app.services.ledger.standing, URN, OCTOBER) if one.id == "officer_time"}
    assert found["14 hours a year"].everybody == 2
    assert found["14 hours a term"].everybody == 5
    assert found["14 hours a term"].said.startswith(
        "In force from 6 October 2025, 91 of 157 days: 14 hours are reckoned as 8.11."
    )


def decided(app: App, category: str, on: date) -> None:
    """A placement as the history keeps it."""
    kept = Placement(
        category=category, placed_on=on, reason="Agreed.", id=app.clock.new_id(), urn=URN, authority="hackney", edition="2021-22",
        decided_at=app.clock.stamp(), decided_by="Robin Marlow",
    )  # fmt: skip
    with app.services.desk.change("placed a school", URN):
        Standings(app.services.desk).put_placement(kept)


# -- periods, the caseload -------------------------------------------------------------------------------------------


def test_that_a_whole_year_shows_each_of_its_terms_once_in_order(app: App) -> None:
    placed(app, "enhanced")
    view = app.run(app.services.ledger.of_school, URN, Shown(year="2025-26"))
    terms = [one.first for one in view.standings if one.id == "officer_time"]
    assert terms == sorted(terms)
    assert len(terms) == 3


def test_that_years_with_time_can_be_chosen(app: App) -> None:
    add(app, "2 h", on="3 Oct 2023")
    assert {one.year for one in app.run(app.services.ledger.of_school, URN).choices} == {"2025-26", "2023-24"}
    earlier = app.run(app.services.ledger.of_school, URN, Shown(year="2023-24", term=Term.AUTUMN))
    assert [line.on for line in earlier.lines] == [date(2023, 10, 3)]


def test_that_the_caseload_tells_used_of_due_from_the_same_reckoning(app: App) -> None:
    placed(app, "enhanced")
    add(app, "4 h")
    visit(app, "autumn", date="2025-10-07", start="09:00", end="12:30")
    row = next(row for row in app.run(app.services.overview.caseload).rows if row.urn == URN)
    assert row.time.standing == standing(app, "officer_time")
    assert row.time.hours == Decimal("3.5")


# -- statements ------------------------------------------------------------------------------------------------------


def test_that_a_statement_of_the_caseload_names_no_category_and_neutralises_formulas(app: App, tmp_path: Path) -> None:
    placed(app, "enhanced")
    add(app, "4 h", role="=HYPERLINK(1)", words="+1")
    record = app.run(app.services.ledger.statement, AUTUMN)
    assert statement_name(record, ".pdf") == "time_autumn-2025-26.pdf"
    told = "\n".join(text for node in statement_document(record).nodes for text in written(node))
    assert "Alder Park Primary School" in told
    assert "Enhanced" not in told
    target = tmp_path / "time.csv"
    write_statement(record, target, app.services.sheets)
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    officer = next(row for row in rows if row["What"] == "Additional adviser or officer time")
    assert (officer["Due"], officer["All"], officer["Left"], officer["Over"]) == ("14", "4", "10", "0")
    funding = next(row for row in rows if row["What"] == "Access to additional funding")
    assert (funding["Due"], funding["Mine"], funding["Over"]) == ("not stated", "not counted", "")


def test_that_a_statement_of_one_school_has_only_that_school(app: App) -> None:
    record = app.run(app.services.ledger.statement, AUTUMN, URN)
    assert [school.urn for school in record.schools] == [URN]
    assert statement_name(record, ".csv") == f"time_autumn-2025-26_{URN}.csv"
    with pytest.raises(NotFound):
        app.run(app.services.ledger.statement, AUTUMN, "999999")


def test_that_a_confidential_caseload_leaves_the_desk_without_a_name(app: App) -> None:
    placed(app, "", authority="hillingdon")
    add(app, "4 h")
    record = app.run(app.services.ledger.statement, AUTUMN, URN)
    assert statement_name(record, ".pdf") == "time_autumn-2025-26.pdf"
    document = statement_document(record)
    told = "\n".join([document.title, document.footer, *(text for node in document.nodes for text in written(node))])
    told += json.dumps(statement_sheet(record).model_dump(mode="json"))
    assert "Alder Park" not in told
    assert URN not in told


def test_that_a_statement_of_an_empty_caseload_says_so(app: App) -> None:
    def leave() -> None:
        with app.services.desk.writing() as db:
            db.conn.execute("UPDATE allocations SET status = 'left'")

    app.run(leave)
    record = app.run(app.services.ledger.statement, AUTUMN)
    assert "no school on the caseload" in "\n".join(
        text for node in statement_document(record).nodes for text in written(node)
    )


def test_that_an_import_that_is_taken_back_leaves_a_school_with_time(app: App) -> None:
    def undo() -> list[str]:
        desk = app.services.desk
        with desk.writing() as db:
            for entity in ("allocation", "school"):
                Imports(desk)._put_back({"entity": entity, "key": URN, "before": None}, app.clock.stamp(), "")
                Imports(desk)._put_back({"entity": entity, "key": "900103", "before": None}, app.clock.stamp(), "")
            return [str(row[0]) for row in db.conn.execute("SELECT urn FROM schools ORDER BY urn")]

    add(app, "2 h")
    assert app.run(undo) == [URN, "900102"]


def test_that_every_school_of_a_list_is_told(app: App) -> None:
    schools = app.run(app.services.caseload.schools)
    found = app.run(app.services.ledger.of_caseload, AcademicYear.parse("2025-26"), schools)
    assert set(found) == {school.urn for school in SCHOOLS}


# -- the command line ------------------------------------------------------------------------------------------------


def command(folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, str, str]:
    """Exit code, what stands on stdout, what on stderr."""
    monkeypatch.setenv("SIPDESK_PASSPHRASE", PASSPHRASE)
    session = Session(lambda _folder, _passphrase: 0)
    session._app = App(folder, clock)
    try:
        found = CliRunner().invoke(sipdesk, ["--desk", str(folder), *arguments], obj=session)
    finally:
        session.close()
    return found.exit_code, found.stdout, found.stderr


def test_that_time_is_added_and_told_on_the_command_line(
    desk_folder: Path, clock: Clock, monkeypatch, tmp_path: Path
) -> None:
    code, _, told = command(
        desk_folder, clock, monkeypatch, "time", URN, "--add", "officer", "2.5", "hours", "--on", "2025-10-03", "--whose", "adviser"
    )  # fmt: skip
    assert code == 0, told
    assert "Added: additional officer time, 2½ h on 3 October 2025" in told
    code, out, _ = command(desk_folder, clock, monkeypatch, "time", URN, "--json")
    view = json.loads(out)
    assert (code, view["lines"][0]["who"], view["kinds"][0]["everybody"]) == (0, "adviser", {"hours": "2.50"})
    target = tmp_path / "time.pdf"
    code, _, told = command(desk_folder, clock, monkeypatch, "statement", "2025-26/autumn", "--to", str(target))
    assert (code, target.read_bytes()[:5]) == (0, b"%PDF-"), told
