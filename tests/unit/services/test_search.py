"""Search: what people type is found, whatever they type; while the screen is shared nothing of another school is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipdesk.app import App
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.school import Governance, Phase, School
from sipdesk.services.search import folded
from sipdesk.store.schools import Allocation, put_allocation, put_school
from sipdesk.store.search import asked


@pytest.fixture
def visits(app: App) -> dict[str, str]:
    """One visit at each of two schools, the words of both told apart."""

    def write() -> dict[str, str]:
        services = app.services
        with services.desk.change("put a school in place", "") as db:
            put_school(
                db, School(urn="900104", name="St Mary’s École", phase=Phase.PRIMARY, governance=Governance.MAINTAINED)
            )
            allocation = Allocation(urn="900104", authority="hackney", year="2025-26", term="autumn")
            put_allocation(db, allocation, services.desk.clock.stamp(), "")
        made = {}
        for urn, words in (
            ("900101", "Phonics is taught daily; café reading"),
            ("900102", "Phonics catch-up in Year 7"),
        ):
            visit, _ = services.visits.open_in_term(urn, TermSlot.parse("2025-26/autumn"))
            services.visits.save(visit.id, {"date": "2025-10-14"}, {"context": words})
            made[urn] = visit.id
        return made

    return app.run(write)


def test_that_a_word_finds_the_answer_it_stands_in(app: App, visits: dict[str, str]) -> None:
    found = app.run(app.services.search.find, "phonics daily")
    assert [(hit.visit, hit.question) for hit in found.words] == [(visits["900101"], "context")]
    assert found.words[0].school == "Alder Park Primary School"
    assert found.words[0].heading
    assert [text for text, marked in found.words[0].pieces if marked] == ["Phonics", "daily"]


def test_that_the_last_word_may_be_unfinished_and_accents_left_out(app: App, visits: dict[str, str]) -> None:
    assert len(app.run(app.services.search.words, "phon")) == 2
    assert len(app.run(app.services.search.words, "cafe read")) == 1
    assert app.run(app.services.search.words, "phon ") == []  # a space ends the word


def test_that_what_was_just_written_is_found(app: App, visits: dict[str, str]) -> None:
    app.run(app.services.visits.save, visits["900101"], None, {"context": "Zebra crossing"})
    assert len(app.run(app.services.search.words, "zebra")) == 1
    assert len(app.run(app.services.search.words, "daily")) == 0


@pytest.mark.parametrize(
    "typed",
    ['"', "AND", "a OR", "NEAR(", "col:x", "x*", "-", "^x", "{a b}", '"a" "', "'", "\0", "(", "a AND (b", "🙂", "½"],
)
def test_that_operators_are_words_like_any_other(app: App, visits: dict[str, str], typed: str) -> None:
    assert app.run(app.services.search.find, typed).typed == typed


@given(st.text(max_size=80))
def test_that_a_query_is_only_ever_quoted_words(typed: str) -> None:
    query = asked(typed)
    assert query == "" or (query.startswith('"') and query.rstrip("*").endswith('"'))
    assert query.count('"') % 2 == 0


def test_that_nothing_anybody_types_raises(app: App, visits: dict[str, str]) -> None:
    @given(st.text(max_size=60))
    def search(typed: str) -> None:
        app.run(app.services.search.find, typed)

    search()


def test_that_a_school_is_found_by_part_of_its_name_or_urn(app: App, visits: dict[str, str]) -> None:
    def names(typed: str) -> list[str]:
        return [school.name for school in app.run(app.services.search.find, typed).schools]

    assert names("bram") == ["Bramble Lane Academy"]
    assert names("9001") == ["Alder Park Primary School", "Bramble Lane Academy", "Cedar House", "St Mary’s École"]
    assert names("st marys ecole") == ["St Mary’s École"]
    assert names("bramble alder") == []


def test_that_a_visit_is_found_by_school_and_term(app: App, visits: dict[str, str]) -> None:
    found = app.run(app.services.search.find, "alder autumn")
    assert [visit.id for visit in found.visits] == [visits["900101"]]
    assert found.schools == []
    assert [visit.id for visit in app.run(app.services.search.find, "bramble october").visits] == [visits["900102"]]


@pytest.mark.parametrize(("typed", "marked"), [("pairs", ["pairs"]), ("2025", ["19 December 2025"])])
def test_that_a_day_in_an_answer_is_said_as_people_say_it(
    app: App, visits: dict[str, str], typed: str, marked: list[str]
) -> None:
    actions = [{"text": "Read in pairs", "owner": "Head", "by_when": "2025-12-19"}]
    app.run(app.services.visits.save, visits["900101"], None, {"actions": actions})
    pieces = app.run(app.services.search.words, typed)[0].pieces
    assert "19 December 2025" in "".join(text for text, _ in pieces)
    assert [text for text, found in pieces if found] == marked


def test_that_sharing_the_screen_leaves_only_the_present_school(app: App, visits: dict[str, str]) -> None:
    search = app.services.search
    shared = app.run(search.find, "phonics", visit=visits["900102"], sharing=True)
    assert {hit.visit for hit in shared.words} == {visits["900102"]}
    assert app.run(search.find, "alder", urn="900102", sharing=True).schools == []
    nowhere = app.run(search.find, "phonics", sharing=True)
    assert (nowhere.schools, nowhere.visits, nowhere.words) == ([], [], [])


def test_that_folding_leaves_letters_and_figures() -> None:
    assert folded("St Mary’s & All-Saints (École), 2") == "st marys all saints ecole 2"
