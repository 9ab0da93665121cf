"""A person decides on a school's category. What a rule asks and the decision lacks needs a reason, and the reason is kept."""

import datetime as dt

from sipdesk.domain.automatic import key_of
from sipdesk.domain.category import name_of, way
from sipdesk.domain.days import spoken_day
from sipdesk.domain.errors import BadInput, NotFound, Refused
from sipdesk.domain.placement import Asked, Override, Placement, PlacementDraft, SchoolStanding, SetBy, Told
from sipdesk.domain.programme import Programme
from sipdesk.domain.standing import counting, designation_of, steps_of
from sipdesk.services.automatic import AutomaticService
from sipdesk.services.standing import StandingService, refuse_unlikely
from sipdesk.services.standingbook import StandingReader

TALK_FIRST = "talk-first"


class PlacingService:
    """Each change is one transaction with its entry in the audit. Runs on the desk's thread."""

    def __init__(self, reader: StandingReader, standing: StandingService) -> None:
        self._reader = reader
        self._desk = reader.desk
        self._kept = reader.kept
        self._standing = standing
        self._rules = AutomaticService(reader)

    def asks(self, urn: str, draft: PlacementDraft) -> list[Asked]:
        """What the rules ask of such a decision and it does not have; a reason for each is enough."""
        self._refuse_day(draft.placed_on)
        programme, standing = self._programme(urn), self._standing.of_school(urn, draft.placed_on)
        if draft.category and programme.category(draft.category) is None:
            raise BadInput(f"{programme.name} has no category “{draft.category}”. Nothing was changed.")
        return [
            *_automatic(standing, draft),
            *_too_early(programme, standing, draft),
            *_without_talk(standing, draft),
            *_without_agreement(programme, draft),
        ]

    def place(self, urn: str, draft: PlacementDraft) -> Placement:
        """Keep a decision. `Refused` while it lacks a reason, its own or one for a rule that is not followed."""
        today = self._desk.clock.today()
        self._refuse_day(draft.placed_on)
        if not draft.reason.strip():
            raise Refused("Say why the school is placed there; the reason stays in its history. Nothing was changed.")
        if draft.imposed and not draft.imposed_why.strip():
            raise Refused("Say why the category is imposed; it stays in the history. Nothing was changed.")
        if draft.imposed and draft.agreed_with:
            raise Refused(
                "A category that was imposed was not agreed to: take one of the two out. Nothing was changed."
            )
        if draft.discussed_on and draft.discussed_on > today:
            raise Refused(f"{spoken_day(draft.discussed_on)} has not come yet, so nothing was discussed then. Nothing was changed.")  # fmt: skip
        asked = self.asks(urn, draft)
        open_ones = [one for one in asked if not draft.not_followed.get(one.id, "").strip()]
        if open_ones:
            raise Refused(f"{open_ones[0].says} Give a reason for deciding otherwise; it is kept with the decision. Nothing was changed.")  # fmt: skip
        return self._keep(urn, draft, asked)

    def _keep(self, urn: str, draft: PlacementDraft, asked: list[Asked]) -> Placement:
        programme, row = self._programme(urn), self._standing.row(urn)
        book = self._reader.book(self._desk.clock.today(), urn)
        earlier = book.placements(urn, row.allocation)
        self._refuse_before(earlier, draft)
        designation = designation_of(programme, draft.category)
        reasons = [
            Override(rule=one.id, says=one.says, why=draft.not_followed[one.id], source=one.source, fact=one.fact)
            for one in asked
        ]
        clock = self._desk.clock
        made = Placement(
            **draft.model_dump(exclude={"told"}),
            told=[one.model_copy(update={"id": one.id or clock.new_id()}) for one in draft.told],
            id=clock.new_id(),
            urn=urn,
            authority=programme.authority,
            edition=programme.edition,
            decided_at=clock.stamp(),
            decided_by=self._desk.fact("partner"),
            overrides=reasons,
            designation=designation.id if designation else "",
            written=name_of(programme, draft.category) if draft.category else "",
        )
        with self._desk.change("placed a school in a category", urn, f"{made.id} {draft.category or 'none'}"):
            self._reader.put_first(made, earlier, programme)
            self._kept.put_placement(made)
            self._mirror(urn)
            self._rules.after_placing(urn)
        return made

    def _refuse_day(self, day: dt.date) -> None:
        refuse_unlikely(day)
        if day > self._desk.clock.today():
            raise Refused(f"{spoken_day(day)} has not come yet: place the school once it has. Nothing was changed.")

    def _refuse_before(self, earlier: list[Placement], draft: PlacementDraft) -> None:
        there = counting(earlier, dt.date.max)
        later = [one for one in there if one.placed_on > draft.placed_on]
        mild = [one for one in later if one.category == draft.category and (one.from_sheet or one.automatic)]
        if len(mild) != len(later):
            last = later[-1]
            raise Refused(
                f"The school was placed on {spoken_day(last.placed_on)}; take a day from then on, or take that entry back "
                "first. Nothing was changed."
            )

    def _mirror(self, urn: str) -> None:
        """The allocation names the category in which the school is now."""
        self._reader.mirror(urn, self._standing.row(urn).allocation.authority)

    def take_back(self, placement_id: str, why: str = "") -> Placement:
        """A decision no longer counts; it stays in the history and says so. Gives it as it stands now. What a rule set is
        taken back with a reason, for that is deciding against the rule; the rule does not set it again for the same fact."""
        made, overrides = self._get(placement_id), list[Override]()
        if made.automatic:
            if not why.strip():
                raise Refused(
                    "A rule set this category. Give a reason for not following it; it is kept in the history. Nothing was changed."
                )
            overrides = [_against(made, one, why.strip()) for one in made.automatic]
        told = {"taken_back": self._desk.clock.stamp(), "overrides": overrides or made.overrides}
        return self._mark(made.model_copy(update=told), "took a category decision back")

    def give_back(self, placement_id: str) -> Placement:
        """It counts again."""
        made = self._get(placement_id)
        told = {"taken_back": "", "overrides": [] if made.automatic else made.overrides}
        return self._mark(made.model_copy(update=told), "let a category decision count again")

    def _mark(self, made: Placement, what: str) -> Placement:
        with self._desk.change(what, made.urn, made.id):
            self._kept.put_placement(made)
            self._mirror(made.urn)
            self._rules.after_placing(made.urn)
        return made

    def mark_step(self, urn: str, step: str, on: dt.date | None) -> Placement:
        """A step of the designation (or one of its papers) was done on a day; None where it was not after all."""
        standing = self._standing.of_school(urn)
        steps, papers = steps_of(self._programme(urn), standing.category, standing.placement)
        if standing.placement is None or step not in {one.id for one in (*steps, *papers)}:
            raise NotFound("The school’s category has no such step. Nothing was changed.")
        if on and on > self._desk.clock.today():
            raise BadInput("A step is kept once it is done; that day has not come. Nothing was changed.")
        days = {name: day for name, day in standing.placement.steps.items() if name != step}
        made = self._stored(standing.placement).model_copy(update={"steps": {**days, **({step: on} if on else {})}})
        return self._put(made, "kept a step of a designation", step)

    def tell(self, placement_id: str, told: Told) -> Placement:
        """Somebody was told of the decision, and how."""
        made, line = self._get(placement_id), told.model_copy(update={"id": told.id or self._desk.clock.new_id()})
        if not told.who or not told.how:
            raise BadInput("Say who was told, and how. Nothing was changed.")
        return self._put(made.model_copy(update={"told": [*made.told, line]}), "kept who was told", told.who)

    def untell(self, placement_id: str, told_id: str) -> Placement:
        """Take such a line out again."""
        made = self._get(placement_id)
        there = [one for one in made.told if one.id != told_id]
        return self._put(made.model_copy(update={"told": there}), "took out who was told", told_id)

    def _put(self, made: Placement, what: str, detail: str) -> Placement:
        with self._desk.change(what, made.urn, f"{made.id} {detail}"):
            self._kept.put_placement(made)
        return made

    def _stored(self, placement: Placement) -> Placement:
        """A category that only an allocation named so far gets its place in the history."""
        return placement if placement.id else placement.model_copy(update={"id": self._desk.clock.new_id()})

    def _get(self, placement_id: str) -> Placement:
        found = self._kept.placement(placement_id)
        if found is None:
            raise NotFound("This decision is not in the desk.")
        return found

    def _programme(self, urn: str) -> Programme:
        row = self._standing.row(urn)
        found = self._reader.book(self._desk.clock.today(), urn).programme(row.allocation.authority)
        if found is None or not found.categories:
            raise Refused(f"There are no categories for “{row.allocation.authority}” here. Nothing was changed.")
        return found


