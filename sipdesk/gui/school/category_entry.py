"""The page of a register in words, and the calls that open and change it."""

import datetime as dt
from functools import partial

from sipdesk.app import Services
from sipdesk.domain.automatic import BY_RULE
from sipdesk.domain.category import Match
from sipdesk.domain.placement import Assessment, RegisterEntry, RegisterSheet, RegisterView, Told
from sipdesk.domain.rules import Item
from sipdesk.gui import words as w
from sipdesk.gui.school.category_history import told_line
from sipdesk.gui.school.category_part import Call, Undo, how


def undo_told(*, attempt: bool) -> Undo:
    """The way back for whoever was told last."""

    def undo(page: RegisterView) -> Call:
        entry = page.entry
        lines = (entry.attempts if attempt else entry.told) if entry else []
        return partial(untell, urn=page.urn, told=lines[-1].id if lines else "")

    return undo


def indicator_id(item: Item) -> str:
    """Its key in a table."""
    return item.id


def state(page: RegisterView) -> str:
    """Whether the school is on the register."""
    name = page.sheet.short or page.sheet.name
    if page.entry is not None:
        return f"On the {name} since {w.day(page.entry.on)}"
    return f"Not on the {name}"


def reason(page: RegisterView) -> str:
    """Who decided, why, and what was before."""
    entry, lines = page.entry, []
    if entry is not None:
        by_rule = f"{w.sentence(BY_RULE)}; nobody has confirmed it yet."
        decided = by_rule if entry.decided_by == BY_RULE else f"Decided by {entry.decided_by}."
        lines = [decided if entry.decided_by else "", entry.reason]
    for one in page.earlier:
        when = f"from {w.day(one.on)} until {w.day(one.off)}" if one.off != one.on else f"left off on {w.day(one.on)}"
        lines.append(f"Before: {when}.{f' {one.off_why}' if one.off_why else ''}")
    return "\n".join(filter(None, lines))


def assessed(sheet: RegisterSheet, entry: RegisterEntry | None) -> str:
    """When the risks were looked at last, and on what."""
    if entry is None or not entry.assessments:
        return "Nobody has assessed the risks here yet." if sheet.indicators else ""
    names = {item.id: item.label for item in sheet.sources}
    last = max(entry.assessments, key=lambda one: one.on)
    told = [f"Assessed {w.count(len(entry.assessments), 'time')}, last on {w.day(last.on)}."]
    used = [f"{names.get(id_, id_)} ({w.day(on)})" for id_, on in last.sources.items()]
    if used:
        told.append(f"It rests on: {'; '.join(used)}.")
    return " ".join([*told, last.words]).strip()


def hears(sheet: RegisterSheet, entry: RegisterEntry | None) -> list[str]:
    """Who is to hear of it, who did, and who was tried."""
    lines = [f"– {item.label}{f' ({item.source})' if item.source else ''}" for item in sheet.told]
    if entry is not None:
        lines += [f"Told: {told_line(told)}" for told in entry.told]
        lines += [f"Tried: {told_line(told)}" for told in entry.attempts]
    return lines


def explain(row: tuple[int, Match]) -> str:
    """A rule with its fact and its source."""
    return f"{how(row[1])}. {row[1].says} Fact: {row[1].because}. Source: {row[1].source}."


def open_page(services: Services, urn: str) -> RegisterView:
    """The page of a school; that it was opened is kept."""
    return services.risk.open(urn)


def assess(services: Services, urn: str, look: Assessment) -> RegisterView:
    """Keep a look at the risks."""
    return services.risk.assess(urn, look)


def enter(services: Services, urn: str, on: dt.date, reason: str) -> RegisterView:
    """Put the school on."""
    return services.risk.enter(urn, on, reason)


def put_back(services: Services, urn: str) -> RegisterView:
    """The last entry runs on."""
    return services.risk.put_back(urn)


def untell(services: Services, urn: str, told: str) -> RegisterView:
    """Take out who was told."""
    return services.risk.untell(urn, told)


def leave(services: Services, urn: str, on: dt.date, why: str) -> RegisterView:
    """Take the school off."""
    return services.risk.leave(urn, on, why)


def keep_off(services: Services, urn: str, why: str) -> RegisterView:
    """Leave the school off, with a reason."""
    return services.risk.keep_off(urn, why)


def words(services: Services, urn: str, internal: str) -> RegisterView:
    """Internal notes."""
    return services.risk.words(urn, internal)


def tell(services: Services, urn: str, told: Told, *, attempt: bool) -> RegisterView:
    """Somebody was told, or tried to be told."""
    return services.risk.tell(urn, told, attempt=attempt)
