"""Note records for tests and for looking at: invented people, no pupils, real schools of the public register."""

from typing import Any

from pydantic import TypeAdapter

from sipdesk.domain.note import NoteRecord, RecordItem, RecordSection
from sipdesk.domain.question import Question

AUTHORITY = {
    "id": "hackney",
    "name": "London Borough of Hackney",
    "service": "Hackney Education",
    "role": "School improvement partner",
    "role_short": "SIP",
    "report": "Note of visit",
    "programme": "School improvement programme",
    "edition": "2025-26",
    "form": "sip-1",
    "form_title": "Autumn visit",
    "form_sha256": "0" * 64,
}
SCHOOL = {
    "urn": "100218",
    "name": "Berger Primary School",
    "dfe_number": "204/2057",
    "phase": "primary",
    "governance": "maintained",
    "roll": 421,
    "roll_date": "2025-10-02",
    "head": "Miriam Okonkwo",
    "chair": "Tomasz Wójcik",
}
SCALE = [
    {"id": "strong", "label": "Strong"},
    {"id": "secure", "label": "Secure"},
    {"id": "developing", "label": "Developing"},
    {"id": "weak", "label": "Weak"},
]
_QUESTION: TypeAdapter[Any] = TypeAdapter(Question)


def item(
    kind: str, prompt: str, answer: Any = None, *, columns: dict[str, str] | None = None, **more: Any
) -> RecordItem:
    """One question of a kind with its printed answer."""
    ident = "q" + str(abs(hash_of(prompt)) % 10**8)
    question = _QUESTION.validate_python({"kind": kind, "id": ident, "prompt": prompt, **more})
    return RecordItem(question=question, answer=answer, columns=columns or {})


def hash_of(text: str) -> int:
    """The same number in every process (the built-in hash is not)."""
    return sum(ord(char) * (n + 1) for n, char in enumerate(text))


def section(title: str, *items: RecordItem) -> RecordSection:
    """A section of the record."""
    return RecordSection(id="s" + str(hash_of(title)), title=title, items=list(items))


def visit(**changes: Any) -> dict[str, Any]:
    """The visit of the autumn sample, with changes."""
    return {
        "id": "0192c3a4-7d1e-7c55-9b1a-3f6f0a1b2c3d",
        "kind": "visit",
        "title": "Autumn visit",
        "number": 1,
        "of": 3,
        "year": "2025-26",
        "term": "autumn",
        "date": "2025-10-07",
        "start": "09:00",
        "end": "12:30",
        "hours": "3.5",
        "preparation_hours": "1",
        "write_up_hours": "0.75",
        "purpose": "Agree the year’s three focus areas from the school’s own evaluation and its data, and look again "
        "at what was agreed in the summer.",
        "last_visit": "2025-06-17",
        **changes,
    }


def record(*sections: RecordSection, **changes: Any) -> NoteRecord:
    """A final note with the given sections."""
    fields: dict[str, Any] = {
        "note": "0192c3a4-9f00-7a10-8e2d-1c2b3a4d5e6f",
        "revision": 2,
        "status": "ISSUED",
        "draft": False,
        "marking": "OFFICIAL-SENSITIVE · for the headteacher",
        "partner": "Helen Ashdown",
        "authority": AUTHORITY,
        "school": SCHOOL,
        "visit": visit(),
        "sections": list(sections),
    }
    return NoteRecord.model_validate(fields | changes)


def short_draft() -> NoteRecord:
    """What stands on the page a quarter of an hour into a visit."""
    return record(
        section(
            "Context and changes",
            item("long_text", "What has changed since the last visit?", "A new deputy began in September."),
            item("long_text", "Staffing"),
            item("short_text", "Date of the next governors’ meeting"),
        ),
        section("Outcomes", item("long_text", "Standards at the end of Key Stage 2"), item("long_text", "Phonics")),
        section("Agreed actions", item("actions", "Agreed actions")),
        status="DRAFT",
        draft=True,
        revision=1,
        rehearsal=True,
        met=[{"role": "Headteacher", "name": "Miriam Okonkwo"}, {"role": "Deputy headteacher"}],
    )


