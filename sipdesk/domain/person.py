"""Who is who at a school: contacts by role, and when somebody last made sure that they are still right."""

from datetime import date, timedelta

from pydantic import model_validator

from sipdesk.domain.base import Line, Model

HEAD = "Headteacher"
CHAIR = "Chair of governors"
ROLES = (
    HEAD,
    "Deputy headteacher",
    CHAIR,
    "Special needs co-ordinator",
    "Designated safeguarding lead",
    "School business manager",
    "Office",
)
"""Offered, never required."""
_A_TERM = timedelta(days=120)


class Person(Model):
    """One contact of a school. Since and until are words as typed: a month is often all that is known."""

    id: str = ""
    urn: str
    role: Line = ""
    name: Line = ""
    email: Line = ""
    phone: Line = ""
    since: Line = ""
    until: Line = ""
    checked: date | None = None
    """When somebody last made sure."""

    @model_validator(mode="after")
    def _somebody(self) -> "Person":
        if not self.role and not self.name:
            raise ValueError("a contact needs a role or a name")
        return self

    @property
    def gone(self) -> bool:
        """No longer in the role."""
        return bool(self.until)

    def doubtful(self, today: date) -> bool:
        """True where nobody has made sure for longer than a term."""
        return not self.gone and (self.checked is None or today - self.checked > _A_TERM)


def same_role(left: str, right: str) -> bool:
    """Whether two roles are the same in other letters."""
    return left.casefold().split() == right.casefold().split()


def rank(role: str) -> int:
    """The head first, roles nobody foresaw last."""
    return next((n for n, known in enumerate(ROLES) if same_role(known, role)), len(ROLES))
