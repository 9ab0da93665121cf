"""Where a school stands: its category and since when, what that brings, which categories its facts fit, and deciding."""

from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from sipdesk.app import Services
from sipdesk.domain.category import Match
from sipdesk.domain.placement import Flagged, Placement, PlacementDraft, SchoolStanding
from sipdesk.domain.programme import Entitlement
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.school.category_decide import DecideCard
from sipdesk.gui.school.category_part import Call, Changing, Part, both, explain_in, how, matches_table
from sipdesk.gui.widgets.controls import button, frame, label, say
from sipdesk.gui.widgets.flow import Flow
from sipdesk.gui.widgets.page import hint

_NOWHERE = "This school is in no category yet."
_NO_MATCH = "No rule of the programme speaks for a category by the facts that are known. Enter facts under Facts, or decide without."
_UNKNOWN = "The allocation sheet says “{written}”. {programme} has no category of that name: decide which one is meant."
_TWICE = "The allocation sheet says “{written}”, and another category elsewhere: decide which one is meant."
_KEYS = "Enter decides on the category one stands on · Ctrl+Z takes the last decision back"


class PlacePart(Part):
    """A card that says it, a table that says why, and the form to decide by."""

    word = "Where it stands"

    def __init__(self, tab: Changing) -> None:
        super().__init__(tab)
        self.card = frame("card")
        self.place = label(role="section", wrap=True)
        self.how = label(role="muted", wrap=True)
        self.meaning = label(wrap=True)
        self.brings_title = label("What it brings", "strong")
        self.brings = label(wrap=True)
        self.flags = label(wrap=True)
        self.variant = label(role="muted", wrap=True)
        self.decide = button("Decide on the category…", name="Decide on the category")
        self.read = button("What the programme says…", name="What the programme says")
        self.against = label(role="doubt", wrap=True)
        self.fits_title = label("Which categories its facts fit", "strong")
        self.none_fits = label(_NO_MATCH, "muted", wrap=True)
        self.fits = matches_table(self.theme, "Categories that fit", category=True)
        self.fits.setSortingEnabled(False)
        self.says = label(role="muted", wrap=True)
        self.keys = hint(_KEYS)
        self.form = DecideCard(tab.desk, tab.theme, self.today)
        self._lay_out()
        self.decide.clicked.connect(lambda: self.begin(""))
        self.fits.opened.connect(self._open)
        self.form.given.connect(self._give)
        self.form.closed.connect(self.arrive)
        explain_in(self.fits, _explain, self.says)
        self.undo_in(self.fits)

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(tokens.S4, tokens.S3, tokens.S4, tokens.S3)
        inside.setSpacing(tokens.S2)
        for widget in (self.place, self.how, self.meaning, self.flags, self.brings_title, self.brings, self.variant):
            inside.addWidget(widget)
        tools = Flow()
        tools.addWidget(self.decide)
        tools.addWidget(self.read)
        inside.addLayout(tools)
        for made in (
            self.card,
            self.form,
            self.against,
            self.fits_title,
            self.none_fits,
            self.fits,
            self.says,
            self.keys,
        ):
            self.column.addWidget(made)
        self.column.addStretch(1)

    def clear(self) -> None:
        """Nothing of the last school, and no form half filled for it."""
        super().clear()
        self.form.hide()
        self.fits.put([])
        for words in (self.place, self.how, self.meaning, self.brings, self.flags, self.against, self.variant):
            say(words, "")

    def tell(self, view: SchoolStanding) -> None:
        """Where it stands now."""
        super().tell(view)
        there = bool(view.categories)
        say(self.place, view.place if there or view.name else "No categories")
        say(self.how, _how(view))
        say(self.meaning, view.meaning)
        say(self.flags, "\n".join(_flag(flag) for flag in view.flags if flag.borne))
        gives = [entitled(one) for one in view.entitlement] + view.expects
        say(self.brings, "\n".join(f"– {line}" for line in gives))
        self.brings_title.setVisible(bool(gives))
        say(self.variant, view.variant)
        self.decide.setVisible(there and not view.left)
        self.read.setVisible(bool(view.programme))
        doubts = [view.lapsed, *(_against(match, view) for match in view.contradicted)]
        say(self.against, "\n".join(filter(None, doubts)))
        self.fits.put(list(enumerate(view.matches)))
        for widget in (self.fits, self.keys):
            widget.setVisible(bool(view.matches))
        self.fits_title.setVisible(there)
        self.none_fits.setVisible(there and not view.matches)

    # -- deciding ------------------------------------------------------------------------------------------------

    def begin(self, category: str) -> None:
        """The form, with a category offered."""
        if self.view is not None and self.view.categories and not self.view.left:
            self.form.start(self.view, category)
            self.open_card(self.form, self.form.category, self.form.title.text(), self.form.means.text())

    def _open(self, key: str) -> None:
        row = self.fits.rows.row_at(self.fits.rows.find(key))
        if row is not None:
            self.begin(row[1].category)

    def _give(self) -> None:
        draft = self.form.draft()
        if draft is not None:
            call = partial(_place, urn=self.tab.urn, draft=draft)
            self.tab.change(call, "Category decided · Undo takes it back", self.form, _back)

    def arrive(self) -> None:
        """On what fits, else on deciding."""
        (self.decide if self.fits.isHidden() else self.fits).setFocus(Qt.FocusReason.OtherFocusReason)


