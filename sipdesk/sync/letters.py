"""A letter: one message from the authority to one partner, signed by the one and sealed to the other."""

from sipdesk.domain.errors import BadInput, Refused
from sipdesk.domain.parcel import KEPT, LARGEST, Letter, canonical, letter_name, read_letter_name, sha256
from sipdesk.domain.parcel import read as read_model
from sipdesk.keys.sealing import open_sealed, public_of, seal
from sipdesk.sync.signed import open_signed, signed

WHAT = "The letter"


def write(letter: Letter, sign_key: bytes, partner_public: bytes, limit: int = LARGEST) -> tuple[str, bytes]:
    """Name and bytes of a letter, signed and sealed; other bytes each time, so keep what was made.

    `BadInput` where it is addressed to another key than `partner_public`; `Refused` for more than `limit` bytes."""
    if letter.partner != partner_public.hex():
        raise BadInput("The letter is addressed to somebody else. Nothing was sealed.")
    data = seal(signed(canonical(letter), sign_key), partner_public)
    if len(data) > limit:
        raise Refused(f"The letter is larger than {limit // 1_000_000} MB, which does not travel. Nothing was sealed.")
    return letter_name(letter.partner, letter.id, data), data


def read(data: bytes, partner_private: bytes, authority_verify_key: bytes, name: str = "") -> Letter:
    """What a letter says, to the partner it is for. `name`: under which it came, which has to fit.

    `BadInput` for one that is damaged, not for this partner, or not signed by this authority. Whether it was read before
    is told by its id, which the caller keeps."""
    told = read_letter_name(name) if name else None
    if name and (told is None or told.sha16 != sha256(data)[:16]):
        raise BadInput(f"{WHAT} is not whole, or has another name than it was sent under. {KEPT}")
    inside = open_signed(open_sealed(data, partner_private), authority_verify_key, WHAT)
    letter = read_model(Letter, inside, WHAT)
    if letter.partner != public_of(partner_private).hex() or (told and told.id != letter.id):
        raise BadInput(f"{WHAT} was sealed for somebody else and passed on. {KEPT}")
    return letter
