"""What pydantic says about a misfit, in words a partner can act on."""

import errno
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_SAID = {
    "extra_forbidden": "this key is not known",
    "missing": "this is missing",
    "model_type": "an object with its own keys is expected",
    "model_attributes_type": "an object with its own keys is expected",
    "dict_type": "an object with its own keys is expected",
    "list_type": "a list is expected",
    "string_type": "text is expected",
    "bool_type": "true or false is expected",
    "int_type": "a whole number is expected",
    "int_parsing": "a whole number is expected",
    "int_from_float": "a whole number is expected",
    "float_type": "a number is expected",
    "float_parsing": "a number is expected",
    "decimal_parsing": "a number is expected",
    "date_type": "a date such as 2025-10-07 is expected",
    "date_parsing": "a date such as 2025-10-07 is expected",
    "date_from_datetime_parsing": "a date such as 2025-10-07 is expected",
    "date_from_datetime_inexact": "a date such as 2025-10-07 is expected, without a time",
    "time_type": "a time such as 09:30 is expected",
    "time_parsing": "a time such as 09:30 is expected",
    "string_pattern_mismatch": "this is not written as it should be (one line, no line breaks)",
    "string_too_long": "this is too long",
    "finite_number": "a number is expected",
}


def said(error: Mapping[str, Any]) -> str:
    """One misfit in plain words; `error` is an entry of `ValidationError.errors()`."""
    expected = error.get("ctx", {}).get("expected")
    if error["type"] in {"enum", "literal_error"} and expected:
        return f"expected {expected}"
    if error["type"] == "value_error":
        return str(error["msg"]).removeprefix("Value error, ")
    message = str(error["msg"])
    return _SAID.get(str(error["type"]), message[:1].lower() + message[1:])


def where(error: Mapping[str, Any]) -> str:
    """The dotted path of a misfit; list places count from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in error["loc"])


_REFUSALS = {
    errno.ENOSPC: "The disk is full. What was saved before is safe; make room and try again.",
    errno.EDQUOT: "There is no room left for you on this disk. What was saved before is safe; make room and try again.",
    errno.EROFS: "This disk can only be read. Choose another place.",
    errno.EACCES: "This place may not be read or written by you. Choose another, or ask whoever looks after the machine.",
    errno.EPERM: "This place may not be read or written by you. Choose another, or ask whoever looks after the machine.",
    errno.ENOENT: "There is no such file or folder.",
    errno.ENOTDIR: "There is a file where a folder should be.",
    errno.ENAMETOOLONG: "This name is too long.",
}


def system_refusal(error: OSError) -> str:
    """What the system refused, in a sentence, with the file a person would recognise."""
    told = _REFUSALS.get(error.errno or 0, f"The system refused: {error.strerror or error}.")
    name = re.sub(r"^\.(.+)\.\d+\.part$", r"\1", Path(str(error.filename)).name) if error.filename else ""
    return f"{name}: {told}" if name else told
