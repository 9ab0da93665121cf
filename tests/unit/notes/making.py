"""Random note records: questions of every kind, answered in the scripts of our schools."""

import itertools
from typing import Any

from hypothesis import strategies as st

from sipdesk.domain.note import NoteRecord
from tests.unit.notes import samples

WORDS = [
    *[
        "Head",
        "of",
        "the",
        "Siân",
        "Ŵyl",
        "Llŷr",
        "Łukasz",
        "Żółć",
        "źdźbło",
        "İbrahim",
        "Şahin",
        "Gülşen",
        "ısı",
        "Ọlá",
        "Nguyễn",
    ],
    *[
        "<5",
        "&",
        "50%",
        "£20",
        "(yes)",
        "“so”",
        "23",
        "3½",
        "don’t",
        "e.g.",
        "x/y",
        "2025-26",
        "‘a’",
        "…",
        "–",
        ";",
        "?",
        "!",
        "well-known",
        "[x]",
        "#1",
        "</b>",
        "&amp;",
    ],
    *["محمد", "أحمد", "بن", "علي", "نور", "الدين،", "عبد", "الرحمن؟", "مُحَمَّد", "لا", "(فاطمة)", "«علي»", "٢٣"],
    *["ڈاکٹر", "گلزار", "ٹھٹھہ", "کے", "پڑوسی،", "چھوٹے", "بچے", "ہے۔", "میں", "۲۳"],
    *["আব্দুর", "রহমান", "ও", "ক্ষুদিরাম", "শ্রেষ্ঠ", "খাতুন।", "১২৩"],
    *["😀", "👍", "🎉", "❤️", "👩\u200d🏫", "✓", "→"],
]
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىةپچڈڑٹںگہھی"
BENGALI = "অআইউএওকখগঘচছজটডতদনপবমযরলশষসহািীুূেো্ংঁড়"
LATIN = "abcdefgŵŷłżźćńśęąğşıçöüéèẹọṣABCŁŻŚÇİ0123456789-/.,:;()'’&<>%"

made_up = st.one_of(*(st.text(alphabet=letters, min_size=1, max_size=14) for letters in (ARABIC, BENGALI, LATIN)))
word = st.one_of(st.sampled_from(WORDS), st.sampled_from(WORDS), made_up)
joined = st.tuples(word, st.sampled_from(["", "", "", ",", ".", ")", "’", ";", "😀", "محمد"])).map("".join)
line = st.lists(joined, min_size=1, max_size=14).map(" ".join).filter(lambda text: not text.startswith(("- ", "•")))


class Pool:
    """Texts of one example, handed out in turn: one is drawn once and stands in several places of the note."""

    def __init__(self, lines: list[str]) -> None:
        self._next = itertools.cycle(lines)
        self._count = 0

    def line(self) -> str:
        self._count += 1
        return next(self._next)

    def short(self) -> str:
        return " ".join(self.line().split()[:4])

    def prose(self) -> str:
        lines = [self.line() for _ in range(self._count % 4 + 1)]
        return "\n".join(f"- {text}" if (self._count + n) % 3 == 0 else text for n, text in enumerate(lines))

    def some(self) -> range:
        return range(len(self.line()) % 3)


def _evidence(pool: Pool) -> list[dict[str, str]]:
    return [{"kind": kind, "text": pool.prose()} for kind in ["seen", "told", "data"][: len(pool.some())]]


def _foci(pool: Pool) -> list[dict[str, Any]]:
    keys = ["title", "rationale", "school_actions", "partner_actions", "evidence", "plan_link", "success_measure"]
    one_line = {"title", "plan_link"}
    return [{key: pool.short() if key in one_line else pool.prose() for key in keys} | {"due": ["summer"], "activities": [pool.short()]}
            for _ in pool.some()]  # fmt: skip


def _actions(pool: Pool) -> list[dict[str, Any]]:
    return [{"text": pool.prose(), "owner": pool.short(), "by_when_note": pool.short(), "success_measure": pool.prose(),
             "brokerage": len(pool.some()) == 1} for _ in pool.some()]  # fmt: skip


