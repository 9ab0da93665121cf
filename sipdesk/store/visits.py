"""Visits, their answers and the journal: every change of a draft with what stood there before."""

import json
from typing import Any

from sqlite_utils import Database

from sipdesk.domain.calendar import AcademicYear, TermSlot
from sipdesk.domain.errors import NotFound
from sipdesk.domain.visit import FormPin, HeadResponse, Visit, VisitHeader
from sipdesk.store.desk import Desk
from sipdesk.store.journal import Journal, JournalEntry
from sipdesk.store.links import Links
from sipdesk.store.sqlite import rows, scalar


class _Held:
    """A visit as it stands, with the texts of its answers."""

    def __init__(self, visit: Visit, texts: dict[str, str]) -> None:
        self.visit = visit
        self.texts = texts


def _visit(row: dict[str, Any]) -> Visit:
    year = AcademicYear.parse(row["year"])
    return Visit(
        id=row["id"],
        urn=row["urn"],
        kind=row["kind"],
        slot=row["slot"],
        year=year,
        term_slot=TermSlot.parse(f"{row['year']}/{row['term']}") if row["term"] else None,
        number=row["number"],
        title=row["title"],
        state=row["state"],
        header=VisitHeader.model_validate_json(row["header"]),
        pin=FormPin(
            authority=row["authority"],
            edition=row["edition"],
            form=row["form"],
            sha256=row["form_sha256"],
            programme_sha256=row["programme_sha256"],
        ),
        response=HeadResponse.model_validate_json(row["response"]) if row["response"] else None,
        opened=row["opened"],
        reason=row["reason"],
    )


_SELECT = "SELECT v.*, f.authority, f.edition, f.form FROM visits v JOIN forms f ON f.sha256 = v.form_sha256"


