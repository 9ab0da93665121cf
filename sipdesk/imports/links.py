"""The kinds of link in the register → which school went before which. Kinds come from `resources/public/links.toml`."""

from collections.abc import Iterable

from sipdesk.imports.public import LinkLine
from sipdesk.imports.publicwords import fold, table


def with_way(lines: Iterable[LinkLine]) -> list[tuple[str, ...]]:
    """Each line with `before`, `after`, `part before`, `part after`, or nothing where the kind says neither."""
    kinds = {
        fold(kind): f"{'part ' if told.get('shared') else ''}{told['way']}"
        for kind, told in table("links")["kinds"].items()
    }
    return [(*line, kinds.get(fold(line[3]), "")) for line in lines]
