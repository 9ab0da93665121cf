"""Child side: what kind of file this is, by its first lines and never by its name."""

from typing import Literal

from sipdesk.imports.decoding import decode, refuse_strangers

FileKind = Literal["allocation", "gias", "links", "ofsted", "exclusions"]

_SIGNS: tuple[tuple[FileKind, tuple[str, ...]], ...] = (
    ("gias", ("urn", "establishmentname", "typeofestablishment (code)", "establishmentstatus (code)")),
    ("links", ("urn", "linkurn", "linktype")),
    ("ofsted", ("urn", "ofsted phase", "web link")),
    ("ofsted", ("urn", "latest oeif")),
    ("exclusions", ("time_period", "geographic_level", "suspension")),
    ("exclusions", ("time_period", "geographic_level", "perm_excl")),
    ("exclusions", ("headcount", "perm_excl", "fixed_excl")),
    ("exclusions", ("headcount", "perm_excl", "susp_rate")),
    ("exclusions", ("short", "item", "years", "value", "region")),
)
_LINES = 12


def kind_of_text(start: bytes) -> FileKind:
    """The kind of a text file from its beginning; what bears no sign of another kind may be an allocation."""
    refuse_strangers(start)
    # The piece may end inside a character; Windows-1252 then reads headings all the same.
    head = "\n".join(decode(start).text.splitlines()[:_LINES]).casefold()
    for kind, signs in _SIGNS:
        if all(sign in head for sign in signs):
            return kind
    return "allocation"
