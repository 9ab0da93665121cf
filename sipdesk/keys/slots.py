"""The desk key: 32 random bytes, wrapped in slots that each open it in their own way.

`desk.keys` is a small JSON file, versioned, replaced atomically, kept twice beside the database and inside each
backup. Changing a passphrase wraps the same key anew and touches nothing else. Each file carries a generation; the
higher one wins and is copied over the other at the next opening, so a change cut short is either done or not done.
"""

import hashlib
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from pydantic import ValidationError

from sipdesk.domain.base import Model
from sipdesk.domain.errors import BadInput, DeskDamaged, DeskTooNew, Refused, WrongPassphrase
from sipdesk.system.files import write_atomically

KEY_FILE = "desk.keys"
KEY_COPY = "desk.keys.copy"
SHORTEST_PASSPHRASE = 12
_KEY_BYTES = 32

Random = Callable[[int], bytes]


class Argon2(Model):
    """Cost of Argon2id (RFC 9106): about 0.3 s on two cores; the attacker pays it for each guess."""

    iterations: int = 4
    lanes: int = 4
    memory_kib: int = 128 * 1024


class Slot(Model):
    """One way to the desk key. Bytes are hex."""

    kind: Literal["passphrase"]
    cost: Argon2
    salt: str
    nonce: str
    wrapped: str


class Recovery(Model):
    """A second way, which the authority keeps: the desk key in a box that its recovery key alone opens. Bytes are hex."""

    kind: Literal["recovery"] = "recovery"
    recipient: str
    """The public half of the recovery key (X25519)."""
    wrapped: str


class KeyFile(Model):
    """What `desk.keys` holds. `version` 1; an unknown one is refused."""

    version: Literal[1] = 1
    desk: str
    generation: int
    slots: list[Slot | Recovery]

    def dump(self) -> bytes:
        """As kept on disk, with a checksum, so that a damaged copy is never taken for a changed one."""
        told = self.model_dump()
        return json.dumps({**told, "check": _checksum(told)}, indent=1).encode()


