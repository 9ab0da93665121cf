"""A day and a time of day, as a partner writes them."""

import re
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sipdesk.domain.one_line import read_when, spoken_when
from sipdesk.gui import tokens
from sipdesk.gui.visit.editors.base import Surroundings
from sipdesk.gui.visit.editors.rows import abreast, captioned, hinted
from sipdesk.gui.visit.fields import Line
from sipdesk.gui.widgets.controls import say

_TIME = re.compile(r"^(\d{1,2})(?:[:.]?(\d\d))?\s*(am|pm)?$", re.IGNORECASE)


def read_time(text: str) -> str:
    """`10:40` from `10.40`, `1040`, `10:40 am` or `2pm`; empty where it is no time."""
    found = _TIME.match(text.strip())
    if not found:
        return ""
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        hour = hour % 12 + (12 if found[3].lower() == "pm" else 0) if 1 <= hour <= 12 else 24
    elif not found[2]:
        return ""
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else ""


class Moment(QWidget):
    """When something was passed on."""

    edited = Signal()

    def __init__(self, around: Surroundings, about: str) -> None:
        super().__init__()
        self._context = around.context
        self._raw: Any = None
        self._shown = ("", "")
        self.day = Line(f"{about}: date it was passed on", "10 March")
        self.time = Line(f"{about}: time it was passed on", "10:40")
        self.wanted = hinted("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.S1)
        column.addLayout(abreast(captioned("Date passed on", self.day), captioned("Time", self.time)))
        column.addWidget(self.wanted)
        for field in (self.day, self.time):
            field.edited.connect(self._touch)
        say(self.wanted, "")

    def _touch(self) -> None:
        self._say()
        self.edited.emit()

    def _say(self) -> None:
        day, time = self.day.text().strip(), self.time.text().strip()
        lacks = bool(day or time) and not self._read()
        say(self.wanted, "Write a day and a time, for example 10 March and 10:40." if lacks else "")

    def _read(self) -> str:
        day = read_when(self.day.text(), self._context.year).day
        time = read_time(self.time.text())
        return f"{day.isoformat()}T{time}:00" if day and time else ""

    def put(self, value: Any) -> None:
        """Show a moment."""
        self._raw = value
        try:
            at = datetime.fromisoformat(str(value)) if value else None
        except ValueError:
            at = None
            self._shown = (str(value), "")
        else:
            self._shown = (spoken_when(at.date(), ""), f"{at:%H:%M}") if at else ("", "")
        self.day.put(self._shown[0])
        self.time.put(self._shown[1])
        self._say()

    def value(self) -> Any:
        """The moment as it is kept; what is not one yet, as it was typed."""
        day, time = self.day.text(), self.time.text()
        if (day, time) == self._shown:
            return self._raw
        return self._read() or " ".join(filter(None, (day.strip(), time.strip()))) or None

    def first(self) -> QWidget:
        """The day."""
        return self.day
