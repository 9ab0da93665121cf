"""What every model of the domain shares."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints


class Model(BaseModel):
    """A frozen record that refuses unknown keys: a misspelt key is a mistake, never ignored."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        defer_build=True,
        str_strip_whitespace=False,
        hide_input_in_errors=True,  # an error may end up in a log, and what was typed must not
    )


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500, pattern=r"^[^\r\n]*$")]
"""One line of text: no line breaks, at most 500 characters, trimmed."""

Prose = Annotated[str, StringConstraints(max_length=400_000)]
"""Paragraphs as typed; a line that begins with `- ` is a bullet."""

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]
"""A name used inside form files: lower case letters, digits, `-` and `_`."""
