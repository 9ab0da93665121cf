"""Shared by the tests of shipped editions: short ways to a programme, its rules by id, and their source lines."""

import re

from sipdesk import paths
from sipdesk.forms.loader import load_programmes

LIBRARY = load_programmes(paths.forms())


def by_id(entries):
    """Entries of a list by their id."""
    return {entry.id: entry for entry in entries}


def lines(source):
    """The numbers of the lines that a rule names: `plan, lines 152 and 408-410` is {152, 408, 409, 410}."""
    found = set()
    for first, last in re.findall(r"\b(\d+)(?:-(\d+))?", source):
        found |= set(range(int(first), int(last or first) + 1))
    return found


def given(category):
    """What a category gives: (amount as text, unit, per, bound) by id."""
    return {e.id: (str(e.amount), e.unit, e.per, e.bound) for e in category.entitlements}


def rhythm(cadence):
    """How often: (amount, every, per, bound)."""
    return cadence.amount, cadence.every, cadence.per, cadence.bound


def sourced(programme):
    """Every rule of a programme with its source; each must name a line of the document."""
    register = programme.risk_register
    for category in programme.categories:
        yield from ((f"{category.id} {e.id}", e.source) for e in [category, *category.triggers, *category.stays])
        yield from ((f"{category.id} {e.id}", e.source) for e in [*category.entitlements, *category.cadences])
    lists = [
        programme.facts,
        programme.flags,
        programme.cadences,
        programme.designations,
        programme.gaps,
        programme.doubts,
    ]
    lists += [programme.priorities, programme.strands, programme.partners, programme.references]
    lists += [register.indicators, register.triggers, register.told] if register else []
    yield from ((entry.id, entry.source) for entries in lists for entry in entries)


def asked(programme, form_id):
    """The questions of a form by id."""
    form = LIBRARY.form(programme.authority, programme.edition, form_id).form
    return {q.id: q for section in form.sections for q in section.questions}
