"""What an authority's programme says, to be read: priorities, partners, categories, lists to look up, glossary, gaps, doubts.

It holds nothing of any school. Each line carries the place in the authority's document that says so; what the document
leaves open stays open.
"""

from collections.abc import Callable, Iterable
from datetime import date

from sipdesk.domain.base import Model
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.clocks import rhythm
from sipdesk.domain.days import spoken_day
from sipdesk.domain.entitled_words import amount_said
from sipdesk.domain.errors import SipdeskError
from sipdesk.domain.programme import Category, Entitlement, Programme
from sipdesk.domain.rules import Cadence, Gap, Item, Word
from sipdesk.services.forms import FormService
from sipdesk.store.desk import Desk
from sipdesk.store.schools import Schools

_OF_ITSELF = ("about", "priorities", "strands", "partners", "gaps", "doubts")
_QUIET = ("historic", "example")
"""Nobody looks such an edition over again by a day."""
_OFFERS = {
    "core": "core",
    "traded": "traded",
    "both": "core and traded",
    "not stated": "whether core or traded is not stated",
}


class Entry(Model):
    """One thing that the programme says. `lead` stands in front, in bold; what belongs to it stands `under` it."""

    lead: str = ""
    text: str = ""
    source: str = ""
    under: list["Entry"] = []

    @property
    def spoken(self) -> str:
        """All of it on one line but what stands under it."""
        said = ": ".join(filter(None, (self.lead, self.text)))
        return f"{said}  [{self.source}]" if self.source else said


class Chapter(Model):
    """A part of the page."""

    id: str
    title: str
    says: str = ""
    """A sentence before its entries; of a part without any, all there is to say."""
    entries: list[Entry] = []


class EditionName(Model):
    """An edition that is installed here."""

    id: str
    """`anyshire/2025-26`."""
    name: str
    """`Anyshire 2025-26`; with `in use` where schools of this desk follow it."""


class ProgrammeView(Model):
    """The page."""

    authority: str
    """Its id."""
    edition: str
    called: str
    """The authority in words."""
    name: str
    remark: str = ""
    """That the day by which it was to be looked over has passed, or that another edition is in use; else empty."""
    chapters: list[Chapter]
    editions: list[EditionName] = []
    """Those that can be shown instead, this one among them."""

    @property
    def id(self) -> str:
        """`anyshire/2025-26`."""
        return f"{self.authority}/{self.edition}"


class ProgrammeName(Model):
    """A programme that this desk works by."""

    authority: str
    name: str
    """`Anyshire: School improvement programme`."""


class ProgrammePageService:
    """Reads only. Runs on the desk's thread."""

    def __init__(self, desk: Desk, forms: FormService) -> None:
        self._desk = desk
        self._forms = forms
        self._schools = Schools(desk)

    def names(self) -> list[ProgrammeName]:
        """The programmes of the desk and of its caseload, the desk's own first; one that cannot be read is left out."""
        found = (self._readable(authority) for authority in self._authorities())
        return [ProgrammeName(authority=one.authority, name=f"{one.vocabulary.authority}: {one.name}") for one in found if one]  # fmt: skip

    def view(self, asked: str = "") -> ProgrammeView:
        """An edition by name (`anyshire/2025-26`), or the one in use today: of an authority, or of the desk's own where none is
        named. NotFound, FormProblems."""
        authority, _, edition = asked.partition("/")
        authority = authority or self._desk.fact("authority")
        shown = self._forms.named(authority, edition) if edition else self._edition(authority)
        used = {one.authority: one for one in map(self._readable, self._authorities()) if one}
        view = view_of(shown, self._desk.clock.today())
        return view.model_copy(
            update={
                "remark": " ".join(filter(None, (_not_in_use(shown, used.get(authority)), view.remark))),
                "editions": [_named(one, used.get(one.authority)) for one in self._forms.installed()],
            }
        )

    def words(self, authority: str) -> list[Word]:
        """The authority's own words and the names of its categories, with what they mean; none where it cannot be read."""
        programme = self._readable(authority)
        return words_of(programme) if programme else []

    def remarks(self) -> list[str]:
        """A sentence for each edition in use that is past the day by which it was to be looked over again."""
        today = self._desk.clock.today()
        found = (self._readable(authority) for authority in self._authorities())
        return [past_review(one, today) for one in found if one and one.status not in _QUIET and past_review(one, today)]  # fmt: skip

    def _authorities(self) -> list[str]:
        known = (row.allocation.authority for row in self._schools.caseload())
        return list(dict.fromkeys([self._desk.fact("authority"), *known]))

    def _edition(self, authority: str) -> Programme:
        return self._forms.edition(authority, TermSlot.of(self._desk.clock.today())).programme

    def _readable(self, authority: str) -> Programme | None:
        try:
            return self._edition(authority)
        except SipdeskError:
            return None