def _checksum(told: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def check_strength(passphrase: str) -> None:
    """Raise `Refused` for a passphrase shorter than twelve characters."""
    if len(normal(passphrase)) < SHORTEST_PASSPHRASE:
        raise Refused(
            f"The passphrase needs at least {SHORTEST_PASSPHRASE} characters; three or four words make a good one."
        )


def normal(passphrase: str) -> str:
    """The same words typed on another keyboard give the same characters (NFC). Spaces and case count."""
    return unicodedata.normalize("NFC", passphrase)


def _derived(passphrase: str, salt: bytes, cost: Argon2) -> bytes:
    kdf = Argon2id(
        salt=salt,
        length=32,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    return kdf.derive(normal(passphrase).encode())


def _bound(desk: str, kind: str) -> bytes:
    return f"sipdesk desk key, {kind}, {desk}".encode()


def wrap(desk: str, key: bytes, passphrase: str, random: Random, cost: Argon2 | None = None) -> Slot:
    """Wrap a desk key for a passphrase (Argon2id, then AES-256-GCM bound to the desk's id)."""
    cost, salt, nonce = cost or Argon2(), random(16), random(12)
    sealed = AESGCM(_derived(passphrase, salt, cost)).encrypt(nonce, key, _bound(desk, "passphrase"))
    return Slot(kind="passphrase", cost=cost, salt=salt.hex(), nonce=nonce.hex(), wrapped=sealed.hex())


def make(desk: str, passphrase: str, random: Random) -> tuple[KeyFile, bytes]:
    """A new desk key and the file that holds it."""
    check_strength(passphrase)
    key = random(32)
    return KeyFile(desk=desk, generation=1, slots=[wrap(desk, key, passphrase, random)]), key


def unwrap(keys: KeyFile, passphrase: str) -> bytes:
    """The desk key, or `WrongPassphrase`."""
    for slot in keys.slots:
        if not isinstance(slot, Slot):
            continue
        opener = AESGCM(_derived(passphrase, bytes.fromhex(slot.salt), slot.cost))
        try:
            return opener.decrypt(bytes.fromhex(slot.nonce), bytes.fromhex(slot.wrapped), _bound(keys.desk, slot.kind))
        except InvalidTag:
            continue
    raise WrongPassphrase(
        "This passphrase does not open the desk. Capitals, spaces and accents count; nothing was changed."
    )


def rewrap(keys: KeyFile, key: bytes, passphrase: str, random: Random, cost: Argon2 | None = None) -> KeyFile:
    """The same desk key for a new passphrase, one generation on. Each slot keeps the cost it was made with."""
    check_strength(passphrase)
    slot = wrap(keys.desk, key, passphrase, random, cost)
    others = [kept for kept in keys.slots if kept.kind != "passphrase"]
    return keys.model_copy(update={"generation": keys.generation + 1, "slots": [slot, *others]})


def with_recovery(keys: KeyFile, key: bytes, recipient: bytes) -> KeyFile:
    """The same desk key for an authority's recovery key as well, one generation on; it takes the place of an earlier one.
    The box is bound to the desk's id."""
    from sipdesk.keys.sealing import seal  # noqa: PLC0415 - libsodium is loaded for those who are enrolled

    if any(isinstance(slot, Recovery) and slot.recipient == recipient.hex() for slot in keys.slots):
        return keys
    wrapped = seal(key + _bound(keys.desk, "recovery"), recipient)
    others = [slot for slot in keys.slots if not isinstance(slot, Recovery)]
    new = Recovery(recipient=recipient.hex(), wrapped=wrapped.hex())
    return keys.model_copy(update={"generation": keys.generation + 1, "slots": [*others, new]})


def recovered(keys: KeyFile, private: bytes) -> bytes:
    """The desk key by the authority's recovery key (its private half, 32 bytes); `WrongPassphrase` where it does not fit."""
    from sipdesk.keys.sealing import open_sealed  # noqa: PLC0415

    for slot in keys.slots:
        if isinstance(slot, Recovery):
            try:
                held = open_sealed(bytes.fromhex(slot.wrapped), private)
            except BadInput:
                continue
            if held[_KEY_BYTES:] == _bound(keys.desk, "recovery"):
                return held[:_KEY_BYTES]
    raise WrongPassphrase("This recovery key does not open the desk: it was never given to it. Nothing was changed.")


def parse(raw: bytes, where: str) -> KeyFile:
    """A key file from its bytes; `DeskDamaged` when it is not one, `DeskTooNew` for a later version."""
    try:
        told = json.loads(raw)
        if isinstance(told, dict) and isinstance(told.get("version"), int) and told["version"] > 1:
            raise DeskTooNew(
                f"{where} was written by a newer sipdesk. Update sipdesk on this machine; nothing was changed."
            )
        check = told.pop("check")
        keys = KeyFile.model_validate(told)
    except (ValueError, ValidationError, AttributeError, TypeError, KeyError):
        raise DeskDamaged(f"{where} is not a readable key file.") from None
    if check != _checksum(told):
        raise DeskDamaged(f"{where} has changed since it was written.")
    return keys


def store(folder: Path, keys: KeyFile) -> None:
    """Write both copies, the spare one first."""
    for name in (KEY_COPY, KEY_FILE):
        write_atomically(folder / name, keys.dump())


def load(folder: Path) -> KeyFile:
    """Read both copies and take the newer; a missing or damaged one is mended from the other."""
    found: list[KeyFile] = []
    for name in (KEY_FILE, KEY_COPY):
        try:
            found.append(parse((folder / name).read_bytes(), name))
        except (OSError, DeskDamaged):
            continue
    if not found:
        raise DeskDamaged(
            f"Neither copy of the key file in {folder} can be read, and without it nobody can open the desk. "
            "Restore the newest backup; it carries its own key file."
        )
    newest = max(found, key=lambda keys: keys.generation)
    if len(found) < 2 or found[0] != found[1]:
        store(folder, newest)
    return newest
