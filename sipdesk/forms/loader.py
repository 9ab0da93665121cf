"""The programmes and forms in a folder: forms/<authority>/<edition>/programme.toml with one file for each form beside it.

Nothing is read before it is asked for, so that a mistake in one authority's folder never stands in another's way.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sipdesk.domain.days import spoken_day
from sipdesk.domain.errors import FormProblems, NotFound, Problem
from sipdesk.domain.programme import Programme
from sipdesk.domain.question import Form
from sipdesk.forms import checks
from sipdesk.forms.reading import Source, build, hash_of, read_source
from sipdesk.forms.words import Found

PROGRAMME = "programme.toml"


@dataclass(frozen=True)
class Edition:
    """The edition a new visit opens with. `remark` is empty, or says that the date lies outside the edition's own."""

    programme: Programme
    remark: str = ""


@dataclass(frozen=True)
class LoadedForm:
    """A form with the exact text it was read from; a visit keeps text and hash."""

    authority: str
    edition: str
    form: Form
    text: str
    sha256: str


@dataclass(frozen=True)
class Library:
    """All authorities of a folder. Each method raises NotFound for what is not there, FormProblems for what is wrong."""

    root: Path
    own: Path | None = None
    """A folder of the partner's or the council's own; an authority in it stands in front of a shipped one."""
    _programmes: dict[tuple[str, str], Programme] = field(default_factory=dict, repr=False)
    _forms: dict[tuple[str, str, str], LoadedForm] = field(default_factory=dict, repr=False)

    def authorities(self) -> list[str]:
        """Ids of the authorities, in order."""
        return sorted({*folders(self.root), *(folders(self.own) if self.own and self.own.is_dir() else [])})

    def _root(self, authority: str) -> Path:
        own = self.own
        return own if own is not None and (own / authority).is_dir() else self.root

    def editions(self, authority: str) -> list[str]:
        """Names of an authority's editions, in order."""
        if authority not in self.authorities():
            known = ", ".join(self.authorities())
            raise NotFound(f"There are no forms for “{authority}”. There are forms for: {known}.")
        return folders(self._root(authority) / authority)

    def programme(self, authority: str, edition: str) -> Programme:
        """One edition of an authority's programme."""
        key = (authority, edition)
        if key not in self._programmes:
            folder = self._folder(authority, edition)
            self._programmes[key] = build_programme(programme_source(folder, self._root(authority)), folder)
        return self._programmes[key]

    def programme_text(self, authority: str, edition: str) -> tuple[str, str]:
        """The exact text of an edition's programme and its hash; a visit keeps both."""
        source = programme_source(self._folder(authority, edition), self._root(authority))
        return source.text, source.sha256

    def edition_for(self, authority: str, on: date, chosen: str = "", until: date | None = None) -> Edition:
        """The edition for a visit on a day: valid then; else the latest that had begun; else the earliest. With `until`, the
        last day of the term, one that begins within the term comes before one that is over.

        A draft counts only where there is nothing else, or where it is the one that was `chosen`. Outside its dates an
        edition still serves, with a remark. One that cannot be read takes nothing away from another that is valid.
        """
        if chosen:
            settled_on = self.programme(authority, chosen)
            return Edition(settled_on, remark_on(settled_on, on))
        found, wrong = self._read(authority)
        settled = [p for p in found if p.status != "draft"] or found
        ordered = sorted(settled, key=lambda p: p.valid_from)
        valid = [p for p in ordered if p.valid_from <= on <= p.valid_to]
        if wrong and not valid:
            raise FormProblems([problem for error in wrong.values() for problem in error.problems])
        if not found:
            raise NotFound(f"“{authority}” has a folder, but no edition of its programme in it.")
        coming = [p for p in ordered if until and on < p.valid_from <= until]
        begun = [p for p in ordered if p.valid_from <= on]
        serves = valid[-1] if valid else coming[0] if coming else begun[-1] if begun else ordered[0]
        remarks = ["" if serves in coming else remark_on(serves, on), _left_out(authority, wrong)]
        return Edition(serves, " ".join(filter(None, remarks)))

    def _read(self, authority: str) -> tuple[list[Programme], dict[str, FormProblems]]:
        """The editions of an authority, and those that cannot be read, by name."""
        found, wrong = list[Programme](), dict[str, FormProblems]()
        for name in self.editions(authority):
            try:
                found.append(self.programme(authority, name))
            except FormProblems as error:
                wrong[name] = error
        return found, wrong

    def form(self, authority: str, edition: str, form_id: str) -> LoadedForm:
        """One form of an edition."""
        key = (authority, edition, form_id)
        if key not in self._forms:
            folder = self._folder(authority, edition)
            if form_id not in form_ids(folder):
                known = ", ".join(form_ids(folder))
                raise NotFound(f"{authority} {edition} has no form “{form_id}”. Its forms are: {known}.")
            source = read_source(folder / f"{form_id}.toml", _name(folder, self._root(authority), form_id))
            form = build_form(source, form_id)
            self._forms[key] = LoadedForm(authority, edition, form, source.text, source.sha256)
        return self._forms[key]

    def _folder(self, authority: str, edition: str) -> Path:
        if edition not in self.editions(authority):
            known = ", ".join(self.editions(authority)) or "none"
            raise NotFound(f"{authority} has no edition “{edition}”. Its editions are: {known}.")
        return self._root(authority) / authority / edition