REVIEW = [
    {
        "text": "Reading tracker in use in every class of Years 3 to 6, with a weekly look at the lowest fifth.",
        "owner": "Deputy headteacher", "due": "2025-09-30", "agreed_at": "Summer visit, 17 June 2025",
        "outcome": "partly", "evidence": "Seen in Years 3 and 4; Years 5 and 6 begin after half-term.",
        "impact": "Staff name the pupils and what each needs next.", "new_due": "2025-12-12", "rolled": 1,
    },
    {
        "text": "Governors’ link visits planned for the year.", "owner": "Chair of governors", "due": "2025-09-15",
        "agreed_at": "Summer visit, 17 June 2025", "outcome": "done",
        "evidence": "Calendar seen; first visit (SEND) held on 25 September.", "impact": "",
    },
    {
        "text": "Marking policy reviewed with subject leaders.", "owner": "Assistant headteacher", "due": None,
        "due_note": "by half-term", "agreed_at": "Spring visit, 4 February 2025", "outcome": "not yet",
        "evidence": "", "impact": "", "rolled": 2,
    },
]  # fmt: skip

FOCI = [
    {
        "id": "f1", "title": "Early reading reaches every Year 2 reader",
        "rationale": "The phonics check fell from 82% to 74%. The school knows which pupils did not pass and why; "
        "most joined during Year 1.",
        "school_actions": "- daily catch-up for the lowest fifth\n- one assessment every six weeks\n- book-matching checked by the reading lead",
        "partner_actions": "Listen to readers with the lead in spring; share the borough’s tracker.",
        "due": ["spring", "summer"], "evidence": "Phonics check 2025; school’s own six-weekly assessment.",
        "plan_link": "Priority 1: reading", "activities": ["Meet the reading lead", "Visit three classrooms", "Hear eight readers"],
        "success_measure": "Nine in ten of the Year 2 group read at the expected book band by June.",
    },
    {
        "id": "f2", "title": "Adaptation for pupils with SEND in mathematics",
        "rationale": "Books show the same task for all; targets in support plans are not seen in lessons.",
        "school_actions": "Lead teacher models adaptation in each year group this term.",
        "partner_actions": "Broker two half-days from the specialist teacher.", "due": ["spring"],
    },
    {
        "id": "f3", "title": "Subject leadership in the foundation subjects",
        "rationale": "Four of nine subject leaders are new to the role.",
        "school_actions": "Each leader writes a two-page evaluation by February.",
        "partner_actions": "Joint work scrutiny in history and art.", "due": ["summer"],
    },
]  # fmt: skip

ACTIONS = [
    {"text": "Reading tracker in use in Years 5 and 6.", "owner": "Deputy headteacher", "by_when": "2025-12-12",
     "success_measure": "All eight classes have a current list of the lowest fifth.", "brokerage": False},
    {"text": "Two half-days with the specialist teacher for mathematics and SEND.", "owner": "SIP", "by_when": "2025-11-14",
     "success_measure": "Dates agreed and held.", "brokerage": True, "brokerage_note": "Specialist teaching service"},
    {"text": "Review the behaviour log for patterns by time and place.", "owner": "Assistant headteacher",
     "by_when": None, "by_when_note": "by half-term", "success_measure": "A one-page summary for governors."},
]  # fmt: skip

