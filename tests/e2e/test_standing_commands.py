"""The standing of a school from the command line: placed with reasons, its clocks due, the register opened and kept so."""

import pytest

from sipdesk import paths
from tests.e2e.commands import Shell

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
DEMO = paths.resources() / "demo"


@pytest.fixture
def placed(shell: Shell) -> Shell:
    """A desk with the demonstration's caseload."""
    shell.on("import", DEMO / "register.csv", "--kind", "gias")
    shell.on("import", DEMO / "allocation.csv", "--kind", "allocation", "--term", "2025-26/autumn", "--partner", "Robin Marlow")  # fmt: skip
    return shell


def test_that_a_school_is_placed_and_its_clocks_fall_due(placed: Shell) -> None:
    told = placed.json("category", "900101", "--set", "enhanced", "--reason", "Results fell", "--agreed-with", "Headteacher")  # fmt: skip
    assert (told["category"], told["placement"]["agreed_with"]) == ("enhanced", ["Headteacher"])
    assert {"two-years", "action-group", "heat-map"} <= {clock["rule"] for clock in told["clocks"]}
    assert any(one["category"] == "Enhanced" for one in placed.json("schools") if one["urn"] == "900101")
    due = [one for one in placed.json("due") if one["urn"] == "900101" and one["kind"] == "clock"]
    assert {"action-group", "heat-map"} <= {one["rule_id"] for one in due}
    assert "slides, line 35" in placed.on("due").stdout
    assert "no rule asks for a stop" in placed.on("category", "900101", "--way-to", "core").stdout


def test_that_a_decision_without_reason_or_of_an_unknown_category_changes_nothing(placed: Shell) -> None:
    before = placed.json("category", "900101")
    assert "Say why" in placed.on("category", "900101", "--set", "enhanced", code=1).stderr
    assert "no category “gold”" in placed.on("category", "900101", "--set", "gold", "--reason", "x", code=1).stderr
    assert "RULE=WHY" in placed.on("category", "900101", "--set", "core", "--not-followed", "x", code=1).stderr
    assert placed.json("category", "900101")["history"] == before["history"]


def test_that_what_belongs_to_a_decision_is_not_dropped_without_one(placed: Shell) -> None:
    told = placed.on("category", "900101", "--reason", "Results fell", code=1).stderr
    assert "--reason belongs to a decision" in told
    assert "--on belongs to a decision" in placed.on("category", "900101", "--on", "2025-09-01", code=1).stderr


def test_that_a_day_of_no_school_year_is_wrong_usage(placed: Shell) -> None:
    for day in ("0001-01-01", "9999-12-31"):
        assert "no school year" in placed.on("due", "--on", day, code=2).stderr
        given = ("category", "900101", "--set", "enhanced", "--reason", "x", "--on", day)
        assert "no school year" in placed.on(*given, code=2).stderr


def test_that_one_meeting_is_not_called_meetings(placed: Shell) -> None:
    told = placed.on("category", "900101", "--set", "enhanced", "--reason", "x", "--not-followed", "designation/supported=none", "--agreed-with", "Headteacher", "--agreed-with", "Chair of governors").stdout  # fmt: skip
    assert "1 meeting a term" in told


def test_that_a_programme_without_a_register_says_so(placed: Shell) -> None:
    assert "keeps no register" in placed.on("register", "900101", code=1).stderr


def test_that_a_fact_is_noted_and_ended_by_its_name(placed: Shell) -> None:
    given = (
        "category",
        "900101",
        "--fact",
        "marked-decline",
        "--since",
        "2025-09-10",
        "--source",
        "The governors’ review",
    )
    told = placed.on(*given)
    assert "Noted: marked-decline since 10 September 2025" in told.stderr
    assert "fact marked-decline since 10 September 2025 (The governors’ review)" in told.stdout
    assert "noted already" in placed.on(*given, code=1).stderr
    assert "fits " in told.stdout
    ended = placed.json("category", "900101", "--end-fact", "marked-decline", "--on", "2025-09-20")
    assert [(one["fact"], one["until"]) for one in ended["facts"]] == [("marked-decline", "2025-09-20")]
    assert ended["matches"] == []
    again = placed.on("category", "900101", "--end-fact", "marked-decline", "--on", "2025-09-21", code=1).stderr
    assert "No open fact “marked-decline”" in again


def test_that_what_belongs_to_a_fact_is_not_dropped_without_one(placed: Shell) -> None:
    before = placed.json("category", "900101")
    for words, said in (
        (("--since", "2025-09-10"), "--since belongs to a fact"),
        (("--fact", "tea"), "knows no fact “tea”"),
        (("--fact", "grade-3", "--set", "core"), "at a time"),
        (("--fact", "grade-3", "--since", "2025-09-10", "--until", "2025-09-01"), "or later"),
        (("--fact", "aspects"), "--count"),
        (("--end-fact", "grade-3"), "with --on"),
        (("--end-fact", "grade-3", "--on", "2025-09-01", "--reason", "x"), "--reason belongs to a decision"),
    ):
        assert said in placed.on("category", "900101", *words, code=1).stderr
    assert placed.json("category", "900101") == before
    told = placed.on("category", "--help").stdout
    assert "--end-fact ID" in told
    assert "Of --fact: from which day" in told
