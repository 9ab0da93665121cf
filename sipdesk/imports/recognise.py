"""What kind of file a person hands us, by its content."""

from pathlib import Path

from sipdesk.domain.errors import BadInput
from sipdesk.imports.outside import Outside
from sipdesk.imports.signs import FileKind


def recognise(path: Path) -> FileKind:
    """`allocation`, `gias`, `links`, `ofsted` or `exclusions`. Raises BadInput for a file that is no table.

    A workbook, and a table without the signs of another kind, may be an allocation.
    """
    told = next(Outside(path).ask("recognise"), {}).get("kind")
    kinds: tuple[FileKind, ...] = ("allocation", "gias", "links", "ofsted", "exclusions")
    for kind in kinds:
        if told == kind:
            return kind
    raise BadInput(f"{path.name}: what kind of file this is cannot be told. Nothing was changed.")