EXCLUSION_ROWS = [
    {"id": "pex_n", "label": "Permanent exclusions, number", "measure": "pex", "shows": "number", "group": "all"},
    {"id": "pex_r", "label": "Permanent exclusions, rate", "measure": "pex", "shows": "rate", "group": "all"},
    {"id": "sus_n", "label": "Suspensions, number", "measure": "suspension", "shows": "number", "group": "all"},
    {"id": "sus_r", "label": "Suspensions, rate", "measure": "suspension", "shows": "rate", "group": "all"},
    {"id": "send_n", "label": "Suspensions of pupils with SEND, number", "measure": "suspension", "shows": "number", "group": "send"},
    {"id": "send_r", "label": "Suspensions of pupils with SEND, rate", "measure": "suspension", "shows": "rate", "group": "send"},
]  # fmt: skip
EXCLUSION_COLUMNS = [
    {"id": "y2", "source": "school", "year": -2},
    {"id": "y1", "source": "school", "year": -1},
    {"id": "y0", "source": "school", "year": 0, "to_date": True},
    {"id": "la", "label": "Authority", "source": "comparator"},
    {"id": "england", "label": "England", "source": "comparator"},
]
EXCLUSIONS = {
    "periods": {
        "y2": {"all": {"pex": 0, "suspension": 3, "roll": 405}, "send": {"pex": 0, "suspension": "c", "roll": 71}},
        "y1": {"all": {"pex": 0, "suspension": 5, "roll": 413}, "send": {"pex": 0, "suspension": 2, "roll": 74}},
        "y0": {"all": {"pex": 0, "suspension": 1, "roll": 421}, "send": {"pex": None, "suspension": None, "roll": None}},
    },
    "comparators": {
        "england": {
            "area": "England", "phase": "primary", "year": {"start": 2023},
            "source": "DfE, Suspensions and permanent exclusions in England 2023/24",
            "values": {"pex_r": "0.03", "sus_r": "1.61", "send_r": "x"},
        },
        "la": {"area": "", "values": {"sus_r": "9.99"}},
    },
    "comment": "Three of the five suspensions in 2024-25 were in the lunch hour.",
}  # fmt: skip

GROUPS = [{"id": "send", "label": "Pupils with SEND"}, {"id": "lac", "label": "Looked-after children"},
          {"id": "sw", "label": "Pupils with a social worker"}]  # fmt: skip
CONCERNS = [{"id": "safe", "label": "Safeguarding", "safeguarding": True}, {"id": "build", "label": "Buildings"},
            {"id": "gov", "label": "Governance"}, {"id": "fin", "label": "Finance"}]  # fmt: skip


def exclusions_item(answer: dict[str, Any] | None = None) -> RecordItem:
    """The exclusions table as a form asks it."""
    return RecordItem(
        question=_QUESTION.validate_python({
            "kind": "exclusions_table", "id": "exclusions", "prompt": "Suspensions and permanent exclusions",
            "groups": [{"id": "all", "label": "all pupils"}, {"id": "send", "label": "pupils with SEND"}],
            "rows": EXCLUSION_ROWS, "columns": EXCLUSION_COLUMNS,
        }),
        answer=EXCLUSIONS if answer is None else answer,
        columns={"y2": "2023-24", "y1": "2024-25", "y0": "2025-26"},
    )  # fmt: skip


def attendance_item() -> RecordItem:
    """Overall and persistent absence as a form asks it."""
    names = {"all": "all pupils", "send": "pupils with SEND"}
    rows = [
        {
            "id": f"{group}_{measure}",
            "label": f"{said}, {label}, %",
            "measure": measure,
            "shows": "rate",
            "group": group,
        }
        for measure, said in (("absence", "Overall absence"), ("persistent", "Persistent absence"))
        for group, label in names.items()
    ]
    england = {
        "area": "England",
        "phase": "primary",
        "year": {"start": 2024},
        "source": "DfE, Pupil absence in schools",
        "values": {"all_absence": "5.6", "all_persistent": "14.4"},
    }
    return RecordItem(
        question=_QUESTION.validate_python({
            "kind": "attendance_table", "id": "attendance", "prompt": "Overall and persistent absence", "rows": rows,
            "groups": [{"id": group, "label": label} for group, label in names.items()], "columns": EXCLUSION_COLUMNS,
        }),
        answer={"periods": {"y1": {"all": {"absence": "5.9", "persistent": 69, "roll": 413}, "send": {"absence": "7.7", "persistent": 18, "roll": 74}},
                            "y0": {"all": {"absence": "5.4", "persistent": 61, "roll": 421}, "send": {"absence": "c"}}},
                "comparators": {"england": england}, "comment": "Fridays are the weak point."},
        columns={"y2": "2023-24", "y1": "2024-25", "y0": "2025-26"},
    )  # fmt: skip


