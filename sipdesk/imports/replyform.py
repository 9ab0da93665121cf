"""A returned reply form: a PDF from outside, read field by field in the disposable child."""

from pathlib import Path

from sipdesk.domain.correction import FormReply
from sipdesk.domain.errors import BadInput
from sipdesk.imports.outside import Outside


def read_reply_form(file: Path) -> FormReply:
    """What was filled in, in a form or in one attached to an e-mail (.eml). `BadInput` for what is no PDF, is locked, too large, or cannot be read safely."""
    for message in Outside(file).ask("reply"):
        return FormReply.model_validate(message)
    raise BadInput(f"{file.name} holds nothing that can be read. Nothing was changed.")
