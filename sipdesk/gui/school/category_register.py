"""The register of schools at risk: shut until it is opened, and each opening is kept. Nothing of it leaves the desk."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from sipdesk.domain.placement import (
    Judged,
    RegisterEntry,
    RegisterView,
    SchoolStanding,
)
from sipdesk.domain.rules import Item
from sipdesk.gui import tokens
from sipdesk.gui.school import category_entry as listing
from sipdesk.gui.school.category_assess import AssessCard, indicator_columns
from sipdesk.gui.school.category_card import AskCard, DayField, Paragraph
from sipdesk.gui.school.category_history import ToldCard
from sipdesk.gui.school.category_part import Call, Changing, Part, Undo, explain_in, matches_table
from sipdesk.gui.widgets.controls import announce, button, label, say
from sipdesk.gui.widgets.flow import Flow
from sipdesk.gui.widgets.table import Table

_NONE = "{programme} keeps no register of schools at risk."
_SHUT = (
    "{name}{short} is confidential. It is shut until you open it; that it was opened, when and for which school is kept in "
    "this desk’s audit. Nothing of it goes into a note, a brief, a calendar file, a file name or the window’s title."
)
_OPEN = "Opened today; kept in this desk’s audit. Leaving this part, another school, a lock or F9 shuts it again."
_NO_RULE = "No rule speaks for it by the facts that are known."


class RegisterPart(Part):
    """A shut door, and the sheet behind it."""

    word = "Register"

    def __init__(self, tab: Changing) -> None:
        super().__init__(tab)
        self.page: RegisterView | None = None
        self._urn = ""
        self.door = label(role="muted", wrap=True)
        self.error = label(role="error", wrap=True)
        self.open = button("Open the register")
        self.sheet = QWidget()
        self.opened = label(_OPEN, "muted", wrap=True)
        self.state = label(role="section", wrap=True)
        self.why = label(wrap=True)
        self.remarks = label(role="doubt", wrap=True)
        self.put_on = button("Put on the register…", name="Put on the register")
        self.keep_off = button("Leave off, with a reason…", name="Leave off the register, with a reason")
        self.take_off = button("Take off…", name="Take off the register")
        self.assess = button("Assess the risks…", name="Assess the risks")
        self.told = button("Somebody was told…", name="Somebody was told of the register")
        self.tried = button("Tried to tell…", name="Somebody was tried to be told")
        self.write = button("Internal notes…", name="Write internal notes")
        self.shut = button("Shut the register")
        self.rules_title = label("Rules that speak for it", "strong")
        self.rules = matches_table(self.theme, "Rules that speak for the register", category=False)
        self.rules.setSortingEnabled(False)
        self.says = label(role="muted", wrap=True)
        self.indicators_title = label("Indicators, as last assessed", "strong")
        self.indicators = Table(
            self.theme, "Indicators, as last assessed", indicator_columns(self._judged), listing.indicator_id
        )
        self.indicators.setSortingEnabled(False)
        self.assessed = label(role="muted", wrap=True)
        self.hears_title = label("Who is to hear of it, and who did", "strong")
        self.hears = label(wrap=True)
        self.inside_title = label("Internal notes", "label")
        self.inside = label(wrap=True)
        self._last = (self.indicators_title, self.indicators, self.assessed)
        self._cards()
        self._lay_out()
        self._connect()

    def _cards(self) -> None:
        self.on_card = AskCard("Put it on")
        self.on_day = DayField("On the register from", self.today)
        self.on_why = Paragraph(self.theme, "Reason", "Which concerns, on what evidence")
        self.on_card.add_pair(self.on_day, QWidget())
        self.on_card.add(self.on_why)
        self.keep_card = AskCard("Leave it off")
        self.keep_why = Paragraph(self.theme, "Why it is left off")
        self.keep_card.add(self.keep_why)
        self.words_card = AskCard("Keep the notes")
        self.words = Paragraph(self.theme, "Internal notes", "Only for who needs to know; they never leave this desk")
        self.words_card.add(self.words)
        self.off_card = AskCard("Take it off")
        self.off_day = DayField("Off the register from", self.today)
        self.off_why = Paragraph(self.theme, "Why", "What has changed, and what carries on")
        self.off_card.add_pair(self.off_day, QWidget())
        self.off_card.add(self.off_why)
        self.assess_card = AssessCard(self)
        self.told_card = ToldCard(self)
        self.tried_card = ToldCard(self, "Keep the attempt")
        self.cards: tuple[AskCard, ...] = (
            self.on_card, self.off_card, self.keep_card, self.words_card, self.told_card, self.tried_card, self.assess_card,
        )  # fmt: skip

    def _lay_out(self) -> None:
        lines = QVBoxLayout(self.sheet)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(tokens.S3)
        tools = Flow()
        self.tools = (
            self.assess, self.put_on, self.keep_off, self.take_off, self.told, self.tried, self.write, self.shut,
        )  # fmt: skip
        for pressed in self.tools:
            tools.addWidget(pressed)
        lines.addWidget(self.state)
        lines.addWidget(self.why)
        lines.addWidget(self.remarks)
        lines.addLayout(tools)
        for card in self.cards:
            lines.addWidget(card)
        for widget in (self.rules_title, self.rules, self.says, self.indicators_title, self.indicators, self.assessed):
            lines.addWidget(widget)
        for shown in (self.hears_title, self.hears, self.inside_title, self.inside, self.opened):
            lines.addWidget(shown)
        self.column.addWidget(self.door)
        self.column.addWidget(self.error)
        self.column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.sheet)
        self.column.addStretch(1)
        self.error.hide()
        self.sheet.hide()

    def _connect(self) -> None:
        self.open.clicked.connect(self._open)
        self.shut.clicked.connect(self.close_sheet)
        self.assess.clicked.connect(self._begin_assess)
        self.put_on.clicked.connect(self._begin_on)
        self.take_off.clicked.connect(self._begin_off)
        self.told.clicked.connect(lambda: self._begin_told(self.told_card, "Who was told of it?"))
        self.tried.clicked.connect(lambda: self._begin_told(self.tried_card, "Who was tried, and what came of it?"))
        self.keep_off.clicked.connect(self._begin_keep)
        self.write.clicked.connect(self._begin_words)
        self.on_card.given.connect(self._give_on)
        self.keep_card.given.connect(self._give_keep)
        self.words_card.given.connect(self._give_words)
        self.off_card.given.connect(self._give_off)
        self.assess_card.given.connect(self._give_assess)
        self.told_card.given.connect(lambda: self._give_told(self.told_card, attempt=False))
        self.tried_card.given.connect(lambda: self._give_told(self.tried_card, attempt=True))
        for card in self.cards:
            card.closed.connect(self._closed)
        explain_in(self.rules, listing.explain, self.says)
        self.indicators.opened.connect(lambda _key: self._begin_assess())

    # -- open and shut -------------------------------------------------------------------------------------------

    @property
    def _entry(self) -> RegisterEntry | None:
        return self.page.entry if self.page else None

    def clear(self) -> None:
        """Shut, and nothing of the last school behind it."""
        super().clear()
        self.close_sheet()

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever goes elsewhere leaves nothing open behind."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.close_sheet()

    def unkept(self) -> Call | None:
        """The call that keeps an assessment that is half made; None where nothing waits."""
        card = self.assess_card
        if card.isHidden() or not card.touched:
            return None
        card.touched = False
        return partial(listing.assess, urn=self._urn, look=card.half())

    def close_sheet(self) -> None:
        """Out of sight and out of memory; an assessment that is half made is kept, not lost."""
        waiting = self.unkept()
        if waiting is not None:
            self.tab.desk.ask(waiting, lambda _page: None, self._failed)
        here = QApplication.focusWidget()
        held = here is not None and self.sheet.isAncestorOf(here)
        self.page, self._urn = None, ""
        self.open.setVisible(bool(self.view and self.view.risk_register))
        self.door.show()
        if held and self.open.isVisible():
            self.open.setFocus(Qt.FocusReason.OtherFocusReason)
        self.sheet.hide()
        for table in (self.rules, self.indicators):
            table.put([])
        for told in (self.state, self.why, self.remarks, self.hears, self.inside, self.assessed, self.says):
            told.setText("")
        for card in self.cards:
            card.hide()

    def tell(self, view: SchoolStanding) -> None:
        """Another standing; what is open stays open."""
        super().tell(view)
        register = view.risk_register
        if register is None:
            self.door.setText(_NONE.format(programme=view.programme or "The programme"))
        else:
            short = f" ({register.short})" if register.short else ""
            self.door.setText(_SHUT.format(name=register.name, short=short))
        self.open.setVisible(register is not None and self.page is None)

    def _open(self) -> None:
        urn = self.tab.urn
        self.tab.desk.ask(partial(listing.open_page, urn=urn), partial(self._opened, urn), self._failed)

    def _failed(self, sentence: str) -> None:
        say(self.error, sentence)
        announce(self, sentence)

    def _opened(self, urn: str, page: RegisterView) -> None:
        if urn == self.tab.urn and self.isVisible():  # nobody went elsewhere while it was being opened
            self._show(page)
            announce(self, f"{self.state.text()}. {_OPEN}")
            self.arrive()

    def _show(self, page: RegisterView) -> None:
        self.page, self._urn = page, page.urn
        sheet, entry = page.sheet, page.entry
        say(self.error, "")
        self.state.setText(listing.state(page))
        say(self.why, listing.reason(page))
        say(self.remarks, "\n".join(page.remarks))
        there = entry is not None
        shown = {
            self.put_on: not there, self.keep_off: not there and bool(page.matches), self.take_off: there,
            self.told: there, self.tried: there and not page.maintained, self.write: there,
            self.assess: there and bool(sheet.indicators),
        }  # fmt: skip
        for pressed, seen in shown.items():
            pressed.setVisible(seen)
        self.rules.put(list(enumerate(page.matches)))
        self.rules.setVisible(bool(page.matches))
        if not page.matches:
            say(self.says, _NO_RULE)
        self.indicators.least = min(11, len(sheet.indicators))
        self.indicators.put(sheet.indicators)
        for widget in (self.indicators, self.indicators_title):
            widget.setVisible(bool(sheet.indicators))
        say(self.assessed, listing.assessed(sheet, entry))
        say(self.hears, "\n".join(listing.hears(sheet, entry)))
        self.hears_title.setVisible(bool(self.hears.text()))
        say(self.inside, entry.internal if entry else "")
        self.inside_title.setVisible(bool(self.inside.text()))
        for shut in (self.open, self.door):
            shut.hide()
        self.sheet.show()

    def _judged(self, item: Item) -> Judged:
        return self._entry.indicators.get(item.id, Judged()) if self._entry else Judged()

    # -- changing ------------------------------------------------------------------------------------------------

    def _begin(self, card: AskCard, first: QWidget, title: str, means: str = "") -> None:
        for other in self.cards:
            if other is not card:
                other.hide()
        self.open_card(card, first, title, means)

    def _do(self, call: Call, said: str, card: AskCard, undo: Undo | None = None) -> None:
        """What is changed comes back as the page: it is not opened, and entered as opened, a second time."""

        def done(page: RegisterView) -> None:
            self._again(page)
            if undo is not None:
                self.tab.keep_undo(undo(page), self._again)
            self.tab.told(said, card)

        self.tab.desk.ask(call, done, card.refuse)

    def _again(self, page: RegisterView) -> None:
        if self.page is not None and page.urn == self._urn:
            self._show(page)

    def _begin_assess(self) -> None:
        if self.page is not None and self.assess_card.isHidden():
            self.assess_card.start(self.page)
            for widget in self._last:
                widget.hide()
            self._begin(self.assess_card, self.assess_card.table, "A new assessment")

    def _give_assess(self) -> None:
        made = self.assess_card.assessment()
        if made is not None:
            self.assess_card.touched = False
            self._do(partial(listing.assess, urn=self._urn, look=made), "Assessment kept", self.assess_card)

    def _begin_on(self) -> None:
        self.on_day.put(self.today())
        self.on_why.put("")
        self._begin(self.on_card, self.on_day, "Put the school on the register")

    def _give_on(self) -> None:
        on = self.on_day.read()
        if self.on_day.empty:
            self.on_day.refuse("Write the day from which it counts.")
        if on is not None and self.page is not None:
            call = partial(listing.enter, urn=self._urn, on=on, reason=self.on_why.text)
            self._do(call, "Kept on the register", self.on_card)

    def _begin_off(self) -> None:
        self.off_day.put(self.today())
        self.off_why.put("")
        self._begin(self.off_card, self.off_day, "Take the school off the register", "Its entry stays in this desk.")

    def _give_off(self) -> None:
        on = self.off_day.read()
        if self.off_day.empty:
            self.off_day.refuse("Write the day from which it counts.")
        if on is not None:
            call = partial(listing.leave, urn=self._urn, on=on, why=self.off_why.text)
            undo = partial(listing.put_back, urn=self._urn)
            self._do(call, "Taken off the register · Undo puts it back", self.off_card, lambda _page: undo)

    def _begin_keep(self) -> None:
        self.keep_why.put("")
        means = "The rules speak for it; leaving it off needs a reason, which is kept."
        self._begin(self.keep_card, self.keep_why, "Leave the school off the register", means)

    def _give_keep(self) -> None:
        self._do(partial(listing.keep_off, urn=self._urn, why=self.keep_why.text), "Reason kept", self.keep_card)

    def _begin_words(self) -> None:
        self.words.put(self._entry.internal if self._entry else "")
        self._begin(self.words_card, self.words, "Internal notes")

    def _give_words(self) -> None:
        self._do(partial(listing.words, urn=self._urn, internal=self.words.text), "Notes kept", self.words_card)

    def _begin_told(self, card: ToldCard, title: str) -> None:
        card.start()
        listed = " · ".join(item.label for item in self.page.sheet.told) if self.page else ""
        self._begin(card, card.who, title, listed)

    def _give_told(self, card: ToldCard, *, attempt: bool) -> None:
        told = card.told()
        if told is not None:
            said = "Attempt kept" if attempt else "Kept"
            self._do(
                partial(listing.tell, urn=self._urn, told=told, attempt=attempt),
                said,
                card,
                listing.undo_told(attempt=attempt),
            )

    def _closed(self) -> None:
        if self.page is not None:
            self._show(self.page)
        self.arrive()

    def arrive(self) -> None:
        """On the door, or on what is behind it."""
        target = self.open if self.page is None else self.assess
        if not target.isHidden():
            target.setFocus(Qt.FocusReason.OtherFocusReason)
