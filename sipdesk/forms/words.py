"""pydantic's findings in the words of somebody who writes a form: which key, and what was expected."""

import re
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sipdesk.domain.kinds import KINDS
from sipdesk.forms.lines import Path

Found = tuple[Path, str]
"""Where, and what was expected there."""

_WORDS = {
    "missing": "missing",
    "string_type": "text in quotes",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a number",
    "decimal_type": 'a number, such as 2 or "0.5"',
    "decimal_parsing": 'a number, such as 2 or "0.5"',
    "date_type": "a date, such as 2021-09-01",
    "date_parsing": "a date, such as 2021-09-01",
    "date_from_datetime_parsing": "a date, such as 2021-09-01",
    "date_from_datetime_inexact": "a date without a time, such as 2021-09-01",
    "list_type": "a list in square brackets",
    "model_type": "a table with keys of its own",
    "model_attributes_type": "a table with keys of its own",
    "dict_type": "a table with keys of its own",
}
_COUNTED = {
    "greater_than_equal": "a number, {ge:g} or more",
    "less_than_equal": "a number, {le:g} or less",
    "too_short": "at least {min_length} in this list",
    "too_long": "at most {max_length} in this list",
    "string_too_long": "at most {max_length} characters",
}
_PATTERNS = {
    r"^[a-z][a-z0-9_-]{0,63}$": "an id: lower-case letters, digits, - and _, beginning with a letter",
    r"^[^\r\n]*$": "text on one line",
    r"^\d{3}$": "three digits in quotes",
}


def found_in(error: ValidationError, model: type[BaseModel], data: dict[str, Any]) -> list[Found]:
    """Every mistake at its path in the file. Alternatives for one value are joined with "or"."""
    by_path: dict[Path, list[str]] = {}
    misspelt: set[Path] = set()
    for item in error.errors(include_url=False):
        path = _path(data, item)
        words = _expected(item, model)
        if item["type"] == "extra_forbidden" and (near := _nearest(model, item["loc"])):
            misspelt.add((*path[:-1], near))
        known = by_path.setdefault(path, [])
        if words not in known:
            known.append(words)
    deeper = {path[:cut] for path in by_path for cut in range(len(path))}
    return [
        (path, " or ".join(sorted(words, key=lambda text: text.startswith("one of"))))
        for path, words in by_path.items()
        # `visits` may be a list or a word: where an entry of the list is wrong, the word was never meant.
        if not (path in deeper and words[0].startswith("one of"))
        # A key that is there under a misspelt name is not missing as well.
        and not (path in misspelt and words == ["missing"])
    ]


def one_of(options: list[str], given: object = None) -> str:
    """`one of: a, b, c`, with the nearest one where something like it was written."""
    near = get_close_matches(given, options, n=1) if isinstance(given, str) else []
    return f"one of: {', '.join(options)}" + (f"; did you mean {near[0]}?" if near else "")


def _path(data: dict[str, Any], item: ErrorDetails) -> Path:
    """The error's place in the file: its location without pydantic's own marks for kinds and alternatives."""
    path: Path = ()
    here: Any = data
    tagged = False
    for part in item["loc"]:
        if isinstance(part, int):
            if not isinstance(here, list):
                continue
            here, tagged = here[part], True
        elif isinstance(here, dict) and part in here and not (tagged and here.get("kind") == part):
            here, tagged = here[part], False
        else:
            tagged = False
            continue
        path += (part,)
    if item["type"] == "missing":
        return (*path, item["loc"][-1])
    return (*path, "kind") if item["type"].startswith("union_tag") else path


def _expected(item: ErrorDetails, model: type[BaseModel]) -> str:
    kind, context, given = item["type"], item.get("ctx", {}), item.get("input")
    words = _WORDS.get(kind) or item["msg"].removeprefix("Value error, ")
    if kind == "list_type" and isinstance(given, dict):
        words = f"a list: write its name in double brackets, [[{item['loc'][-1]}]]"
    elif kind in _COUNTED:
        words = _COUNTED[kind].format(**context)
    elif kind in {"literal_error", "enum"}:
        words = one_of(re.findall(r"'([^']*)'", str(context.get("expected", ""))), given)
    elif kind.startswith("union_tag"):
        words = ("missing; " if kind.endswith("found") else "") + one_of(list(KINDS), context.get("tag"))
    elif kind == "string_pattern_mismatch":
        words = _PATTERNS.get(context["pattern"], f"text of the form {context['pattern']}")
    elif kind == "extra_forbidden":
        words = _unknown_key(model, item["loc"])
    return words


def _unknown_key(model: type[BaseModel], location: tuple[int | str, ...]) -> str:
    near = _nearest(model, location)
    if near:
        return f"unknown key; did you mean `{near}`?"
    return f"unknown key; known here: {', '.join(_model_at(model, location[:-1]).model_fields)}"


def _nearest(model: type[BaseModel], location: tuple[int | str, ...]) -> str:
    fields = list(_model_at(model, location[:-1]).model_fields)
    return next(iter(get_close_matches(str(location[-1]), fields, n=1)), "")


def _model_at(model: type[BaseModel], location: tuple[int | str, ...]) -> type[BaseModel]:
    here = model
    among_kinds = False
    for part in location:
        if isinstance(part, int):
            continue
        if among_kinds and part in KINDS:
            here, among_kinds = KINDS[part].question, False
        elif part in here.model_fields:
            inner = _models_in(here.model_fields[part].annotation)
            among_kinds = len(inner) > 1
            here = inner[0] if inner else here
    return here


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for inner in get_args(annotation) for found in _models_in(inner)]
