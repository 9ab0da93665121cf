"""Child side: XML from outside. A document type declaration is refused wherever it stands; nothing is ever fetched."""

from collections.abc import Callable, Iterable
from typing import Any, NoReturn
from xml.parsers import expat

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from sipdesk.domain.errors import BadInput

_DAMAGED = (
    "The workbook is damaged: its part {name} is not well formed. Save it again from a spreadsheet, and import that."
)
_DTD = "The workbook's part {name} declares a document type, which no spreadsheet writes. It was not read."

_DEEPEST = 100


def local(tag: str) -> str:
    """A tag without namespace or prefix, so that both dialects of the format read alike."""
    return tag.rpartition("}")[2].rpartition(":")[2]


def tree(name: str, data: bytes) -> Any:
    """A small part as an element tree."""
    try:
        return fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise BadInput(_DTD.format(name=name)) from error
    except (ParseError, ValueError, LookupError) as error:
        raise BadInput(_DAMAGED.format(name=name)) from error


def stream(
    name: str,
    chunks: Iterable[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """A large part, event by event, in constant memory. Tags come without their prefix."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0

    def opened(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise BadInput(_DAMAGED.format(name=name))
        start(tag.rpartition(":")[2], attributes)

    def closed(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(tag.rpartition(":")[2])

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = text

    def refuse(*_: object) -> NoReturn:
        raise BadInput(_DTD.format(name=name))

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)  # noqa: FBT003 - expat takes it by position
        parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError as error:
        raise BadInput(_DAMAGED.format(name=name)) from error