def table_item(answer: list[dict[str, Any]] | None = None) -> RecordItem:
    """A table with every type of column."""
    return RecordItem(
        question=_QUESTION.validate_python({
            "kind": "table", "id": "outcomes", "prompt": "Outcomes at a glance",
            "columns": [
                {"id": "pupils", "label": "Pupils", "type": "number"},
                {"id": "exp", "label": "Expected", "type": "percent"},
                {"id": "trend", "label": "Trend", "type": "choice",
                 "options": [{"id": "up", "label": "Rising"}, {"id": "down", "label": "Falling"}]},
                {"id": "on", "label": "Checked on", "type": "date"},
                {"id": "note", "label": "Remark"},
            ],
            "rows": [{"id": "phonics", "label": "Phonics check, Year 1"}, {"id": "ks2", "label": "Key Stage 2, combined"},
                     {"id": "mtc", "label": "Multiplication check"}],
        }),
        answer=TABLE if answer is None else answer,
    )  # fmt: skip


TABLE = [
    {"row": "phonics", "cells": {"pupils": 58, "exp": 74.0, "trend": "down", "on": "2025-09-12", "note": "82% the year before"}},
    {"row": "ks2", "cells": {"pupils": 60, "exp": 66.7, "trend": "up", "on": "2025-09-12", "note": ""}},
    {"row": "mtc", "cells": {"pupils": 59, "exp": "c", "note": "fewer than five pupils absent"}},
]  # fmt: skip

RESPONSE = {"kind": "corrected", "on": "2025-10-14", "comment": "The number on roll is 421, not 412. Otherwise accurate; thank you for a helpful morning."}  # fmt: skip
RECIPIENTS = [
    {"role": "Headteacher", "version": "full", "reason": "the note is written for the school"},
    {"role": "Chair of governors", "version": "full", "reason": "to support and challenge"},
    {"role": "Hackney Education", "version": "copy for the service", "reason": "programme record"},
]  # fmt: skip
INVITATION = "The headteacher is invited to share this note with the governing board."
SIGNATORIES = [
    {"role": "School improvement partner", "name": "Helen Ashdown", "statement": "Written by"},
    {"role": "Headteacher", "name": "Miriam Okonkwo", "statement": "Received and factually accurate"},
]


