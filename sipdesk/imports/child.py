"""The import child: reads one request, confines itself, parses one file, writes JSON lines, and is gone.

It loads as little as it can before it knows what it has to do; start-up is most of a small file's time.
Every message is one line. The last one is `{"end": true}`; without it the parent takes nothing as read.
"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sipdesk.domain.errors import BadInput
from sipdesk.system.confine import Limits, confine

_MOST_BYTES = 20 << 20
_BATCH = 100
_RECOGNISED_BY = 200_000

Messages = Iterator[dict[str, Any]]


def main(arguments: list[str]) -> int:
    """Serve one request from standard input. `arguments` is empty. Returns the exit code, 0 also for a refusal."""
    request = json.loads(sys.stdin.buffer.read(8 << 20))
    work = _PREPARE[str(request["job"])](request)
    confine(Limits())
    try:
        for message in work():
            _say(message)
    except BadInput as refusal:
        _say({"refused": refusal.sentence})
    except MemoryError:
        _say({"refused": "The file needs more memory than an import may take; it was not read."})
    except OSError as error:
        _say({"refused": f"The file cannot be read: {error.strerror or 'the system refused'}."})
    except Exception as error:  # noqa: BLE001 - whatever a parser raises ends here, in the process that may die of it
        _say({"broken": type(error).__name__})
    _say({"end": True})
    return 1 if arguments else 0


def _say(message: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))
    sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise BadInput(f"The file is larger than {_MOST_BYTES >> 20} MB; no allocation is. It was not read.")
    return data


def _tables(request: dict[str, Any]) -> Callable[[], Messages]:
    """Sheets of a workbook or a CSV. The parser is loaded before the limits fall, for they forbid writing caches."""
    path = Path(request["path"])
    with path.open("rb") as file:
        start = file.read(4)
    from sipdesk.imports.archive import is_zip, refuse_old_workbooks  # noqa: PLC0415 - only what the file needs

    if is_zip(start):
        from sipdesk.imports.workbook import read_workbook as read  # noqa: PLC0415
    else:
        from sipdesk.imports.csvtable import read_csv as read  # noqa: PLC0415

    def work() -> Messages:
        data = _bytes_of(path)
        refuse_old_workbooks(data)
        tables = read(data)
        yield {
            "format": tables.format,
            "encoding": tables.encoding,
            "delimiter": tables.delimiter,
            "remarks": tables.remarks,
        }
        for sheet in tables.sheets:
            yield {"sheet": sheet.name, "state": sheet.state, "merges": sheet.merges}
            for first in range(0, len(sheet.rows), _BATCH):
                yield {
                    "rows": [
                        [row.number, row.hidden, [[column, *cell] for column, cell in row.cells.items()]]
                        for row in sheet.rows[first : first + _BATCH]
                    ]
                }

    return work


def _register(request: dict[str, Any]) -> Callable[[], Messages]:
    from sipdesk.imports.register import read_register  # noqa: PLC0415

    return lambda: read_register(Path(request["path"]), set(request["full_for"]))


def _figures(request: dict[str, Any]) -> Callable[[], Messages]:
    from sipdesk.imports.figurerows import read_figures  # noqa: PLC0415
    from sipdesk.imports.figurewords import FigureWords  # noqa: PLC0415

    words = FigureWords()
    return lambda: read_figures(Path(request["path"]), request, words)


def _inspections(request: dict[str, Any]) -> Callable[[], Messages]:
    from sipdesk.imports.inspectionrows import read_inspections  # noqa: PLC0415
    from sipdesk.imports.publicwords import table  # noqa: PLC0415

    words = table("ofsted")
    return lambda: read_inspections(Path(request["path"]), request, words)


def _links(request: dict[str, Any]) -> Callable[[], Messages]:
    from sipdesk.imports.linkrows import read_links  # noqa: PLC0415

    return lambda: read_links(Path(request["path"]))


def _reply(request: dict[str, Any]) -> Callable[[], Messages]:
    from sipdesk.imports.replyfields import fields_in  # noqa: PLC0415

    return lambda: fields_in(Path(request["path"]))


def _recognise(request: dict[str, Any]) -> Callable[[], Messages]:
    path = Path(request["path"])
    from sipdesk.imports.archive import Archive, is_zip, refuse_old_workbooks  # noqa: PLC0415
    from sipdesk.imports.signs import kind_of_text  # noqa: PLC0415

    def work() -> Messages:
        with path.open("rb") as file:
            start = file.read(_RECOGNISED_BY)
        refuse_old_workbooks(start)
        if is_zip(start):
            Archive(_bytes_of(path)).refuse_strangers()
            yield {"kind": "allocation"}
        else:
            yield {"kind": kind_of_text(start)}

    return work


_PREPARE = {
    "tables": _tables,
    "register": _register,
    "exclusions": _figures,
    "ofsted": _inspections,
    "links": _links,
    "recognise": _recognise,
    "reply": _reply,
}
