"""The golden thread on paper: focus areas, deep dives into them, their impact."""

from sipdesk.domain.answers import PrintedDive, PrintedImpact
from sipdesk.domain.focus import Focus
from sipdesk.notes import words
from sipdesk.notes.nodes import Card, Cell, Node, Paragraph, Span, cell
from sipdesk.notes.printers.item import Item, evidence, few, fields, label_of


def focus_areas(item: Item) -> list[Node]:
    """A card for each focus: what, why, who does what, and when it is looked into."""
    partner = item.setting.partner
    return item.headed(_focus(n, focus, partner) for n, focus in enumerate(item.answer, 1) if _said(focus))


def _said(focus: Focus) -> bool:
    return bool((focus.title + focus.rationale + focus.school_actions + focus.partner_actions).strip())


def _focus(position: int, focus: Focus, partner: str) -> Card:
    due = [term.value for term in sorted(focus.due, key=lambda term: term.order)]
    return Card(
        title=f"{position}. {focus.title}",
        aside=f"Looked into in {words.listed(due)}" if due else "",
        fields=fields(
            ("Rationale", cell(focus.rationale)),
            ("Actions: school", cell(focus.school_actions)),
            (f"Actions: {partner}", cell(focus.partner_actions)),
            ("Evidence", cell(focus.evidence)),
            ("Development plan", cell(focus.plan_link)),
            ("Activities", few(list(focus.activities))),
            ("Success measure", cell(focus.success_measure)),
        ),
    )


def deep_dives(item: Item) -> list[Node]:
    """A card for each focus looked into."""
    return item.headed(_dive(printed, item) for printed in item.answer)


def _dive(printed: PrintedDive, item: Item) -> Card:
    dive = printed.dive
    return Card(
        title=printed.title,
        aside=_judged(item, dive.judgement),
        fields=fields(
            ("Rationale", cell(printed.rationale)),
            ("What was done", few(list(dive.activities))),
            ("Evidence", evidence(dive.evidence)),
            ("Finding", cell(dive.finding)),
            ("Next steps", cell(dive.next_steps)),
            ("Focus changed to", _change(dive.changed_to, dive.change_reason)),
        ),
    )


def _judged(item: Item, value: str) -> str:
    return f"Judgement: {label_of(item.question.scale, value)}" if value else ""


def _change(wording: str, reason: str) -> Cell:
    if not wording.strip():
        return cell(reason)
    why = cell(reason).blocks
    if why and isinstance(why[0], Paragraph):
        why = (Paragraph((Span("Reason: ", "muted"), *why[0].text)), *why[1:])
    return Cell((Paragraph((Span(wording, "strong"),)), *why))


def impact_review(item: Item) -> list[Node]:
    """A card for each focus of the year: what came of it."""
    return item.headed(_impact(printed, item) for printed in item.answer)


def _impact(printed: PrintedImpact, item: Item) -> Card:
    impact = printed.impact
    return Card(
        title=printed.title,
        aside=_judged(item, impact.judgement),
        fields=fields(
            ("Found in spring", cell(printed.finding_in_spring)),
            ("Impact", cell(impact.impact)),
            ("Evidence", evidence(impact.evidence)),
            ("School’s actions", cell(impact.school_actions_impact)),
            ("Into next year", cell(impact.next_year)),
        ),
    )