def entitled(given: Entitlement) -> str:
    """`Additional officer time: 14 hours a term, at least`; what has no number says so in the document's word."""
    if given.unit == "access":
        return given.label
    amount = given.amount
    if not isinstance(amount, Decimal):
        return f"{given.label}: {amount}"
    unit = given.unit if amount != 1 else given.unit.removesuffix("s")
    often = {"once": "once", "half-term": "a half-term"}.get(given.per, f"a {given.per}")
    bound = "" if given.bound == "exactly" else f" {given.bound}"
    by = f", by {given.by}" if given.by else ""
    return f"{given.label}:{bound} {amount.normalize():f} {unit} {often}{by}"


def how_decided(placement: Placement) -> str:
    """Who agreed, or that it was imposed and why, and when it was talked over."""
    written = f" (“{placement.written}”)" if placement.written else ""
    decided = f"Decided by {placement.decided_by}" if not placement.automatic else w.sentence(placement.decided_by)
    parts = [f"From the allocation sheet{written}" if placement.from_sheet else decided]
    if placement.imposed:
        parts.append(f"without agreement: {placement.imposed_why}" if placement.imposed_why else "without agreement")
    elif placement.agreed_with:
        parts.append(f"agreed with {both(placement.agreed_with)}")
    if placement.discussed_on:
        whom = f" with {both(placement.discussed_with)}" if placement.discussed_with else ""
        parts.append(f"talked over on {w.day(placement.discussed_on)}{whom}")
    if placement.heard:
        parts.append(f"the head {placement.heard} the reasons")
    return " · ".join(parts)


def _how(view: SchoolStanding) -> str:
    placement = view.placement
    if placement is None:
        return _NOWHERE if view.categories else ""
    if placement.written and not placement.category:
        named = {name.casefold() for _, name, _ in view.categories}
        said = _TWICE if placement.written.casefold() in named else _UNKNOWN
        return said.format(written=placement.written, programme=view.programme or "The programme")
    return view.to_confirm or how_decided(placement)


def _flag(flag: Flagged) -> str:
    because = f": {flag.because[:1].lower()}{flag.because[1:]}" if flag.because else ""
    return f"{flag.label}{because}"


def _against(match: Match, view: SchoolStanding) -> str:
    there = f"it stands in {view.name}" if view.name else "it is in no category"
    return f"A rule the document calls automatic asks for {match.name}, and {there}: {match.says} ({match.source})"


def _explain(row: tuple[int, Match]) -> str:
    match = row[1]
    return f"{how(match)}. {match.says} Fact: {match.because}. Source: {match.source}."


def _place(services: Services, urn: str, draft: PlacementDraft) -> Placement:
    return services.placing.place(urn, draft)


def _back(placement: Placement) -> Call:
    return partial(_take_back, placement=placement.id)


def _take_back(services: Services, placement: str) -> None:
    services.placing.take_back(placement)