def _reviews(pool: Pool) -> list[dict[str, Any]]:
    return [{"text": pool.prose(), "owner": pool.short(), "due": None, "due_note": pool.short(), "agreed_at": pool.short(),
             "outcome": "partly", "evidence": pool.prose(), "impact": pool.prose(), "rolled": 1} for _ in pool.some()]  # fmt: skip


def _dives(pool: Pool) -> list[dict[str, Any]]:
    return [{"title": pool.short(), "rationale": pool.prose(), "dive": {
        "focus_id": "f", "activities": [pool.short()], "evidence": _evidence(pool), "finding": pool.prose(),
        "judgement": "secure", "next_steps": pool.prose(), "changed_to": pool.short(), "change_reason": pool.prose()}}
        for _ in pool.some()]  # fmt: skip


def _impacts(pool: Pool) -> list[dict[str, Any]]:
    return [{"title": pool.short(), "finding_in_spring": pool.prose(), "impact": {
        "focus_id": "f", "impact": pool.prose(), "evidence": _evidence(pool), "judgement": "weak",
        "school_actions_impact": pool.prose(), "next_year": pool.prose()}} for _ in pool.some()]  # fmt: skip


@st.composite
def records(draw: st.DrawFn) -> NoteRecord:
    """A note with every kind of question, each perhaps answered."""
    item, pool = samples.item, Pool(draw(st.lists(line, min_size=8, max_size=16)))
    options = [{"id": "a", "label": pool.short()}, {"id": "b", "label": pool.short()}]
    groups = [{"group": "send", "pupils": 7, "identified": pool.prose(), "ambition": pool.line(), "actions": pool.prose()},
              {"label": pool.short(), "discussed": False}]  # fmt: skip
    words = samples.section(
        pool.short(),
        item("short_text", pool.short(), pool.line()),
        item("long_text", pool.short(), pool.prose()),
        item(
            "yes_no",
            pool.short(),
            {"value": draw(st.sampled_from(["yes", "no", "not discussed"])), "detail": pool.prose()},
        ),
        item("choice", pool.short(), ["a", "b"], options=options, several=True),
        item(
            "rating",
            pool.short(),
            {"value": "secure", "evidence": pool.prose(), "kinds": ["seen"]},
            scale=samples.SCALE,
        ),
        item("number", pool.short(), draw(st.integers(0, 900)), unit=pool.short()),
        item("date", pool.short(), "2026-02-03"),
    )
    rows = [{"row": "ks2", "cells": {"note": pool.line(), "pupils": draw(st.integers(0, 90))}}]
    concerns = {"gov": {"value": "yes", "detail": pool.prose(), "action": pool.prose()}}
    tables = samples.section(
        pool.short(),
        samples.table_item(rows),
        item("actions", pool.short(), _actions(pool)),
        item("action_review", pool.short(), _reviews(pool)),
        item("group_review", pool.short(), groups, groups=samples.GROUPS),
        item("concerns", pool.short(), concerns, items=samples.CONCERNS),
        samples.exclusions_item(samples.EXCLUSIONS | {"comment": pool.prose()}),
    )
    thread = samples.section(
        pool.short(),
        item("focus_areas", pool.short(), _foci(pool)),
        item("deep_dives", pool.short(), _dives(pool), scale=samples.SCALE),
        item("impact_review", pool.short(), _impacts(pool), scale=samples.SCALE),
    )
    return samples.record(
        *draw(st.permutations([words, tables, thread])),
        school=samples.SCHOOL | {"name": pool.short(), "head": pool.short(), "chair": pool.short()},
        partner=pool.short(),
        marking=pool.short(),
        summary=[pool.line() for _ in pool.some()],
        met=[{"role": pool.short(), "name": pool.short()}],
        seen=[{"title": pool.short(), "dated": "2025-09-01", "note": pool.short()}],
        draft=draw(st.booleans()),
        response={"kind": "corrected", "on": "2025-10-14", "comment": pool.prose()},
        invitation=pool.prose(),
        remarks=[pool.line()],
    )
