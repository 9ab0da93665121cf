"""Lists in which the adviser stands once, beside the first school of a block: merged cells that a CSV has forgotten."""

from itertools import pairwise

from sipdesk.domain.allocation import AllocationRow
from sipdesk.imports.reading import Outline, SheetRows

_ABOVE = "The adviser stands further up, beside the first school of the block."


def fill_blocks(outlined: Outline, result: SheetRows) -> SheetRows:
    """Give the rows of a block its adviser, but only where the sheet leaves no doubt that it is so written.

    That is: the adviser's column stands left of the school's; the first row has a name; no name stands twice, not even
    a placeholder; there are at least two of them; every one has an empty row beneath; and more rows are empty than named.
    """
    for columns in result.tables:
        advisers = columns.of("adviser")
        places = [*columns.of("name"), *columns.of("urn"), *columns.of("laestab")]
        if len(advisers) != 1 or not places or advisers[0] > min(places):
            return result
    written = {row.row: result.adviser_cells.get(row.row, "") for row in result.rows}
    told = [text for text in written.values() if text]
    marks = [bool(text) for text in written.values()]
    alone = marks and marks[0] and not marks[-1] and not any(a and b for a, b in pairwise(marks))
    if not alone or len(told) < 2 or len(set(told)) < len(told) or len(written) <= 2 * len(told):
        return result
    current: list[str] = []
    rows: list[AllocationRow] = []
    for row in result.rows:
        current = row.advisers if written[row.row] else current
        remarks = [*row.remarks, *([] if written[row.row] else [_ABOVE])]
        rows.append(row.model_copy(update={"advisers": current, "remarks": remarks}))
    result.rows = rows
    where = f"Sheet “{outlined.sheet.name}”: " if outlined.sheet.name else ""
    result.messages.append(
        f"{where}Each adviser stands only beside the first school of a block; the schools below it were read as theirs."
    )
    return result
