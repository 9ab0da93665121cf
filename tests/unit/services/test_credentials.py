"""What a person types for an address is used, and kept nowhere unless they are told so."""

import pytest

from sipdesk.cli.common import ask
from sipdesk.domain.errors import Refused
from sipdesk.services import credentials

PLACE = "https://notes.hackwater.example/in"


def test_that_a_token_typed_for_one_sync_holds_for_its_address_alone():
    credentials.hold(PLACE, "a token of long letters")
    assert credentials.credentials_for(PLACE).token == "a token of long letters"
    assert credentials.credentials_for("https://elsewhere.example").token == ""
    credentials.hold("/srv/notes", "nothing to show to a folder")
    assert credentials.credentials_for("/srv/notes").token == ""
    credentials.forget(PLACE)
    assert credentials.credentials_for(PLACE).token == ""


@pytest.mark.parametrize(("what", "how"), [("Token", ""), ("Passphrase", "Set SIPDESK_PASSPHRASE.")])
def test_that_what_nobody_can_type_is_named_for_what_it_is(what, how):
    with pytest.raises(Refused, match=f"^No {what.lower()} was given, and there is nobody here to ask") as refused:
        ask(what, how=how)
    assert refused.value.sentence.endswith(how or "to ask.")
