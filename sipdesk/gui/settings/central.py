"""The central service: with whom this desk is enrolled, where its notes go, and whether that place can be reached."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from sipdesk.domain.clock import local
from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.outbox.joining import JoinPanel
from sipdesk.gui.outbox.line import apart
from sipdesk.gui.settings.section import Section
from sipdesk.gui.settings.signing import flow_of
from sipdesk.gui.widgets.asking import AskOpen, ask_open
from sipdesk.gui.widgets.controls import button, label, say
from sipdesk.gui.widgets.field import Field

if TYPE_CHECKING:
    from sipdesk.app import Services
    from sipdesk.domain.clock import Clock
    from sipdesk.services.doctor import Diagnosis
    from sipdesk.services.enrolling import EnrolView

_NONE = "This desk is not enrolled: no note leaves it by itself. Your authority’s file (.sipenrol) sets everything up in one step."
_MARKS = {"fine": "✓", "wrong": "✗", "not tried": "–"}
_TOKEN = "As the service gave it to you. It is kept in this device’s keyring only, and tried at once."  # noqa: S105


class CentralSection(Section):
    """Nothing leaves from here; the test writes one small file of its own."""

    changed = Signal()
    """Enrolled, or enrolled anew."""

    def __init__(self, desk: DeskLink, choose: AskOpen = ask_open) -> None:
        super().__init__("Central service", "Where sealed copies of your signed notes go.")
        self._desk = desk
        self._destination = ""
        self.name, self.place = label(role="strong", wrap=True), label(_NONE, "muted", wrap=True)
        self.words, self.since = label("", wrap=True), label("", "label", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.test = button("Test the connection")
        self.found = label("", wrap=True)
        self.token = Field("Access token", _TOKEN, secret=True)
        self.keep, self.forget = button("Keep the token"), button("Forget it")
        self._token = flow_of(self.keep, self.forget)
        self._tools = flow_of(self.test)
        self.join = JoinPanel(desk, choose)
        self.add(self.name, self.place, self.words, self.since, self._tools, self.found, self.token, self._token)
        self.add(self.join)
        self.end()
        self.test.clicked.connect(lambda: self._examine(""))
        self.keep.clicked.connect(self._keep)
        self.token.edit.returnPressed.connect(self._keep)
        self.forget.clicked.connect(self._forget)
        self.join.joined.connect(self._joined)
        self.join.refused.connect(self.refuse)
        self._fold(enrolled=False)

    def _fold(self, *, enrolled: bool) -> None:
        for widget in (self.name, self.words, self.since, self._tools):
            widget.setVisible(enrolled)
        address = enrolled and "://" in self._destination
        for widget in (self.token, self._token):
            widget.setVisible(address)
        say(self.found, "")

    def load(self) -> None:
        """As the desk has it."""
        self._desk.ask(_view, self._show, self.refuse)

    def _show(self, view: "EnrolView") -> None:
        self._destination = view.destination
        self._fold(enrolled=view.enrolled)
        self.join.open.setText("Take another file…" if view.enrolled else "Open the authority’s file…")
        self.join.open.setAccessibleName("Take another enrolment file" if view.enrolled else "Open the enrolment file")
        if not view.enrolled:
            self.place.setText(_NONE)
            return
        since = f"Enrolled on {w.day(local(view.since).date())}." if view.since else ""
        others = " ".join(f"Schools of authority {one.la_code}: to {one.to}." for one in view.others)
        recovery = "The authority could open this desk for you if you forget your passphrase." if view.recovery else ""
        self.name.setText(" · ".join(dict.fromkeys((view.name, view.service))))
        self.place.setText(" ".join(filter(None, (f"Notes go to {view.to}.", others))))
        self.words.setText(f"Its twelve words: {view.words}")
        self.since.setText(" ".join(filter(None, (since, recovery))))

    # -- the connection ------------------------------------------------------------------------------------------

    def _examine(self, token: str) -> None:
        """On the network's own thread: a dead place holds nothing up."""
        for made in (self.test, self.keep):
            made.setEnabled(False)
        say(self.found, "")
        self.tell("Trying it with a small test file…")
        work = apart(partial(_examine, self._destination, token, self._desk.app.clock))
        self._desk.background.watch(work, self._examined, self._not_examined)

    def _examined(self, told: "Diagnosis") -> None:
        self._rest()
        say(
            self.found,
            "\n".join(
                f"{_MARKS.get(one.finding, '·')} {one.tried}{f': {one.says}' if one.says else ''}" for one in told.steps
            ),
        )
        if told.fit:
            self.token.edit.clear()
            self.tell(
                "It is reached, and keeps what packages need."
                + (" One small test file stays there." if told.left else "")
            )
        else:
            self.refuse("Not everything is as it should be. Nothing of yours was sent.")

    def _not_examined(self, sentence: str) -> None:
        self._rest()
        self.refuse(sentence)

    def _rest(self) -> None:
        for made in (self.test, self.keep):
            made.setEnabled(True)

    def _keep(self) -> None:
        """It is kept once the place is found fit with it."""
        if self.token.text.strip():
            self._examine(self.token.text.strip())
        else:
            self.token.refuse("Paste the token first.")

    def _forget(self) -> None:
        where = self._destination
        self._desk.outside(partial(_forget, where), lambda _: self.tell("Forgotten on this device."), self.refuse)

    def _joined(self, remarks: str) -> None:
        self.tell(f"This desk is enrolled. {remarks}".strip())
        self.load()
        self.changed.emit()


def _view(services: "Services") -> "EnrolView":
    return services.enrolling.view()


def _examine(destination: str, token: str, clock: "Clock") -> "Diagnosis":
    from sipdesk.services.doctor import Proof, examine  # noqa: PLC0415

    return examine(destination, Proof(token), clock)


def _forget(destination: str) -> None:
    from sipdesk.services.credentials import forget  # noqa: PLC0415

    forget(destination)
