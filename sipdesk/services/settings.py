"""What a partner sets about the desk itself: name and title, own words for the spelling. How the window looks is not here."""

import contextlib
import json

from sipdesk.domain.base import Model
from sipdesk.domain.changes import Changes
from sipdesk.domain.errors import BadInput, SipdeskError
from sipdesk.forms.loader import Library
from sipdesk.keys.slots import check_strength
from sipdesk.services.care import change_passphrase, check_passphrase, choose_edition, chosen_edition
from sipdesk.store.desk import Desk

_LONGEST = 200
WORDS = "speller.words"
"""As the spelling keeps them: see `services/phrases.py`."""


class SettingsView(Model):
    """The desk as its settings show it."""

    partner: str
    title: str
    """What the partner is called; empty where the programme's own word serves."""
    authority: str
    """Whose programme the desk follows, and in which edition."""
    home: str
    """The id of that authority."""
    editions: list[tuple[str, str]] = []
    """Its editions that can be read, by name and in words."""
    chosen: str = ""
    """The one that somebody settled on; empty where the date decides."""
    words: list[str]
    """The partner's own words, in order."""
    last_backup: str
    """An instant as kept; empty while there was none."""
    rehearsal: bool
    id: str
    """Under this the device's keyring remembers the passphrase."""


class SettingsService:
    """Runs on the desk's thread."""

    def __init__(self, desk: Desk, library: Library) -> None:
        self._desk = desk
        self._library = library

    def home(self) -> str:
        """The id of the authority whose programme the desk follows."""
        return self._desk.fact("authority")

    def view(self) -> SettingsView:
        """All of it."""
        fact = self._desk.fact
        return SettingsView(
            partner=fact("partner"),
            title=fact("title"),
            authority=self._programme(fact("authority")),
            home=fact("authority"),
            editions=self._editions(fact("authority")),
            chosen=fact(chosen_edition(fact("authority"))),
            words=sorted(json.loads(fact(WORDS, "[]")), key=str.casefold),
            last_backup=fact("last_backup"),
            rehearsal=fact("rehearsal") == "yes",
            id=self._desk.keys.desk,
        )

    def _programme(self, authority: str) -> str:
        try:
            chosen = self._desk.fact(chosen_edition(authority))
            found = self._library.edition_for(authority, self._desk.clock.today(), chosen).programme
        except SipdeskError:
            return f"{authority} (its files cannot be read now)"
        return f"{found.vocabulary.authority} {found.edition}"

    def _editions(self, authority: str) -> list[tuple[str, str]]:
        found = []
        with contextlib.suppress(SipdeskError):
            for edition in self._library.editions(authority):
                with contextlib.suppress(SipdeskError):
                    draft = self._library.programme(authority, edition).status == "draft"
                    found.append((edition, f"{edition}{', a draft' if draft else ''}"))
        return found

    def follow(self, edition: str) -> str:
        """Another edition of the desk's own authority, or (empty) the one of the date. What was opened keeps its own. Gives the
        one that counted before; `NotFound` or `FormProblems` where it cannot be read."""
        authority = self._desk.fact("authority")
        if edition:
            self._library.programme(authority, edition)
        before = self._desk.fact(chosen_edition(authority))
        if edition != before:
            with self._desk.change("chose an edition of the programme", authority, edition or "by the date"):
                choose_edition(self._desk, authority, edition)
        return before

    def name(self, partner: str, title: str) -> Changes:
        """Another name or title; notes made from now on print it."""
        facts = {"partner": one_line(partner), "title": one_line(title)}
        if not facts["partner"]:
            raise BadInput("Say who you are: your name stands on each note. The name before was kept.")
        changed = {key: value for key, value in facts.items() if self._desk.fact(key) != value}
        if changed:
            with self._desk.change("changed the partner's name or title", self._desk.keys.desk):
                for key, value in changed.items():
                    self._desk.set_fact(key, value)
        return Changes()

    def keep_words(self, words: list[str]) -> Changes:
        """The partner's own words, all of them anew. Not an entry of the audit: they say nothing about a school."""
        kept = sorted({line for word in words if (line := one_line(word))})
        if kept != sorted(json.loads(self._desk.fact(WORDS, "[]"))):
            with self._desk.writing():
                self._desk.set_fact(WORDS, json.dumps(kept, ensure_ascii=False))
        return Changes()

    def fits(self, passphrase: str) -> str:
        """The id of the desk, where the passphrase opens it; `WrongPassphrase` otherwise."""
        check_passphrase(self._desk, passphrase)
        return self._desk.keys.desk

    def change_passphrase(self, old: str, new: str) -> str:
        """The same desk under a new passphrase; its id."""
        check_strength(new)
        change_passphrase(self._desk, old, new)
        return self._desk.keys.desk


def one_line(text: str) -> str:
    """As it stands on one line: single spaces, nothing around."""
    line = " ".join(text.split())
    if len(line) > _LONGEST:
        raise BadInput(f"This is longer than {_LONGEST} characters. Nothing was changed.")
    return line
