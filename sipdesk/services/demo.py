"""The rehearsal: an invented partner, an invented caseload, one invented school's whole year. Nobody real is in it."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sipdesk import paths
from sipdesk.domain.base import Model
from sipdesk.domain.errors import Refused
from sipdesk.system.files import private_folder, write_atomically

_MARK = "sipdesk-demo.json"


class Plan(Model):
    """Who, where and when: `plan.json` of the demo."""

    authority: str
    partner: str
    school: str
    terms: list[str]


def plan() -> Plan:
    """The plan as shipped."""
    return Plan.model_validate_json(source("plan.json").read_text(encoding="utf-8"))


def prepare(folder: Path) -> None:
    """Make the folder ready. One that an earlier demo made is emptied; anything else is refused, never overwritten."""
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} is a file. Name a folder for the demo; nothing was changed.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _MARK).exists():
        raise Refused(f"{folder} holds other things. Name an empty folder for the demo; nothing was changed.")
    private_folder(folder)
    write_atomically(folder / _MARK, json.dumps({"made": datetime.now(UTC).isoformat()}).encode())
    for name in ("desk", "notes", "papers"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in ("notes", "papers"):
        private_folder(folder / name)


def source(name: str) -> Path:
    """A file of the demo as shipped."""
    return paths.resources() / "demo" / name


def answers(term: str) -> dict[str, Any]:
    """What the partner wrote in a term."""
    told: dict[str, Any] = json.loads(source(f"{term.partition('/')[2]}.json").read_text(encoding="utf-8"))
    return told


def note_name(number: int, term: str, urn: str) -> str:
    """A file name without spaces: `2025-26_1_autumn_900101.pdf`."""
    year, _, name = term.partition("/")
    return f"{year}_{number}_{name}_{urn}.pdf"