def autumn() -> NoteRecord:
    """A full autumn note, final."""
    return record(
        section("Actions agreed before", item("action_review", "Actions agreed before", REVIEW)),
        section(
            "Context and changes",
            item("long_text", "What has changed since the last visit?",
                 "A new deputy headteacher began in September and leads on teaching. Two classes have job-shares.\n"
                 "Roll is stable; mobility in Year 1 is high.\n- four joiners since July\n- two leavers"),
            item("short_text", "Last inspection", "Good, 14–15 March 2023"),
            item("number", "Attendance, year to date", 94.6, unit="%"),
            item("date", "Next governors’ meeting", "2025-11-18"),
        ),
        section(
            "Outcomes and groups",
            item("long_text", "Standards",
                 "Outcomes at the end of Key Stage 2 rose for a second year. Writing is the strongest subject and "
                 "mathematics has the widest gap between pupils with SEND and others. <5 pupils were disapplied."),
            table_item(),
            item("rating", "Quality of the school’s self-evaluation",
                 {"value": "secure", "evidence": "The evaluation is candid about phonics and links each judgement to data.",
                  "kinds": ["seen", "data"]}, scale=SCALE),
            item("group_review", "Groups of pupils", [
                {"group": "send", "pupils": 74, "identified": "Termly review with class teachers; screening on entry.",
                 "ambition": "Same curriculum, adapted.", "actions": "- pre-teaching in mathematics\n- sensory circuits"},
                {"group": "lac", "pupils": 3, "identified": "Designated teacher’s list.", "ambition": "Each has a target above the expected standard in one subject.", "actions": "Weekly mentoring."},
                {"group": "sw", "discussed": False},
            ], groups=GROUPS),
        ),
        section("Attendance and exclusions", exclusions_item()),
        section(
            "Standing concerns",
            item("concerns", "Standing concerns", {
                "safe": {"value": "no"},
                "build": {"value": "yes", "detail": "The roof of the lower hall leaks after heavy rain.", "action": "Reported to the premises team on the day."},
                "gov": {"value": "no"}, "fin": {"value": "not discussed"}}, items=CONCERNS),
            item("yes_no", "Has the school asked for support beyond the programme?", {"value": "yes", "detail": "Mathematics and SEND, see action 2."}),
        ),
        section("Focus areas for the year", item("focus_areas", "Focus areas for the year", FOCI)),
        section("Agreed actions", item("actions", "Agreed actions", ACTIONS)),
        summary=[
            "Pupils recall last term’s history with confidence and talk about it well.",
            "The phonics result fell; the school knows why and has acted.",
            "The new deputy has quickly made expectations of teaching clear.",
            "Three focus areas are agreed for spring and summer.",
            "Support for mathematics and SEND will be brokered before half-term.",
        ],
        met=[{"role": "Headteacher", "name": "Miriam Okonkwo"}, {"role": "Deputy headteacher"}, {"role": "SENDCo"}, {"role": "six pupils of Year 5"}],
        seen=[{"title": "Self-evaluation", "dated": "2025-09-15"}, {"title": "School development plan", "dated": "2025-07-10", "note": "draft for governors"}, {"title": "Minutes of the governing board"}],
        response=RESPONSE, recipients=RECIPIENTS, invitation=INVITATION, signatories=SIGNATORIES,
        remarks=["The programme’s edition 2021-22 is past its dates; it is used until the authority issues another."],
    )  # fmt: skip


def spring() -> NoteRecord:
    """The spring note: deep dives."""
    dive = {
        "focus_id": "f1", "activities": ["Met the reading lead", "Three classrooms", "Heard eight readers"],
        "evidence": [{"kind": "seen", "text": "Books match pupils’ phonics stage in all three classrooms."},
                     {"kind": "told", "text": "Teachers say the six-weekly assessment is quick and useful."},
                     {"kind": "data", "text": "41 of 58 on track (January)."}],
        "finding": "Catch-up is daily and well taught. Two pupils in the group still have books that are too hard.",
        "judgement": "secure", "next_steps": "Check book-matching again in March.",
    }  # fmt: skip
    changed = {
        "focus_id": "f2", "activities": ["Work scrutiny"], "evidence": [{"kind": "seen", "text": "Twelve books, Years 2 to 5.\n- adaptation in nine\n- none in three"}],
        "finding": "Adaptation is planned for but fades in the second half of lessons.", "judgement": "developing", "next_steps": "",
        "changed_to": "Adaptation and independence for pupils with SEND in mathematics",
        "change_reason": "The school’s own review showed that over-support is the larger barrier.",
    }  # fmt: skip
    return record(
        section("Actions agreed before", item("action_review", "Actions agreed before", REVIEW[:1])),
        section("Deep dives", item("deep_dives", "Deep dives", [
            {"title": FOCI[0]["title"], "rationale": FOCI[0]["rationale"], "dive": dive},
            {"title": FOCI[1]["title"], "dive": changed}], scale=SCALE)),
        section("Attendance and exclusions", attendance_item(), exclusions_item()),
        section("Standing concerns", item("concerns", "Standing concerns", {
            "safe": {"value": "yes", "detail": "NEVER PRINTED", "told_at": "2026-02-03T10:40:00", "told_role": "Designated safeguarding lead", "route": "telephone"}}, items=CONCERNS)),
        section("Agreed actions", item("actions", "Agreed actions", ACTIONS[:1])),
        summary=["Early reading is on course.", "One focus was sharpened."],
        visit=visit(title="Spring visit", number=2, date="2026-02-03", term="spring", last_visit="2025-10-07"),
        response={"kind": "accurate", "on": "2026-02-10"}, recipients=RECIPIENTS, invitation=INVITATION, signatories=SIGNATORIES,
    )  # fmt: skip


