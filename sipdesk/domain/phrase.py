"""A phrase of a partner's own."""

from sipdesk.domain.base import Model, Prose


class Phrase(Model):
    """Words worth keeping, and how often they were used."""

    id: str
    words: Prose
    used: int = 0
    at: str = ""
