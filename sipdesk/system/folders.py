"""Places where a live database must not lie: folders that something else copies, and other machines' disks."""

import os
import re
import sys
from pathlib import Path

from sipdesk.domain.errors import Refused

_SYNCED = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud drive",
    "iclouddrive",
    "box",
    "box sync",
    "mobile documents",
    "nextcloud",
    "sharepoint",
)
_ONEDRIVE = re.compile(r"OneDrive(?![a-z])")
"""However the council calls it: `OneDriveCouncil`, `My OneDrive`."""
_ONEDRIVE_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_ESCAPED = re.compile(r"\\([0-7]{3})")
"""How `/proc/mounts` writes a space, a tab, a line end or a backslash in a name."""
_NETWORK_TYPES = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "ncpfs"}


def _synced_part(folder: Path) -> str:
    for part in folder.parts:
        bare = part.casefold()
        if any(bare == name or bare.startswith((f"{name} ", f"{name}-")) for name in _SYNCED) or _ONEDRIVE.search(part):
            return part
    for variable in _ONEDRIVE_VARIABLES:
        root = os.environ.get(variable)
        if root and (folder == Path(root) or Path(root) in folder.parents):
            return root
    return ""


def _is_share(text: str) -> bool:
    return text.replace("/", "\\").startswith("\\\\") and not text.startswith("\\\\?\\")


def _on_network_disk(folder: Path) -> bool:
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  - Windows only

        return bool(ctypes.windll.kernel32.GetDriveTypeW(f"{folder.drive}\\") == 4)
    mounts = Path("/proc/mounts")
    return mounts.exists() and kind_of(folder, mounts.read_text(encoding="utf-8", errors="replace")) in _NETWORK_TYPES


def kind_of(folder: Path, mounts: str) -> str:
    """The type of the file system in which a folder lies, by the lines of `/proc/mounts`; empty where none of them says."""
    best, kind = "", ""
    for line in mounts.splitlines():
        _device, written, fstype, *_rest = [*line.split(), "", "", ""]
        point = _ESCAPED.sub(lambda found: chr(int(found[1], 8)), written)
        inside = folder == Path(point) or Path(point) in folder.parents
        if inside and len(point) >= len(best):
            best, kind = point, fstype
    return kind


def refuse_unsafe_desk_folder(asked: Path) -> None:
    """Raise `Refused` for a folder in OneDrive (or the like), on a share or on a network drive.

    Programs that synchronise copy the database and its journal at different moments, which destroys it.
    """
    advice = "Choose a folder on this machine's own disk; a backup file may go anywhere."
    if _is_share(str(asked)):
        raise Refused(
            f"The desk cannot lie on a network share ({asked}): two machines would write to it at once. {advice}"
        )
    folder = Path(os.path.realpath(asked))
    synced = _synced_part(folder) or _synced_part(asked.absolute())
    if synced:
        raise Refused(
            f"The desk cannot lie in “{synced}”: a folder that is synchronised damages a database in use. {advice}"
        )
    if _is_share(str(folder)) or _on_network_disk(folder):
        raise Refused(f"The desk cannot lie on a network drive ({asked}): locks there cannot be trusted. {advice}")
