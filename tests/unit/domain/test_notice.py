"""Gentle notices: each rule of the file catches its own examples and leaves the others alone."""

import tomllib

import pytest

from sipdesk import paths
from sipdesk.domain.notice import Notices, Rule, Rules

RULES = Rules.model_validate(tomllib.loads((paths.resources() / "notices.toml").read_text(encoding="utf-8"))).rules
OTHERS = ["Bramble Lane Academy"]


def named(rule: Rule) -> str:
    return rule.id


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_that_a_rule_catches_what_it_says_it_catches(rule):
    for example in rule.caught:
        assert rule.id in [found.rule for found in Notices(RULES, OTHERS).find(example)], example


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_that_no_rule_speaks_of_what_should_be_left_alone(rule):
    for example in rule.passed:
        assert not Notices(RULES, OTHERS).find(example), example


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_that_each_rule_says_a_sentence_and_a_reason(rule):
    assert rule.says.endswith(".")
    assert rule.why.endswith(".")


def test_that_ids_of_rules_are_their_own():
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_that_a_place_is_told_by_its_letters_even_with_curly_quotes():
    text = "It was the headteacher’s appraisal."
    (found,) = Notices(RULES).find(text)
    assert text[found.start : found.end] == found.words == "appraisal"


def test_that_a_word_nearby_counts_in_its_own_sentence_only():
    assert Notices(RULES).find("The SENCO is weak.")
    assert not Notices(RULES).find("The SENCO was met. Fluency in Year 2 is weak.")


def test_that_what_is_remembered_holds_no_words_and_differs_from_rule_to_rule():
    (one,), (other,) = Notices(RULES).find("Mrs Okafor leads."), Notices(RULES).find("Mrs Okoro leads.")
    assert one.key != other.key
    assert "kafor" not in one.key
    assert one.key == Notices(RULES).find("Here, too, Mrs  Okafor was met.")[0].key


def test_that_no_other_school_means_no_notice_of_schools():
    assert not Notices(RULES).find("As at Bramble Lane Academy, reading is daily.")


def test_that_a_rule_about_nothing_is_refused():
    with pytest.raises(ValueError, match="a rule has a pattern"):
        Rule(id="empty", says="It.", why="So.", caught=["a"], passed=["b"])