def summer() -> NoteRecord:
    """The summer note: impact."""
    impact = {"focus_id": "f1", "impact": "Fifty-three of fifty-eight read at the expected band.", "evidence": [{"kind": "data", "text": "June assessment."}],
              "judgement": "strong", "school_actions_impact": "The tracker is routine; staff act on it weekly.", "next_year": "Carry the habit into Year 3."}  # fmt: skip
    return record(
        section("Impact of the year’s foci", item("impact_review", "Impact of the year’s foci", [
            {"title": FOCI[0]["title"], "finding_in_spring": "Catch-up is daily and well taught.", "impact": impact},
            {"title": FOCI[2]["title"], "impact": {"focus_id": "f3", "impact": "Seven of nine evaluations are in use.", "judgement": "secure"}}], scale=SCALE)),
        section("Actions agreed before", item("action_review", "Actions agreed before", REVIEW[1:])),
        section("Start of next autumn", item("choice", "First focus to explore", ["reading", "maths"], options=[{"id": "reading", "label": "Reading in Year 3"}, {"id": "maths", "label": "Mathematics and SEND"}], several=True)),
        summary=["Reading has improved markedly."],
        visit=visit(title="Summer visit", number=3, date="2026-06-16", term="summer", hours="2.75", end="11:45", last_visit="2026-02-03"),
        response={"kind": "no reply", "on": "2026-06-30"}, recipients=RECIPIENTS, invitation=INVITATION, signatories=SIGNATORIES,
        status="ISSUED", supersedes="0192c3a4-9f00-7a10-8e2d-1c2b3a4d5e00",
    )  # fmt: skip


TYPED = [
    "<5 pupils & “more than 3” of them; 2 < 3 > 1, 50% – £20",
    "Siân Llŷr o Ynys Môn, Ŵyl a dŵr",
    "Łukasz Żółć, Święta Małgorzata, źdźbło",
    "İbrahim Şahin, Gülşen Ağaoğlu, ısı",
    "Ọláṣubọ̀mí Adéwálé, Nguyễn Thị Hồng",
    "محمد أحمد بن علي",
    "ڈاکٹر گلزار ٹھٹھہ کے پڑوسی، چھوٹے بچے",
    "আব্দুর রহমান ও ক্ষুদিরাম শ্রেষ্ঠ",
    "Met محمد أحمد, Chair of 23 parents (نور الدين), on 7 October",
    "রহমান; then Fatima খাতুন’s sister",
    "Well done 😀 👍 and 🎉!",
    "Mixed: محمد and রহমান and Łukasz 😀 in one line",
]


def stress() -> NoteRecord:
    """Every script, in paragraphs, bullets and cells, a long cell and a long paragraph."""
    everything = "\n".join(TYPED)
    bullets = "\n".join(f"- {line}" for line in TYPED)
    long_cell = " ".join(
        f"Sentence {n} of a very long cell, which goes on past the end of the page." for n in range(400)
    )
    actions = [{"text": line, "owner": line, "by_when_note": "soon", "success_measure": line} for line in TYPED]
    actions.append({"text": long_cell, "owner": "Head"})
    return record(
        section("Paragraphs", item("long_text", "As typed: <b>not bold</b> & محمد", everything)),
        section("Bullets", item("long_text", "A list", bullets)),
        section("Cells", item("actions", "Agreed actions", actions)),
        section("One long paragraph", item("long_text", "100 kB", long_paragraph(100_000))),
        section("One long word", item("long_text", "No spaces", "x" * 3000), item("short_text", "Missing", "Kanji 漢字 and Thai ไทย")),
        summary=TYPED[:5],
    )  # fmt: skip


def long_paragraph(size: int) -> str:
    """About so many characters of prose in one paragraph."""
    words = [f"word{n}" for n in range(size // 8 + 1)]
    return " ".join(words)[:size].rsplit(" ", 1)[0]