def load_programmes(root: Path, own: Path | None = None) -> Library:
    """The authorities in a folder, and in one of the partner's own beside it. Raises FormProblems where there is no such folder, or nothing in it."""
    if not root.is_dir():
        raise FormProblems(
            [Problem(str(root), 1, "folder", "a folder with one for each authority; there is none here")]
        )
    try:
        empty = not folders(root)
    except OSError as error:
        raise FormProblems(
            [Problem(str(root), 1, "folder", f"a folder that can be read ({error.strerror})")]
        ) from error
    if empty:
        raise FormProblems([Problem(str(root), 1, "folder", "a folder for each authority; this one is empty")])
    return Library(root, own)


def read_form(text: str, sha256: str | None, file: str) -> Form:
    """The form a visit was opened with, from the text it kept. Raises FormProblems.

    Only the shape is checked: rules added later must not shut out a form that was once in use.
    """
    if sha256 is not None and hash_of(text) != sha256:
        raise FormProblems([Problem(file, 1, "file", "the text this visit was opened with; it has been changed since")])
    return build(Source(file, text), Form, lambda _data: [])


def read_programme(text: str, sha256: str | None, file: str) -> Programme:
    """The programme a visit was opened with, from the text it kept. Raises FormProblems; only the shape is checked."""
    if sha256 is not None and hash_of(text) != sha256:
        raise FormProblems([Problem(file, 1, "file", "the text this visit was opened with; it has been changed since")])
    return build(Source(file, text), Programme, lambda _data: [])


def folders(parent: Path) -> list[str]:
    """Names of the folders within one, without hidden ones, in order."""
    return sorted(p.name for p in parent.iterdir() if p.is_dir() and not p.name.startswith("."))


def form_ids(folder: Path) -> list[str]:
    """Ids of the forms in an edition's folder: a form's file bears its id."""
    return sorted(p.stem for p in folder.glob("*.toml") if p.name != PROGRAMME)


def programme_source(folder: Path, root: Path) -> Source:
    """The text and values of an edition's programme. Raises FormProblems."""
    file = _name(folder, root, "programme")
    if not (folder / PROGRAMME).exists():
        raise FormProblems([Problem(file, 1, "file", "missing; each edition needs this file")])
    return read_source(folder / PROGRAMME, file)


def build_programme(source: Source, folder: Path) -> Programme:
    """The programme of an edition's folder, which bears its names. Raises FormProblems."""
    names = {"authority": folder.parent.name, "edition": folder.name}

    def check(data: checks.Data) -> list[Found]:
        wrong: list[Found] = [
            ((key,), f"“{name}”, as the folder is called") for key, name in names.items() if data[key].strip() != name
        ]
        return wrong + checks.programme(data, form_ids(folder))

    return build(source, Programme, check)


def build_form(source: Source, form_id: str) -> Form:
    """The form in a file that bears its id. Raises FormProblems."""

    def check(data: checks.Data) -> list[Found]:
        wrong: list[Found] = []
        if data["form"] != form_id:
            wrong = [(("form",), f"“{form_id}”, as the file is called; no two forms share an id")]
        return wrong + checks.form(data)

    return build(source, Form, check)


def _name(folder: Path, root: Path, form_id: str) -> str:
    return f"{folder.relative_to(root).as_posix()}/{form_id}.toml"


def _left_out(authority: str, wrong: dict[str, FormProblems]) -> str:
    """That editions were passed over; empty where none was."""
    named = ", ".join(f"{authority} {name}" for name in wrong)
    return f"There are mistakes in the files of {named}: left out until they are mended." if wrong else ""


def remark_on(programme: Programme, on: date) -> str:
    """That an edition serves outside its dates; empty within them."""
    name = f"{programme.vocabulary.authority} {programme.edition}"
    if on > programme.valid_to:
        return f"{name} ended on {spoken_day(programme.valid_to)}. It serves until there is a newer edition."
    if on < programme.valid_from:
        return f"{name} begins on {spoken_day(programme.valid_from)}. It serves before that as there is no earlier edition."
    return ""
