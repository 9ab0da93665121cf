"""The one family of errors. Each carries the sentence a person reads: what happened, what was kept, what to do."""

from dataclasses import dataclass


class SipdeskError(Exception):
    """Anything sipdesk refuses or cannot do. `str(error)` is the sentence for the person."""

    @property
    def sentence(self) -> str:
        """The plain sentence, never a traceback."""
        return str(self)


class Refused(SipdeskError):
    """The request is understood and turned down; nothing changed."""


class NotFound(SipdeskError):
    """What was asked for is not in this desk."""


class BadInput(SipdeskError):
    """A file or an answer from outside cannot be taken as it is; nothing changed."""


class WrongPassphrase(SipdeskError):
    """No key slot opens with this passphrase."""


class DeskBusy(SipdeskError):
    """Another process has this desk open; the sentence names host and process."""


class DeskDamaged(SipdeskError):
    """The desk, or a backup of it, is not whole."""


class DeskTooNew(SipdeskError):
    """The desk was written by a newer sipdesk."""


class Cancelled(SipdeskError):
    """The person stopped it; things are as they were."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a form file: where it stands, which key, what was expected."""

    file: str
    line: int
    key: str
    expected: str
    remark: bool = False
    """A remark may be meant and stops nothing; anything else is an error."""

    def __str__(self) -> str:
        word = "remark" if self.remark else "error"
        return f"{self.file}:{self.line}: {word}: {self.key}: {self.expected}"


class FormProblems(SipdeskError):
    """One or more form files cannot be used. `problems` lists every mistake found."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        told = "The files of the programme cannot be used as they are, so nothing was changed. Mend this first:"
        super().__init__("\n".join([told, *(str(problem) for problem in problems)]))
