"""The file as a whole: its head and tail, language, title, colour, metadata, and nothing in it that acts."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import pikepdf
from defusedxml import ElementTree

from sipdesk.notes.checking.content import under
from sipdesk.notes.checking.fault import Found, Rule

Said = Iterator[tuple[str, str]]

_ACTS = {"/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState",
         "/Rendition", "/Trans", "/GoTo3DView", "/SubmitForm", "/URI"}  # fmt: skip
_SPACE = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
}
_TOLD_TWICE = {
    "/Title": "dc:title/rdf:Alt/rdf:li",
    "/Author": "dc:creator/rdf:Seq/rdf:li",
    "/Creator": "xmp:CreatorTool",
    "/Producer": "pdf:Producer",
    "/CreationDate": "xmp:CreateDate",
    "/ModDate": "xmp:ModifyDate",
}
"""What the old place for title and author says, and where the metadata must say the same. Times are not compared."""
_IDS = {"pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1"}


def file(found: Found) -> Said:
    """Version 1.0 to 1.7, marked as binary, with an identity, open to all."""
    if not re.match(rb"%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}", found.data):
        yield "head", "the file does not begin as an archive must"
    if "/Encrypt" in found.pdf.trailer:
        yield "encrypted", "the file is encrypted"
    if "/ID" not in found.pdf.trailer:
        yield "identity", "the file has no ID"
    if not re.search(rb"%%EOF\r?\n?$", found.data[-8:]):
        yield "tail", "something follows the end of the file"


def stream_ends(found: Found) -> Said:
    """The data of a stream ends at a line's end, where the file can be read from as it is."""
    for hit in re.finditer(rb"(?<![\r\n])endstream\b", found.data):
        yield "stream", f"no line's end before the end of the stream at {hit.start()}"
        return


def tagged(found: Found) -> Said:
    """Language, structure, title shown."""
    root = found.pdf.Root
    if not str(root.get("/Lang", "")).strip():
        yield "lang", "the document has no language"
    if under(root, "/MarkInfo", "/Marked") is not True or under(root, "/MarkInfo", "/Suspects"):
        yield "marked", "the document does not say that it is tagged"
    if found.heard is None:
        yield "structure", "there is no structure"
    if under(root, "/ViewerPreferences", "/DisplayDocTitle") is not True:
        yield "title-shown", "a reader is not told to show the title"


def colour(found: Found) -> Said:
    """One output intent, with the profile of a screen inside."""
    for intent in found.pdf.Root.get("/OutputIntents", []):
        profile = intent.get("/DestOutputProfile")
        if intent.get("/S") == "/GTS_PDFA1" and profile is not None:
            data = profile.read_bytes()
            if data[36:40] == b"acsp" and data[16:20] == b"RGB " and profile.get("/N") == 3:
                return
    yield "intent", "there is no output intent with an RGB profile"


def acts(found: Found) -> Said:
    """Nothing that acts: no script, no programme, no link out."""
    root = found.pdf.Root
    if "/OpenAction" in root or "/AA" in root or under(root, "/Names", "/JavaScript") is not None:
        yield "action", "something happens when the file is opened"
    for one in found.pdf.objects:
        if any(held.get("/S") in _ACTS or "/JS" in held or "/AA" in held for held in _dictionaries(one)):
            yield "action", "there is something inside that acts"


def _dictionaries(one: Any) -> Iterator[Any]:
    if isinstance(one, pikepdf.Dictionary):
        yield one
        yield from (held for held in one.values() if isinstance(held, pikepdf.Dictionary))
    elif isinstance(one, pikepdf.Stream):
        yield one


def filters(found: Found) -> Said:
    """No compression an archive forbids, nothing kept outside the file."""
    for one in found.pdf.objects:
        if isinstance(one, pikepdf.Stream):
            if "/LZWDecode" in str(one.get("/Filter", "")):
                yield "filter", "a stream is compressed in a forbidden way"
            if "/F" in one:
                yield "outside", "a stream lies outside the file"


def metadata(found: Found) -> Said:
    """The metadata says what the file was built to, and the old place says nothing else."""
    held = found.pdf.Root.get("/Metadata")
    if held is None:
        yield "xmp", "there is no metadata"
        return
    if "/Filter" in held:
        yield "xmp-filter", "the metadata is compressed"
    try:
        told = ElementTree.fromstring(held.read_bytes())
    except ParseError:
        yield "xmp", "the metadata cannot be read"
        return
    for name, wanted in _IDS.items():
        if _text(told, name) != wanted:
            yield name, f"the metadata does not say {name} {wanted}"
    yield from _same(found.pdf.trailer.get("/Info", {}), told)


def _same(info: Any, told: Element) -> Said:
    if not str(info.get("/Title", "")).strip():
        yield "title", "the document has no title"
    for name, path in _TOLD_TWICE.items():
        other = _text(told, path)
        same = other is not None if name.endswith("Date") else str(info.get(name, "")) == (other or "")
        if name in info and not same:
            yield "metadata", f"{name[1:]} is one thing here and another in the metadata"


def _text(told: Element, path: str) -> str | None:
    found = told.find(f".//{path}", _SPACE)
    if found is not None:
        return found.text or ""
    # What is said in one word may also stand as an attribute; programs that add to a file write it so.
    prefix, _, name = path.partition(":")
    held = (one.get(f"{{{_SPACE[prefix]}}}{name}") for one in told.iter(f"{{{_SPACE['rdf']}}}Description"))
    return next((text for text in held if text is not None), None)


RULES: list[Rule] = [file, stream_ends, tagged, colour, acts, filters, metadata]