def _automatic(standing: SchoolStanding, draft: PlacementDraft) -> list[Asked]:
    """What the document places elsewhere without more ado."""
    automatic = [match for match in standing.matches if match.automatic]
    if any(match.category == draft.category for match in automatic):
        return []
    return [
        Asked(
            id=f"{match.category}/{match.rule}",
            says=f"The document places the school in {match.name} without more ado: {match.says}",
            source=match.source,
            automatic=True,
            fact=key_of(match, standing.facts, standing.day),
        )
        for match in automatic
    ]


def _against(made: Placement, rule: SetBy, why: str) -> Override:
    return Override(rule=f"{made.category}/{rule.rule}", says=rule.says, why=why, source=rule.source, fact=rule.fact)


def _too_early(programme: Programme, standing: SchoolStanding, draft: PlacementDraft) -> list[Asked]:
    """A shortest stay that has not ended, and a stop on the way that is left out."""
    here = standing.category
    automatic = any(match.automatic and match.category == draft.category for match in standing.matches)
    if programme.category(here) is None or here == draft.category or not draft.category or automatic:
        return []
    if standing.to_confirm and draft.category == _before_rule(standing):
        return []  # it stays where it was: what the rule set alone never began
    stops = _stops_after(programme, here)
    if draft.category not in stops and _stops_after(programme, draft.category):
        return []  # a school may get worse at any time: where it goes is itself left by stops
    day = draft.placed_on
    early = [
        Asked(id=f"{here}/{one.rule}", says=f"{one.said} On {spoken_day(day)} that has not passed.", source=one.source)
        for one in standing.clocks
        if one.kind in {"stay", "first year"} and one.bound == "at least" and one.due and day < one.due
    ]
    return early + [
        Asked(
            id=f"{stop.category}/stop",
            says=f"A school that leaves {name_of(programme, here)} is in {stop.name} first, by {stop.source}.",
            source=stop.source,
        )
        for stop in way(programme, here, draft.category, day)[:-1][:1]
    ]


