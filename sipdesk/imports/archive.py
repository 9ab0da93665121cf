"""Child side: the ZIP around a workbook, checked before anything in it is parsed."""

import io
import zipfile
from collections.abc import Iterator

from sipdesk.domain.errors import BadInput

_MOST_ENTRIES = 200
_MOST_INFLATED = 200 << 20
_MOST_READ_WHOLE = 16 << 20
_MOST_RATIO = 150
_RATIO_COUNTS_FROM = 1 << 20
_CHUNK = 1 << 16
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE = "Open it in a spreadsheet, save it as “Excel Workbook (.xlsx)”, and import that."


def is_zip(start: bytes) -> bool:
    """Whether the file begins as a ZIP does."""
    return start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"))


def refuse_old_workbooks(data: bytes) -> None:
    """Raise BadInput for the older binary formats and for workbooks locked with a password."""
    if not data.startswith(_OLE):
        return
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise BadInput("The workbook is protected with a password. Save a copy without it, and import that.")
    raise BadInput(f"The file is in an older Office format (.xls or .doc), which sipdesk does not read. {_SAVE}")


class Archive:
    """A checked ZIP. What is inflated is counted as it comes, for declared sizes may lie."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise BadInput(f"The workbook is damaged: its archive cannot be opened. {_SAVE}") from error
        self._left = _MOST_INFLATED
        self._check(self._zip.infolist())
        self.names = {info.filename for info in self._zip.infolist()}

    @staticmethod
    def _check(entries: list[zipfile.ZipInfo]) -> None:
        names = [entry.filename.replace("\\", "/") for entry in entries]
        if len(entries) > _MOST_ENTRIES:
            raise BadInput(f"The workbook has {len(entries)} parts; more than {_MOST_ENTRIES} are not opened. {_SAVE}")
        if len({name.casefold() for name in names}) != len(names) or any(_escapes(name) for name in names):
            raise BadInput(f"The workbook's archive has names that no spreadsheet writes; it was not opened. {_SAVE}")
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise BadInput("The file is protected with a password. Save a copy without it, and import that.")
        if sum(entry.file_size for entry in entries) > _MOST_INFLATED or any(_swells(entry) for entry in entries):
            raise BadInput(
                "The workbook swells to an unreasonable size when opened, as a damaged or hostile file does. It was not opened. "
                "Copy the rows that matter into a new workbook, and import that."
            )

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part in pieces. Raises BadInput when it is missing, damaged or larger than may be."""
        try:
            with self._zip.open(name) as part:
                while piece := part.read(_CHUNK):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise BadInput("The workbook holds more than it declares; it was not read.")
                    yield piece
        except (zipfile.BadZipFile, KeyError, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise BadInput(f"The workbook is damaged: its part {name} cannot be read. {_SAVE}") from error
        except ValueError as error:
            raise BadInput(f"The workbook is damaged: its part {name} cannot be inflated. {_SAVE}") from error

    def read(self, name: str) -> bytes:
        """A whole part, for those that are small in every honest workbook."""
        data = bytearray()
        for piece in self.chunks(name):
            data += piece
            if len(data) > _MOST_READ_WHOLE:
                raise BadInput(f"The workbook's part {name} is far larger than in any list; it was not read. {_SAVE}")
        return bytes(data)

    def refuse_strangers(self) -> None:
        """Raise BadInput for archives that are no plain workbook: macros, binary workbooks, other documents."""
        lower = {name.casefold() for name in self.names}
        if any(name.endswith("vbaproject.bin") for name in lower):
            raise BadInput(f"The workbook contains macros (.xlsm), which are not opened. {_SAVE}")
        if "xl/workbook.bin" in lower:
            raise BadInput(f"The workbook is in the binary format (.xlsb), which sipdesk does not read. {_SAVE}")
        kinds = {
            "word/": "a Word document",
            "ppt/": "a presentation",
            "content.xml": "an OpenDocument file (.ods)",
            "index/": "an Apple Numbers file",
        }
        if not any(name.startswith("xl/") for name in lower):
            found = [what for start, what in kinds.items() if any(name.startswith(start) for name in lower)]
            raise BadInput(f"The file is {found[0] if found else 'a ZIP archive'}, not a workbook. {_SAVE}")


def _escapes(name: str) -> bool:
    return name.startswith("/") or ":" in name or ".." in name.split("/")


def _swells(entry: zipfile.ZipInfo) -> bool:
    large = entry.file_size > _RATIO_COUNTS_FROM
    return large and entry.file_size > _MOST_RATIO * max(entry.compress_size, 1)
