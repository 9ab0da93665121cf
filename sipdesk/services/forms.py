"""The forms that visits were opened with, read from the desk, and those that new visits open with."""

import contextlib
from collections.abc import Callable

from sipdesk.domain.calendar import TermSlot, assumed_dates
from sipdesk.domain.errors import FormProblems, NotFound
from sipdesk.domain.programme import Programme
from sipdesk.domain.question import Form
from sipdesk.domain.visit import FormPin, Visit
from sipdesk.forms.loader import Edition, Library, read_form, read_programme
from sipdesk.store.visits import Visits


class FormService:
    """Pins a form and its programme to a visit and reads them back, whatever became of the files since."""

    def __init__(self, visits: Visits, library: Library, chosen: Callable[[str], str] = lambda _authority: "") -> None:
        """`chosen` gives the edition somebody settled on for an authority; empty where the date decides."""
        self._visits = visits
        self._chosen = chosen
        self._library = library
        self._forms: dict[str, Form] = {}
        self._programmes: dict[str, Programme] = {}
        self._usable: dict[tuple[str, str, str], Programme] = {}

    def edition(self, authority: str, slot: TermSlot) -> Edition:
        """The edition a visit of that term opens with, with a remark where its dates have passed."""
        dates = assumed_dates(slot.year, slot.term)
        return self._library.edition_for(authority, dates.first, self._chosen(authority), dates.last)

    def usable(self, authority: str, slot: TermSlot) -> Programme | None:
        """The same programme for lists of many schools, looked up once until another edition is settled on; None where there
        are no forms that can be read: one authority's folder must not stand in the way of the others' schools."""
        key = (authority, str(slot), self._chosen(authority))
        if key not in self._usable:
            with contextlib.suppress(NotFound, FormProblems):
                self._usable[key] = self.edition(authority, slot).programme
        return self._usable.get(key)

    def named(self, authority: str, edition: str) -> Programme:
        """One edition, whatever the day. `NotFound`, `FormProblems`."""
        return self._library.programme(authority, edition)

    def installed(self) -> list[Programme]:
        """Every edition of every authority that can be read, in order."""
        found = []
        for authority in self._library.authorities():
            for edition in self._library.editions(authority):
                with contextlib.suppress(FormProblems):
                    found.append(self._library.programme(authority, edition))
        return found

    def pin(self, edition: Edition, form_id: str) -> FormPin:
        """Keep the texts in the desk, inside the caller's transaction, and name them."""
        programme = edition.programme
        form = self._library.form(programme.authority, programme.edition, form_id)
        text, sha256 = self._library.programme_text(programme.authority, programme.edition)
        pin = FormPin(
            authority=programme.authority,
            edition=programme.edition,
            form=form_id,
            sha256=form.sha256,
            programme_sha256=sha256,
        )
        self._visits.keep_form(pin, form.text, text)
        return pin

    def asks(self, programme: Programme, kind: str) -> bool:
        """Whether any visit of a programme's year has a question of this kind. A form that cannot be read asks nothing."""
        for form_id in dict.fromkeys(slot.form for slot in programme.visits):
            try:
                form = self._library.form(programme.authority, programme.edition, form_id).form
            except (FormProblems, NotFound):
                continue
            if any(question.kind == kind for section in form.sections for question in section.questions):
                return True
        return False

    def form(self, programme: Programme, form_id: str) -> Form:
        """A form of an edition as its file has it now."""
        return self._library.form(programme.authority, programme.edition, form_id).form

    def form_of(self, visit: Visit) -> Form:
        """The form as it was when the visit was opened."""
        sha256 = visit.pin.sha256
        if sha256 not in self._forms:
            self._forms[sha256] = read_form(self._visits.form_text(sha256), sha256, visit.pin.form)
        return self._forms[sha256]

    def programme_of(self, visit: Visit) -> Programme:
        """The programme as it was when the visit was opened."""
        sha256 = visit.pin.programme_sha256
        if sha256 not in self._programmes:
            self._programmes[sha256] = read_programme(self._visits.form_text(sha256), sha256, visit.pin.authority)
        return self._programmes[sha256]
