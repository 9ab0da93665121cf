"""What an enrolment file says before there is a desk. Outside work; nothing is kept."""

from sipdesk.domain.base import Line, Model
from sipdesk.services.enrolled import in_words


class Invited(Model):
    """Who invites, and where notes would go."""

    authority: Line
    """Id of the authority whose programme the file names, else its own id."""
    name: Line
    to: Line
    """In words."""
    words: Line
    """Twelve words to compare by telephone."""
    recovery: bool = False
    """The authority could open the desk, if its passphrase is forgotten."""


def invited(data: bytes) -> Invited:
    """Of an enrolment file; `BadInput` for anything else."""
    from sipdesk.sync.enrolment import read  # noqa: PLC0415 - libsodium is loaded for those who enrol

    told = read(data)
    said = told.enrolment
    programme = said.programme.partition("/")[0]
    return Invited(
        authority=programme or said.authority,
        name=said.name,
        to=in_words(said.destination),
        words=told.words,
        recovery=bool(said.recovery_key),
    )