def _named(programme: Programme, used: Programme | None) -> EditionName:
    name = f"{programme.vocabulary.authority} {programme.edition}"
    here = used is not None and used.edition == programme.edition
    draft = ", a draft" if programme.status == "draft" else ""
    return EditionName(
        id=f"{programme.authority}/{programme.edition}", name=f"{name}{draft}{', in use' if here else ''}"
    )


def _not_in_use(programme: Programme, used: Programme | None) -> str:
    if used is None:
        return "No school of this desk follows this programme; it is here to be read."
    if used.edition == programme.edition:
        return ""
    return f"This edition is not in use: schools of {used.vocabulary.authority} here follow {used.edition}."


def past_review(programme: Programme, today: date) -> str:
    """That an edition was to be looked over by a day that has passed; empty where it was not."""
    if programme.review_by is None or programme.review_by >= today:
        return ""
    called = f"{programme.vocabulary.authority} {programme.edition}"
    told = f"{called} was to be reviewed by {spoken_day(programme.review_by)}, and that day has passed."
    if programme.status in _QUIET:
        return told
    return f"{told} Ask the authority whether there is a newer edition; this one serves until then."


def words_of(programme: Programme) -> list[Word]:
    """The glossary, then the categories by each of their names; the first meaning of a word counts."""
    found = {word.word: word for word in reversed(programme.glossary)}
    for category in programme.categories:
        for name in (category.name, *category.also):
            if category.meaning and not name.isdigit():  # a bare figure stands for much else
                found.setdefault(name, Word(word=name, means=_flat(category.meaning), source=category.source))
    return list(found.values())


def view_of(programme: Programme, today: date) -> ProgrammeView:
    """The whole page. Needs no desk."""
    return ProgrammeView(
        authority=programme.authority,
        edition=programme.edition,
        called=programme.vocabulary.authority,
        name=programme.name,
        remark=past_review(programme, today),
        chapters=[
            *(make(programme) for make in _FIRST),
            *_references(programme),
            *(make(programme) for make in _LAST),
        ],
    )


def of_itself(programme: Programme, today: date) -> ProgrammeView:
    """The same without the words, categories and lists that can be asked for otherwise. Needs no desk."""
    view = view_of(programme, today)
    return view.model_copy(update={"chapters": [one for one in view.chapters if one.id in _OF_ITSELF]})


def fitting(chapters: Iterable[Chapter], typed: str) -> list[Chapter]:
    """Chapters with the entries in which every word typed stands, in any case; all of a chapter whose title has them."""
    asked = typed.casefold().split()
    if not asked:
        return list(chapters)
    found = []
    for chapter in chapters:
        whole = _has(chapter.title, asked)
        entries = chapter.entries if whole else [kept for one in chapter.entries if (kept := _kept(one, asked))]
        if whole or entries:
            found.append(chapter.model_copy(update={"entries": entries}))
    return found


def _kept(entry: Entry, asked: list[str]) -> Entry | None:
    """An entry with what under it fits: all, where its own words do or only all of it together does."""
    if _has(entry.spoken, asked):
        return entry
    under = [kept for one in entry.under if (kept := _kept(one, asked))]
    if under:
        return entry.model_copy(update={"under": under})
    together = " ".join([entry.spoken, *(one.spoken for one in entry.under)])
    return entry if _has(together, asked) else None


def _has(text: str, asked: list[str]) -> bool:
    return all(word in text.casefold() for word in asked)


# -- chapters ----------------------------------------------------------------------------------------------------------


def _about(programme: Programme) -> Chapter:
    review = programme.review_by
    told = (
        ("Name", programme.name),
        ("Authority", programme.vocabulary.authority),
        ("Edition", programme.edition),
        ("Version", programme.version),
        ("Status", programme.status),
        ("Valid", f"{spoken_day(programme.valid_from)} to {spoken_day(programme.valid_to)}"),
        ("To be reviewed by", spoken_day(review) if review else "not stated"),
        ("Statutory guidance", programme.guidance or "the document names no edition"),
        ("Read from", programme.source),
    )
    return Chapter(id="about", title="This edition", entries=[Entry(lead=lead, text=text) for lead, text in told])


def _vocabulary(programme: Programme) -> Chapter:
    words = programme.vocabulary
    told = (
        ("The service", words.service),
        ("A partner is called", f"{words.role} ({words.role_short})"),
        ("A report is called", words.report),
        ("Permanent exclusion", words.permanent_exclusion),
        ("Suspension", words.suspension),
    )
    return Chapter(id="words", title="Its words", entries=[Entry(lead=lead, text=text) for lead, text in told])


