"""Where parcels are unpacked: a folder that the authority alone reads, with an index of what counts.

`notes/NOTE/REVISION-CONTENT/` and `requests/…` hold the files, the manifest and its signature; CONTENT is the beginning of a
hash of what the parcel says, so that the same paper has the same place in whatever order and however often it comes.
`index.json` says which revision stands.
"""

import os
import secrets
import shutil
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from cryptography.hazmat.primitives import serialization

from sipdesk.domain.parcel import canonical, canonical_json
from sipdesk.domain.received import Conflict
from sipdesk.sync.central import Taken
from sipdesk.sync.package import MANIFEST, SIGNATURE, SIGNER, Opened
from sipdesk.system.files import private_folder, sync_folder, write_atomically

_PART = ".part-"
_SHOWN = 12
_ROOMS = {"note": "notes", "requests": "requests"}


def place_of(kind: str, note: str, revision: int, content: str) -> str:
    """Where a parcel's files lie, below the inbox."""
    return f"{_ROOMS[kind]}/{note}/{revision}-{content[:_SHOWN]}"


class Inbox:
    """The folder. Nothing in it is ever changed or taken away but the index."""

    def __init__(self, folder: Path) -> None:
        self.folder = private_folder(folder)
        for part in folder.glob(f"{_PART}*"):  # somebody was stopped in the middle
            shutil.rmtree(part, ignore_errors=True)

    def unpack(self, opened: Opened, content: str) -> str:
        """Lay the files down, all of them or none; where, below the folder. What lies there already is the same."""
        manifest = opened.manifest
        place = place_of(manifest.kind, manifest.note, manifest.revision, content)
        target = self.folder / place
        if not target.exists():
            part = private_folder(self.folder / f"{_PART}{secrets.token_hex(8)}")
            pem = b"".join(one.public_bytes(serialization.Encoding.PEM) for one in (opened.certificate, *opened.chain))
            held = {MANIFEST: canonical(manifest), SIGNATURE: opened.signature, SIGNER: pem, **opened.files}
            for name, data in held.items():
                _write(part / name, data)
            sync_folder(part)
            private_folder(target.parent)
            part.rename(target)
            sync_folder(target.parent)
        return place

    def write_index(self, taken: Iterable[Taken]) -> None:
        """What counts: every paper once, with what took its place. The same for the same papers in any order."""
        papers = _papers(taken)
        replaced: dict[str, set[str]] = defaultdict(set)
        for note, _revision, _rendition, _content, supersedes in papers:
            replaced[supersedes].add(note)
        several = _several(papers)
        lines = []
        for key, one in sorted(papers.items()):
            note, revision, rendition, content, _ = key
            by = sorted(replaced.get(note, ()))
            state = "conflict" if key in several else "superseded" if by else "current"
            lines.append(
                {
                    "kind": one.kind, "note": note, "revision": revision, "rendition": rendition, "state": state,
                    "supersedes": one.supersedes, "superseded_by": by, "signer": one.signer,
                    "folder": place_of(one.kind, note, revision, content), "content": content,
                }
            )  # fmt: skip
        write_atomically(self.folder / "index.json", canonical_json({"version": 1, "papers": lines}) + b"\n")

    def lacks(self, taken: Iterable[Taken]) -> int:
        """How many papers were taken in before this inbox was first used: they were unpacked in another one."""
        used = any((self.folder / room).exists() for room in _ROOMS.values())
        return 0 if used else len(_papers(taken))

    @staticmethod
    def conflicts(taken: Iterable[Taken]) -> list[Conflict]:
        """Notes of which two different papers came under one revision."""
        found: dict[tuple[str, int], list[str]] = defaultdict(list)
        papers = _papers(taken)
        for paper in sorted(_several(papers)):
            note, revision, content = paper[0], paper[1], paper[3]
            found[note, revision].append(place_of(papers[paper].kind, note, revision, content))
        return [Conflict(note=note, revision=revision, folders=folders) for (note, revision), folders in found.items()]


def _write(place: Path, data: bytes) -> None:
    """A file in a folder that nobody sees yet: flushed, and nothing more, for the folder gets its name at the end."""
    with place.open("xb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


_Paper = tuple[str, int, str, str, str]
"""Note, revision, rendition, content, what it supersedes."""


def _papers(taken: Iterable[Taken]) -> dict[_Paper, Taken]:
    """Each paper that was taken in, once."""
    return {
        (one.note, one.revision, one.rendition, one.content, one.supersedes): one
        for one in taken
        if one.outcome == "received" and one.kind in _ROOMS
    }


def _several(papers: Iterable[_Paper]) -> set[_Paper]:
    same: dict[tuple[str, int, str], set[_Paper]] = defaultdict(set)
    for paper in papers:
        same[paper[:3]].add(paper)
    return {paper for found in same.values() if len(found) > 1 for paper in found}
