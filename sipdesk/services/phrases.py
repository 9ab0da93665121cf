"""What a partner's own language is kept in: phrases, words for the speller, notices that were left as they are."""

import json
import re
import tomllib
from functools import cached_property

from sipdesk import paths
from sipdesk.domain.base import Model
from sipdesk.domain.changes import Changes
from sipdesk.domain.errors import BadInput
from sipdesk.domain.notice import Rule, Rules
from sipdesk.domain.phrase import Phrase
from sipdesk.services.forms import FormService
from sipdesk.services.visits import VisitService
from sipdesk.store.desk import Desk
from sipdesk.store.phrases import Phrases
from sipdesk.store.schools import Schools

_WORDS, _LEFT = "speller.words", "notices.left"
_MOST_LEFT = 2000
_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class Language(Model):
    """What the aids need to know of a visit and its partner."""

    own: list[str] = []
    """Words the partner added."""
    glossary: list[str] = []
    """Words of the programme, names of the school and its people."""
    other_schools: list[str] = []
    left: list[str] = []
    """Keys of notices that were left as they are."""
    rules: list[Rule] = []


class PhraseService:
    """Keeps the partner's own words. Runs on the desk's thread."""

    def __init__(self, desk: Desk, forms: FormService, visits: VisitService) -> None:
        self._desk = desk
        self._forms = forms
        self._visits = visits
        self._schools = Schools(desk)
        self._phrases = Phrases(desk)

    # -- phrases -------------------------------------------------------------------------------------------------

    def all(self) -> list[Phrase]:
        """The phrase bank, the most used first."""
        return self._phrases.all()

    def keep(self, words: str) -> bool:
        """Keep a phrase; False where it is there already."""
        bare = "\n".join(line.rstrip() for line in words.strip().splitlines())
        if not bare:
            raise BadInput("Select the words to keep as a phrase first.")
        at = self._desk.clock.stamp()
        with self._desk.writing():
            return self._phrases.put(Phrase(id=self._desk.clock.new_id(), words=bare, at=at))

    def use(self, phrase_id: str) -> None:
        """Count that a phrase was used."""
        with self._desk.writing():
            self._phrases.count_use(phrase_id, self._desk.clock.stamp())

    def remove(self, phrase_id: str) -> None:
        """Take a phrase out of the bank."""
        with self._desk.writing():
            self._phrases.remove(phrase_id)

    def put_back(self, phrase: Phrase) -> None:
        """Keep a phrase again that was taken out."""
        with self._desk.writing():
            self._phrases.put(phrase)

    # -- words and notices ---------------------------------------------------------------------------------------

    def language(self, visit_id: str) -> Language:
        """Everything the speller and the notices need for a visit."""
        visit = self._visits.get(visit_id)
        school = self._visits.school(visit.urn)
        others = [row.school.name for row in self._schools.caseload() if row.school.urn != visit.urn]
        told = [school.name, school.head, school.chair, school.la_name, visit.header.head, visit.header.chair]
        asked = [text for section in self._visits.sections(visit) for text in _words_of(section.model_dump())]
        words = self._programme_words(visit.id)
        return Language(
            own=json.loads(self._desk.fact(_WORDS, "[]")),
            glossary=sorted({word for text in (*told, *asked, *words) for word in _LETTERS.findall(text)}),
            other_schools=others,
            left=json.loads(self._desk.fact(_LEFT, "[]")),
            rules=self._rules,
        )

    def _programme_words(self, visit_id: str) -> list[str]:
        programme = self._forms.programme_of(self._visits.get(visit_id))
        named = [programme.name, *(group.label for group in programme.groups)]
        named += [text for entry in programme.glossary for text in (entry.word, entry.means)]
        return [*named, *map(str, programme.vocabulary.model_dump().values())]

    @cached_property
    def _rules(self) -> list[Rule]:
        text = (paths.resources() / "notices.toml").read_text(encoding="utf-8")
        return Rules.model_validate(tomllib.loads(text)).rules

    def add_word(self, word: str) -> Changes:
        """The speller knows a word from now on."""
        self._extend(_WORDS, word.strip())
        return Changes(remarks=[f"“{word.strip()}” is one of your words now."])

    def leave(self, key: str) -> Changes:
        """A notice about these words is not shown again."""
        self._extend(_LEFT, key)
        return Changes()

    def _extend(self, fact: str, value: str) -> None:
        kept = json.loads(self._desk.fact(fact, "[]"))
        if value and value not in kept:
            with self._desk.writing():
                self._desk.set_fact(fact, json.dumps([*kept, value][-_MOST_LEFT:], ensure_ascii=False))


def _words_of(value: object) -> list[str]:
    """The words of a form: its titles, prompts, hints, labels."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for key, part in value.items() if key not in {"id", "kind"} for text in _words_of(part)]
    if isinstance(value, list | tuple):
        return [text for part in value for text in _words_of(part)]
    return []
