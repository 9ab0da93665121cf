"""The register of schools at risk: opened entry by entry, and each opening is written into the audit.

What is kept here stands in no note, no brief, no calendar file, no file name and no window title.
"""

import datetime as dt

from sipdesk.domain.automatic import BY_RULE, rest_on, to_enter
from sipdesk.domain.category import Match
from sipdesk.domain.days import spoken_day
from sipdesk.domain.errors import BadInput, Refused
from sipdesk.domain.placement import Assessment, DatedFact, Judged, RegisterEntry, RegisterSheet, RegisterView, Told
from sipdesk.domain.programme import Programme
from sipdesk.domain.school import Governance
from sipdesk.domain.standing import by_category, counting, known_of, speaking
from sipdesk.services.riskheld import RiskHeld
from sipdesk.services.standing import StandingService, sheet_of
from sipdesk.services.standingbook import StandingReader


class RiskService:
    """Runs on the desk's thread. Every call gives the opened page, and says so in the audit."""

    def __init__(self, reader: StandingReader, standing: StandingService, held: RiskHeld) -> None:
        self._reader = reader
        self._desk = reader.desk
        self._kept = reader.kept
        self._standing = standing
        self._held = held

    def open(self, urn: str) -> RegisterView:
        """A school's page of the register. `Refused` where its programme keeps none."""
        sheet, programme = self._sheet(urn)
        with self._desk.change("opened the register", urn, sheet.short or sheet.name):
            pass
        return self._view(urn, sheet, programme)

    def enter(self, urn: str, on: dt.date, reason: str, internal: str = "") -> RegisterView:
        """Put the school on the register from a day on, with the rules that speak for it. Where a rule has set the entry by
        itself, a person confirms it so, in their own words."""
        sheet, programme = self._sheet(urn)
        if not reason.strip():
            raise Refused("Say why the school comes onto the register. Nothing was changed.")
        self._not_to_come(on)
        there = self._running(urn, programme.authority)
        if there and there.decided_by != BY_RULE:
            raise Refused("The school is on the register already. Nothing was changed.")
        told = {"reason": reason, "internal": internal, "on": on, "decided_by": self._desk.fact("partner")}
        made = (there or self._new(urn, on, programme)).model_copy(update=told)
        return self._keep(made, "put a school on the register", sheet, programme)

    def keep_off(self, urn: str, why: str) -> RegisterView:
        """A rule speaks for the register and the school is left off it all the same: why, and who said so, is kept."""
        sheet, programme = self._sheet(urn)
        today = self._desk.clock.today()
        if not why.strip():
            raise Refused(
                "Say why the school is left off the register although a rule speaks for it. Nothing was changed."
            )
        if self._running(urn, programme.authority):
            raise Refused("The school is on the register; take it off with a day and a reason. Nothing was changed.")
        made = self._new(urn, today, programme).model_copy(update={"off": today, "off_why": why})
        return self._keep(made, "left a school off the register", sheet, programme)

    def leave(self, urn: str, on: dt.date, why: str) -> RegisterView:
        """Take the school off from a day on."""
        sheet, programme, entry = self._entry(urn)
        if not why.strip():
            raise Refused("Say why the school leaves the register. Nothing was changed.")
        self._not_to_come(on)
        if on < entry.on:
            raise Refused(f"It came onto the register on {spoken_day(entry.on)}; it leaves on that day or later. Nothing was changed.")  # fmt: skip
        return self._keep(entry.model_copy(update={"off": on, "off_why": why}), "took a school off the register", sheet, programme)  # fmt: skip

    def put_back(self, urn: str) -> RegisterView:
        """The last entry runs on as if it had not ended: the undo of `leave`."""
        sheet, programme = self._sheet(urn)
        entries = self._entries(urn, programme.authority)
        if not entries or self._running(urn, programme.authority):
            raise Refused("There is no ended entry to put back. Nothing was changed.")
        made = entries[-1].model_copy(update={"off": None, "off_why": ""})
        return self._keep(made, "put a school back on the register", sheet, programme)

    def assess(self, urn: str, assessment: Assessment) -> RegisterView:
        """Keep a look at the risks: each indicator, what it rests on, the day. What it leaves out stays as it was."""
        sheet, programme, entry = self._entry(urn)
        self._not_to_come(assessment.on)
        known, sources = {one.id for one in sheet.indicators}, {one.id for one in sheet.sources}
        strange = [*({*assessment.indicators} - known), *({*assessment.sources} - sources)]
        if strange:
            raise BadInput(f"The register knows no “{min(strange)}”. Nothing was changed.")
        dated = {
            name: one if one.on or one.answer == "not assessed" else one.model_copy(update={"on": assessment.on})
            for name, one in assessment.indicators.items()
        }
        unfounded = [name for name, one in dated.items() if one.answer == "yes" and not one.evidence.strip()]
        if unfounded:
            label = next(one.label for one in sheet.indicators if one.id == unfounded[0])
            raise BadInput(f"Say on what evidence “{label}” rests. Nothing was changed.")
        made = assessment.model_copy(update={"id": self._desk.clock.new_id(), "indicators": dated})
        looks = sorted([*entry.assessments, made], key=lambda one: (one.on, one.id))
        standing: dict[str, Judged] = {}
        for one in looks:
            standing.update(one.indicators)
        return self._keep(
            entry.model_copy(update={"assessments": looks, "indicators": standing}), "assessed a school’s risks", sheet, programme
        )  # fmt: skip

    def tell(self, urn: str, told: Told, *, attempt: bool = False) -> RegisterView:
        """Somebody was told; or, for those who answer for an academy, was tried to be told, with what came of it."""
        sheet, programme, entry = self._entry(urn)
        if not told.who or not told.how:
            raise BadInput("Say who was told, and how. Nothing was changed.")
        line = told.model_copy(update={"id": told.id or self._desk.clock.new_id()})
        name = "attempts" if attempt else "told"
        made = entry.model_copy(update={name: [*getattr(entry, name), line]})
        return self._keep(made, "kept who was told of the register", sheet, programme)

    def untell(self, urn: str, told_id: str) -> RegisterView:
        """Take such a line out again."""
        sheet, programme, entry = self._entry(urn)
        made = entry.model_copy(
            update={name: [one for one in getattr(entry, name) if one.id != told_id] for name in ("told", "attempts")}
        )
        return self._keep(made, "took out who was told of the register", sheet, programme)

    def words(self, urn: str, internal: str) -> RegisterView:
        """Notes that never leave the desk."""
        sheet, programme, entry = self._entry(urn)
        return self._keep(entry.model_copy(update={"internal": internal}), "wrote on the register", sheet, programme)

    # -- within --------------------------------------------------------------------------------------------------

    def _sheet(self, urn: str) -> tuple[RegisterSheet, Programme]:
        row = self._standing.row(urn)
        programme = self._reader.book(self._desk.clock.today(), urn).programme(row.allocation.authority)
        if programme is None or programme.risk_register is None:
            raise Refused("This school’s programme keeps no register of schools at risk.")
        return sheet_of(programme, programme.risk_register), programme

    def _entry(self, urn: str) -> tuple[RegisterSheet, Programme, RegisterEntry]:
        sheet, programme = self._sheet(urn)
        entry = self._running(urn, programme.authority)
        if entry is None:
            raise Refused("The school is not on the register. Nothing was changed.")
        return sheet, programme, entry

    def _entries(self, urn: str, authority: str) -> list[RegisterEntry]:
        """Those by the authority's rules: one made by another's says nothing by these, and is kept."""
        return [one for one in self._kept.entries(urn) if one.authority == authority]

    def _running(self, urn: str, authority: str) -> RegisterEntry | None:
        return next((one for one in self._entries(urn, authority) if one.off is None), None)

    def _new(self, urn: str, on: dt.date, programme: Programme) -> RegisterEntry:
        found, facts = self._matches(urn, programme)
        return RegisterEntry(
            id=self._desk.clock.new_id(),
            urn=urn,
            authority=programme.authority,
            edition=programme.edition,
            on=on,
            rules=list(dict.fromkeys(match.rule for match in found)),
            rests_on=[rest_on(match, facts, self._desk.clock.today()) for match in found],
            decided_by=self._desk.fact("partner"),
        )

    def _matches(self, urn: str, programme: Programme) -> tuple[list[Match], list[DatedFact]]:
        """Every rule that speaks for the register, and the facts."""
        today = self._desk.clock.today()
        book = self._reader.book(today, urn)
        facts = book.facts(urn)
        there = counting(book.placements(urn, self._standing.row(urn).allocation), today, programme.authority)
        standing, stands = by_category(programme, urn, there)
        return [*speaking(programme, known_of(programme, facts, today))[1], *standing], [*facts, *stands]

    def _keep(self, made: RegisterEntry, what: str, sheet: RegisterSheet, programme: Programme) -> RegisterView:
        with self._desk.change(what, made.urn, made.id):
            self._kept.put_entry(made)
        return self._view(made.urn, sheet, programme)

    def _view(self, urn: str, sheet: RegisterSheet, programme: Programme) -> RegisterView:
        entries, (found, facts) = self._entries(urn, programme.authority), self._matches(urn, programme)
        waiting = to_enter(found, entries, facts, self._desk.clock.today())
        entry = next((one for one in entries if one.off is None), None)
        maintained = self._standing.row(urn).school.governance in {Governance.MAINTAINED, Governance.UNKNOWN}
        return RegisterView(
            sheet=sheet,
            urn=urn,
            entry=entry,
            earlier=[one for one in reversed(entries) if one.off is not None],
            matches=found,
            maintained=maintained,
            held=self._held.of(sheet.indicators, urn, facts),
            remarks=_remarks(entry, waiting, (sheet, maintained)),
        )

    def _not_to_come(self, on: dt.date) -> None:
        if on > self._desk.clock.today():
            raise BadInput(f"{spoken_day(on)} has not come yet. Nothing was changed.")


def _remarks(entry: RegisterEntry | None, waiting: list[Match], about: tuple[RegisterSheet, bool]) -> list[str]:
    """What is still to be done, a sentence each."""
    sheet, maintained = about
    if entry is None:
        return [
            f"{match.says} ({match.because}.) Put it on the register, or keep why it is left off." for match in waiting
        ]
    told = []
    if entry.decided_by == BY_RULE and not (entry.told or entry.attempts or entry.assessments):
        first = entry.automatic[0]
        told.append(
            f"Set by the rule “{first.says.rstrip('.')}” ({first.source}) because: {first.because[:1].lower()}"
            f"{first.because[1:]}. Discuss it with the head, or take the school off with a reason."
        )
    if not entry.told and not entry.attempts:
        whom = (
            "the head"
            if maintained
            else "the head and those who answer for the school: keep each attempt, and what came of it"
        )
        told.append(f"Nobody is kept as told yet; tell {whom}.")
    if not entry.assessments:
        told.append("The risks have not been assessed yet.")
    urgent = {one.id for one in sheet.indicators if one.safeguarding}
    if any(one.answer == "yes" for name, one in entry.indicators.items() if name in urgent):
        told.append("A safeguarding indicator stands at yes: take it by the safeguarding route at once.")
    return told
