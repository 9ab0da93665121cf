"""Remarks on meaning: what may be meant as it stands, and may as well be a slip. They stop nothing."""

import re
from collections import Counter
from datetime import date
from itertools import product
from typing import Any

from sipdesk.domain.hours import UNITS
from sipdesk.domain.programme import Category, Programme, Variant
from sipdesk.domain.question import Condition, Form
from sipdesk.domain.school import Governance, Phase
from sipdesk.forms import overlaps
from sipdesk.forms.lines import Path
from sipdesk.forms.words import Found

_UNCLEAR = (
    (r"\bbi-?\s?annual(ly)?\b", "can be read in two ways: say twice a year, or every two years"),
    (r"\bbi-?\s?monthly\b", "can be read in two ways: say twice a month, or every two months"),
    (r"\bbi-?\s?weekly\b", "can be read in two ways: say twice a week, or every two weeks"),
    (r"\bFTEs?\b", "may be read as full-time equivalent: say suspension"),
)
_ONCE = {
    "summary",
    "focus_areas",
    "actions",
    "action_review",
    "deep_dives",
    "impact_review",
    "exclusions_table",
    "attendance_table",
    "concerns",
}
_PHASES = [phase for phase in Phase if phase is not Phase.UNKNOWN]
_GOVERNANCE = [governance for governance in Governance if governance is not Governance.UNKNOWN]


def wording(data: Any, path: Path = ()) -> list[Found]:
    """Words a reader may take in two ways, anywhere in a file's texts."""
    if isinstance(data, dict):
        return [found for key, value in data.items() for found in wording(value, (*path, key))]
    if isinstance(data, list):
        return [found for at, value in enumerate(data) for found in wording(value, (*path, at))]
    if not isinstance(data, str):
        return []
    hits = ((re.search(pattern, data, re.IGNORECASE), why) for pattern, why in _UNCLEAR)
    return [(path, f"“{hit[0]}” {why}") for hit, why in hits if hit]


def programme(value: Programme) -> list[Found]:
    """On a programme by itself."""
    found: list[Found] = [
        (("categories", at), f"entitlements; “{category.name}” gives a school nothing")
        for at, category in enumerate(value.categories)
        if not category.entitlements and not category.cadences
    ]
    found += [
        (("categories", at, "entitlements"), f"an amount; all that “{category.name}” gives is “not stated”")
        for at, category in enumerate(value.categories)
        if category.entitlements and all(given.amount == "not stated" for given in category.entitlements)
    ]
    found += _twofold(value.categories) + overlaps.of(value.categories) + _undrawn(value.categories)
    return found + _overlaps(value.variants) + _uncovered(value.variants)


def _undrawn(categories: list[Category]) -> list[Found]:
    """Time that is given, and no kind of time that counts against it."""
    return [
        (
            ("categories", outer, "entitlements", inner),
            f"draws, the kinds of time that count; nothing counts against “{given.label}” of “{category.name}”",
        )
        for outer, category in enumerate(categories)
        for inner, given in enumerate(category.entitlements)
        if given.unit in UNITS and not given.draws
    ]


def _twofold(categories: list[Category]) -> list[Found]:
    """Facts for which two categories speak: the engine shows both, and a person chooses."""
    found: list[Found] = []
    spoken: dict[str, str] = {}
    for outer, category in enumerate(categories):
        facts = {fact: at for at, trigger in enumerate(category.triggers) for fact in trigger.facts}
        for fact, at in facts.items():
            other = spoken.setdefault(fact, category.name)
            if other != category.name:
                where: Path = ("categories", outer, "triggers", at, "facts")
                found.append((where, f"a fact that speaks for one category; “{fact}” speaks for “{other}” too"))
    return found


def dates(value: Programme, today: date) -> list[Found]:
    """An edition that has run out, or should have been looked at again. One marked as historic may be as old as it likes."""
    if value.status == "historic":
        return []
    found: list[Found] = []
    if value.valid_to < today:
        found.append(
            (("valid_to",), "a date to come, or a newer edition; this one is past its dates and still opens visits")
        )
    if value.review_by is not None and value.review_by < today:
        found.append((("review_by",), "a date to come; the edition was to be looked at again by then"))
    return found


def together(value: Programme, forms: dict[str, Form]) -> list[Found]:
    """On a programme and its forms: foci that no later visit takes up."""
    kinds = {
        slot.term: {q.kind for section in forms[slot.form].sections for q in section.questions}
        for slot in value.visits
        if slot.form in forms
    }
    agreed = [slot for slot in value.visits if "focus_areas" in kinds.get(slot.term, set())]
    taken_up = {"deep_dives", "impact_review"}
    if agreed and not any(taken_up & found for found in kinds.values()):
        at = value.visits.index(agreed[0])
        return [
            (("visits", at, "form"), "a later visit with deep_dives or impact_review; no form takes up the focus areas")
        ]
    return []


def form(value: Form) -> list[Found]:
    """On one form by itself."""
    found: list[Found] = []
    count: Counter[str] = Counter()
    for outer, section in enumerate(value.sections):
        for inner, question in enumerate(section.questions):
            path: Path = ("sections", outer, "questions", inner)
            count[question.kind] += 1
            if question.kind in _ONCE and count[question.kind] == 2:
                found.append(((*path, "kind"), f"{question.kind} once; this form asks for it twice"))
            if not _meet(section.when, question.when):
                found.append(((*path, "when"), "a condition its section allows; no school will be asked this"))
    wanted = [kind for kind in ("summary", "actions") if not count[kind]]
    found += [(("form",), f"a question of kind {kind}; a note without one is rarely meant") for kind in wanted]
    return found


def _meet(outer: Condition, inner: Condition) -> bool:
    return any(
        outer.holds(phase, governance) and inner.holds(phase, governance)
        for phase, governance in product(_PHASES, _GOVERNANCE)
    )


def _overlaps(variants: list[Variant]) -> list[Found]:
    found: list[Found] = []
    for later, variant in enumerate(variants):
        otherwise = not (variant.when.phases or variant.when.governance)
        if otherwise and later == len(variants) - 1:
            break  # the usual way to say "all others"
        shared = [earlier.id for earlier in variants[:later] if _meet(earlier.when, variant.when)]
        if shared:
            expected = f"schools that no variant above has; some belong to {', '.join(shared)}, and the first counts"
            found.append((("variants", later, "when"), expected))
    return found


def _uncovered(variants: list[Variant]) -> list[Found]:
    missed = [
        governance
        for governance in _GOVERNANCE
        if any(not any(v.when.holds(phase, governance) for v in variants) for phase in _PHASES)
    ]
    if not missed:
        return []
    return [(("variants",), f"a variant for every school; none for some or all of: {', '.join(missed)}")]