def _priorities(programme: Programme) -> Chapter:
    entries = [Entry(lead=one.label, source=one.source, under=_items(one.parts)) for one in programme.priorities]
    return _chapter("priorities", "Priorities", entries, "The document names no priorities.")


def _strands(programme: Programme) -> Chapter:
    return _chapter("strands", "Strands", _items(programme.strands), "The document names no strands.")


def _partners(programme: Programme) -> Chapter:
    entries = [
        Entry(
            lead=one.name,
            text=_OFFERS[one.offers],
            source=one.source,
            under=[Entry(text=role) for role in one.roles],
        )
        for one in programme.partners
    ]
    return _chapter("partners", "Partners and their roles", entries, "The document names no partners.")


def _categories(programme: Programme) -> Chapter:
    entries = [
        Entry(lead=one.name, text=_flat(one.meaning), source=one.source, under=_of_category(one))
        for one in programme.categories
    ]
    return _chapter("categories", "Categories of support", entries, "The programme has no categories of support.")


def _of_category(category: Category) -> list[Entry]:
    return [
        *(Entry(lead="Brings", text=given(one), source=one.source) for one in category.entitlements),
        *(Entry(lead="Asks or offers", text=text) for text in category.expects),
        *(_round(one) for one in category.cadences),
        *(Entry(lead="Stays", text=" ".join(filter(None, (one.says, one.then))), source=one.source) for one in category.stays),
    ]  # fmt: skip


def given(one: Entitlement) -> str:
    """`Officer time: at least 14 hours a term, by an adviser`."""
    amount = "" if one.unit == "access" else f": {amount_said(one)}"
    return f"{one.label}{amount}{f', by {one.by}' if one.by else ''}"


def _round(one: Cadence) -> Entry:
    return Entry(lead="Comes round", text=f"{one.label}: {rhythm(one)}", source=one.source)


def _every_school(programme: Programme) -> Chapter:
    entries = [Entry(lead=one.label, text=rhythm(one), source=one.source) for one in programme.cadences]
    says = "Beside what a category brings; some of it only for schools of a kind." if entries else ""
    none = "Nothing comes round but what stands under the categories."
    return _chapter("rounds", "What comes round for schools", entries, none, says)


def _references(programme: Programme) -> list[Chapter]:
    none = Chapter(
        id="references", title="To look up", says="The document gives no powers, grounds or lists to look up."
    )
    made = [
        Chapter(
            id=f"reference-{one.id}",
            title=one.title,
            says=f"From {one.source}." if one.source else "",
            entries=_items(one.items),
        )
        for one in programme.references
    ]
    return made or [none]


def _glossary(programme: Programme) -> Chapter:
    entries = [Entry(lead=one.word, text=one.means, source=one.source) for one in programme.glossary]
    says = (
        "They stand as tooltips where a school’s category is shown, and the spelling lets them pass." if entries else ""
    )
    return _chapter("glossary", "Glossary", entries, "The programme explains no words of its own.", says)


def _gaps(programme: Programme) -> Chapter:
    entries = [Entry(lead=one.label, text=one.why, source=one.source, under=_held(one)) for one in programme.gaps]
    says = "The document speaks of these and does not hold them. Nothing is invented: each is empty, or holds what the authority put there."  # fmt: skip
    return _chapter("gaps", "Gaps", entries, "No gaps are known.", says if entries else "")


def _held(gap: Gap) -> list[Entry]:
    return [Entry(text=line) for line in gap.held] or [Entry(text="Empty.")]


def _doubts(programme: Programme) -> Chapter:
    entries = [
        Entry(text=one.says, source=one.source, under=[Entry(lead="Our reading", text=one.ours)])
        for one in programme.doubts
    ]
    says = (
        "Where the document says a thing two ways or can be read in two, and how sipdesk reads it." if entries else ""
    )
    return _chapter("doubts", "Doubts", entries, "No doubts are known.", says)


_Make = Callable[[Programme], Chapter]
_FIRST: tuple[_Make, ...] = (_about, _vocabulary, _priorities, _strands, _partners, _categories, _every_school)
_LAST: tuple[_Make, ...] = (_glossary, _gaps, _doubts)


def _chapter(chapter: str, title: str, entries: list[Entry], none: str, says: str = "") -> Chapter:
    return Chapter(id=chapter, title=title, says=says if entries else none, entries=entries)


def _items(items: Iterable[Item]) -> list[Entry]:
    return [Entry(text=one.label, source=one.source) for one in items]


def _flat(text: str) -> str:
    return " ".join(text.split())
