"""What a service touched, told once to whoever shows it."""

from sipdesk.domain.base import Model


class Changes(Model):
    """Empty lists mean nothing of that sort was touched."""

    visits: list[str] = []
    schools: list[str] = []
    caseload: bool = False
    establishments: bool = False
    by_rules: int = 0
    """Schools whose category a rule set."""
    remarks: list[str] = []
    """Sentences the person should read."""
