"""The partner's own language: phrases by use, words for the speller, notices left as they are."""

import pytest

from sipdesk.app import App
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.errors import BadInput


@pytest.fixture
def visit(app: App) -> str:
    opened, _ = app.run(app.services.visits.open_in_term, "900101", TermSlot.parse("2025-26/autumn"))
    return opened.id


def bank(app: App) -> list[str]:
    return [phrase.words for phrase in app.run(app.services.phrases.all)]


def test_that_the_most_used_phrase_comes_first(app):
    for words in ("one", "two", "three"):
        assert app.run(app.services.phrases.keep, words)
    two = next(phrase for phrase in app.run(app.services.phrases.all) if phrase.words == "two")
    app.run(app.services.phrases.use, two.id)
    assert bank(app) == ["two", "three", "one"]


def test_that_a_phrase_is_kept_once_and_trimmed(app):
    assert app.run(app.services.phrases.keep, "  Books were seen. \n")
    assert not app.run(app.services.phrases.keep, "Books were seen.")
    assert bank(app) == ["Books were seen."]


def test_that_nothing_selected_is_no_phrase(app):
    with pytest.raises(BadInput, match="Select the words"):
        app.run(app.services.phrases.keep, " \n")


def test_that_a_removed_phrase_comes_back_with_its_use(app):
    app.run(app.services.phrases.keep, "one")
    (one,) = app.run(app.services.phrases.all)
    app.run(app.services.phrases.use, one.id)
    (one,) = app.run(app.services.phrases.all)
    app.run(app.services.phrases.remove, one.id)
    assert bank(app) == []
    app.run(app.services.phrases.put_back, one)
    assert app.run(app.services.phrases.all) == [one]


def test_that_the_speller_gets_the_words_of_the_programme_and_the_school(app, visit):
    language = app.run(app.services.phrases.language, visit)
    assert {"Alder", "PEX"} <= set(language.glossary)
    assert language.other_schools == ["Bramble Lane Academy", "Cedar House"]
    assert language.rules


def test_that_added_words_and_left_notices_stay(app, visit):
    app.run(app.services.phrases.add_word, "Shrewlands")
    app.run(app.services.phrases.add_word, "Shrewlands")
    app.run(app.services.phrases.leave, "abc")
    language = app.run(app.services.phrases.language, visit)
    assert language.own == ["Shrewlands"]
    assert language.left == ["abc"]
    app.run(app.services.settings.keep_words, [])
    assert app.run(app.services.phrases.language, visit).own == []