def words_of(value: Any) -> str:
    """All the words of an answer, for the search; ids and figures are left out."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(filter(None, map(words_of, value)))
    if isinstance(value, dict):
        return "\n".join(
            filter(None, (words_of(part) for key, part in value.items() if key != "id" and not key.endswith("_id")))
        )
    return ""


class Visits:
    """Reads and writes visits. Writing happens inside the caller's transaction."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._db: Database = desk.db
        self.log = Journal(desk)

    def keep_form(self, pin: FormPin, form: str, programme: str) -> None:
        """Keep the texts of a form and its programme beside the visits that were opened with them."""
        self._db.conn.executemany(
            "INSERT OR IGNORE INTO forms VALUES (?, ?, ?, ?, ?)",
            [
                (pin.sha256, pin.authority, pin.edition, pin.form, form),
                (pin.programme_sha256, pin.authority, pin.edition, "programme", programme),
            ],
        )

    def form_text(self, sha256: str) -> str:
        """The text of a kept form or programme."""
        return str(scalar(self._db, "SELECT text FROM forms WHERE sha256 = ?", (sha256,)))

    def add(self, visit: Visit) -> None:
        """Keep a new visit."""
        term = visit.term_slot.term.value if visit.term_slot else ""
        self._db.conn.execute(
            "INSERT INTO visits (id, urn, kind, slot, year, term, number, title, state, date, header, form_sha256,"
            " programme_sha256, response, reason, opened) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, '', ?)",
            (
                visit.id,
                visit.urn,
                visit.kind,
                visit.slot,
                str(visit.year),
                term,
                visit.number,
                visit.title,
                visit.state.value,
                _day(visit),
                visit.header.model_dump_json(),
                visit.pin.sha256,
                visit.pin.programme_sha256,
                visit.opened,
            ),
        )

    def update(self, visit: Visit) -> None:
        """Keep a visit's new state, header, response or reason."""
        self._db.conn.execute(
            "UPDATE visits SET state = ?, date = ?, header = ?, response = ?, reason = ? WHERE id = ?",
            (
                visit.state.value,
                _day(visit),
                visit.header.model_dump_json(),
                visit.response.model_dump_json() if visit.response else None,
                visit.reason,
                visit.id,
            ),
        )
        self._hold(visit.id).visit = visit

    def get(self, visit_id: str) -> Visit | None:
        """A visit by its id or by an unambiguous beginning of it, at least eight characters long."""
        held = self._desk.held.get(visit_id)
        if isinstance(held, _Held):
            return held.visit
        found = rows(self._db, f"{_SELECT} WHERE v.id = ?", (visit_id,))
        if not found and len(visit_id) >= 8:
            found = rows(self._db, f"{_SELECT} WHERE substr(v.id, 1, ?) = ?", (len(visit_id), visit_id))
        return _visit(found[0]) if len(found) == 1 else None

    def _hold(self, visit_id: str) -> _Held:
        held = self._desk.held.get(visit_id)
        if not isinstance(held, _Held):
            visit = self.get(visit_id)
            if visit is None:
                raise NotFound(f"There is no visit “{visit_id}” in this desk.")
            found = rows(self._db, "SELECT question, value FROM answers WHERE visit_id = ?", (visit_id,))
            held = _Held(visit, {row["question"]: row["value"] for row in found})
            self._desk.held[visit_id] = held
        return held

    def in_term(self, urn: str, slot: TermSlot) -> Visit | None:
        """The programme's visit of a school in a term, whatever programme it was; a school's other years are not read."""
        found = rows(
            self._db,
            f"{_SELECT} WHERE v.urn = ? AND v.year = ? AND v.term = ? AND v.slot <> '' ORDER BY v.date, v.id LIMIT 1",
            (urn, str(slot.year), slot.term.value),
        )
        return _visit(found[0]) if found else None

    def in_slot(self, urn: str, year: str, slot: str) -> Visit | None:
        """The visit of a school in a slot of a year."""
        found = rows(self._db, f"{_SELECT} WHERE v.urn = ? AND v.year = ? AND v.slot = ?", (urn, year, slot))
        return _visit(found[0]) if found else None

    def contact_on(self, urn: str, kind: str, date: str) -> Visit | None:
        """The contact of a kind with a school on a day."""
        found = rows(
            self._db, f"{_SELECT} WHERE v.urn = ? AND v.kind = ? AND v.slot = '' AND v.date = ?", (urn, kind, date)
        )
        return _visit(found[0]) if found else None

    def of_school(self, urn: str) -> list[Visit]:
        """All visits of a school, oldest first."""
        return [
            _visit(row) for row in rows(self._db, f"{_SELECT} WHERE v.urn = ? ORDER BY v.year, v.date, v.id", (urn,))
        ]

    def of_line(self, urn: str) -> list[Visit]:
        """The visits of a school and of the schools whose history it carries on under a new URN, oldest first."""
        return [visit for each in (*reversed(Links(self._desk).line(urn)), urn) for visit in self.of_school(each)]

    def states(self, year: str) -> dict[tuple[str, str], tuple[str, str]]:
        """State and date of each visit of a year, by (urn, slot); one under the URN a school had before is its own too."""
        found = rows(self._db, "SELECT urn, slot, state, date FROM visits WHERE year = ? AND slot <> ''", (year,))
        told = {(row["urn"], row["slot"]): (row["state"], row["date"] or "") for row in found}
        now = Links(self._desk).carried({row["urn"] for row in found})
        return {(now[urn], slot): state for (urn, slot), state in told.items() if urn in now} | told

    def drafts(self) -> list[Visit]:
        """Visits being written, reviewed or checked."""
        wanted = ("writing", "review", "with head", "checked", "signed")
        marks = ", ".join("?" for _ in wanted)
        return [_visit(row) for row in rows(self._db, f"{_SELECT} WHERE v.state IN ({marks}) ORDER BY v.date", wanted)]

    def last_before(self, visit: Visit) -> str | None:
        """Date of the school's latest contact before this one, as text."""
        day = _day(visit)
        if not day:
            return None
        found = scalar(
            self._db,
            "SELECT max(date) FROM visits WHERE urn = ? AND id <> ? AND date < ? AND state NOT IN ('planned', 'postponed', 'cancelled')",
            (visit.urn, visit.id, day),
        )
        return str(found) if found else None

    def answers(self, visit_id: str) -> dict[str, Any]:
        """All answers of a visit as plain JSON values, by question id."""
        return {question: json.loads(text) for question, text in self._hold(visit_id).texts.items()}

    def answer(self, visit_id: str, question: str) -> Any:
        """One answer as plain JSON values; None where there is none."""
        text = self._hold(visit_id).texts.get(question)
        return None if text is None else json.loads(text)

    def has_answer(self, visit_id: str, question: str) -> bool:
        """Whether a question was answered at all."""
        return question in self._hold(visit_id).texts

    def save_answer(self, visit_id: str, question: str, value: Any, at: str) -> bool:
        """Keep one answer and enter it in the journal; False when nothing changed."""
        held = self._hold(visit_id)
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        if held.texts.get(question) == text:
            return False
        self._put(visit_id, question, text, at)
        # What stood before is the entry before: it is not written twice.
        self.record(visit_id, JournalEntry(field=question, before=None, after=text, at=at))
        held.texts[question] = text
        return True

    def _put(self, visit_id: str, question: str, text: str, at: str) -> None:
        # Two statements, for an upsert would have the triggers' own "or ignore" overruled.
        if question in self._hold(visit_id).texts:
            statement = "UPDATE answers SET value = ?, at = ? WHERE visit_id = ? AND question = ?"
        else:
            statement = "INSERT INTO answers (value, at, visit_id, question) VALUES (?, ?, ?, ?)"
        self._db.conn.execute(statement, (text, at, visit_id, question))

    def restore_answer(self, visit_id: str, question: str, text: str | None, at: str) -> bool:
        """Put an answer back as the journal tells it, or take it away; the journal is the caller's. False when nothing changed."""
        held = self._hold(visit_id)
        before = held.texts.get(question)
        if before == text:
            return False
        if text is None:
            statement, values = "DELETE FROM answers WHERE visit_id = ? AND question = ?", (visit_id, question)
            self._db.conn.execute(statement, values)
            del held.texts[question]
            return True
        self._put(visit_id, question, text, at)
        held.texts[question] = text
        return True

    def texts(self, visit_id: str) -> dict[str, str]:
        """The texts of all answers, as they are kept."""
        return dict(self._hold(visit_id).texts)

    def put_back(self, visit_id: str, texts: dict[str, str], at: str) -> set[str]:
        """All answers as they once were, each change entered in the journal; gives the questions that changed."""
        questions = set(self._hold(visit_id).texts) | set(texts)
        changed = {name for name in questions if self.restore_answer(visit_id, name, texts.get(name), at)}
        for name in sorted(changed):
            self.record(visit_id, JournalEntry(field=name, before=None, after=texts.get(name), at=at))
        return changed

    def record(self, visit_id: str, entry: JournalEntry) -> None:
        """Add one change to the journal."""
        self.log.record(visit_id, entry)


def index_words(db: Database) -> None:
    """Bring the search up to date with what was written since; the words it forgets are overwritten."""
    if not scalar(db, "SELECT EXISTS (SELECT 1 FROM unindexed)"):
        return
    with db.atomic():
        db.conn.execute(
            "INSERT INTO search (search, rowid, words) SELECT 'delete', id, words FROM indexed WHERE id IN (SELECT id FROM unindexed)"
        )
        db.conn.execute("DELETE FROM indexed WHERE id IN (SELECT id FROM unindexed)")
        fresh = rows(db, "SELECT id, value FROM answers WHERE id IN (SELECT id FROM unindexed)")
        words = [(row["id"], words_of(json.loads(row["value"]))) for row in fresh]
        db.conn.executemany("INSERT INTO indexed VALUES (?, ?)", words)
        db.conn.executemany("INSERT INTO search (rowid, words) VALUES (?, ?)", words)
        db.conn.execute("DELETE FROM unindexed")


def _day(visit: Visit) -> str | None:
    return visit.header.date.isoformat() if visit.header.date else None