def _before_rule(standing: SchoolStanding) -> str:
    """Where the school stood before a rule set its category."""
    there = [one.placement for one in standing.history if not one.placement.taken_back]
    earlier = [one for one in there if standing.placement and one.order < standing.placement.order]
    return next((one.category for one in earlier if one.authority == standing.authority), "")


def _stops_after(programme: Programme, category: str) -> set[str]:
    """The categories in which a rule asks for a stay after this one."""
    return {
        one.id
        for one in programme.categories
        for stay in one.stays
        if stay.bound == "at least" and category in stay.after
    }


def _without_talk(standing: SchoolStanding, draft: PlacementDraft) -> list[Asked]:
    if draft.category not in standing.talk_first or (draft.discussed_on and draft.heard):
        return []
    missing = "when that was" if not draft.discussed_on else "whether the head accepts or disputes the reasons"
    sheet = standing.risk_register
    return [
        Asked(
            id=TALK_FIRST,
            says=f"The reasons are talked over with the head before a school is placed here; {missing} is not kept.",
            source=sheet.source if sheet else "",
        )
    ]


def _without_agreement(programme: Programme, draft: PlacementDraft) -> list[Asked]:
    designation = designation_of(programme, draft.category)
    if designation is None:
        return []
    agreed = {role.casefold() for role in draft.agreed_with}
    missing = [role for role in designation.agreed_by if role.casefold() not in agreed]
    if not missing or (draft.imposed and designation.may_be_imposed is True):
        return []
    return [
        Asked(
            id=f"designation/{designation.id}",
            says=f"The category is agreed with {' and '.join(missing)}; that is not kept.",
            source=designation.source,
        )
    ]
