"""Where a live desk must not lie."""

from pathlib import Path

import pytest

from sipdesk.domain.errors import Refused
from sipdesk.system.folders import kind_of, refuse_unsafe_desk_folder


@pytest.mark.parametrize(
    "folder",
    ["OneDrive/desk", "OneDrive - London Borough/desk", "Dropbox/papers/desk", "Google Drive/desk", "Library/Mobile Documents/desk",
     "iCloud Drive/desk", "iCloudDrive/desk", "Box/desk", "OneDriveCouncil/desk", "My OneDrive/desk", "SharePoint/site/desk"],
)  # fmt: skip
def test_that_a_synchronised_folder_is_refused(tmp_path, folder):
    with pytest.raises(Refused, match="synchronised damages a database"):
        refuse_unsafe_desk_folder(tmp_path / folder)


@pytest.mark.parametrize("share", ["//server/share/desk", "\\\\server\\share\\desk"])
def test_that_a_share_is_refused(share):
    with pytest.raises(Refused, match="network share"):
        refuse_unsafe_desk_folder(Path(share))


@pytest.mark.parametrize("variable", ["OneDrive", "OneDriveCommercial", "OneDriveConsumer"])
def test_that_a_onedrive_moved_elsewhere_is_refused(tmp_path, monkeypatch, variable):
    monkeypatch.setenv(variable, str(tmp_path / "Council files"))
    with pytest.raises(Refused):
        refuse_unsafe_desk_folder(tmp_path / "Council files" / "desk")


def test_that_a_link_into_a_synchronised_folder_is_refused(tmp_path):
    (tmp_path / "OneDrive" / "desk").mkdir(parents=True)
    (tmp_path / "plain").symlink_to(tmp_path / "OneDrive" / "desk")
    with pytest.raises(Refused):
        refuse_unsafe_desk_folder(tmp_path / "plain")


@pytest.mark.parametrize("folder", ["desk", "onedrivers/desk", "my dropboxes/desk"])
def test_that_an_ordinary_folder_is_taken(tmp_path, folder):
    refuse_unsafe_desk_folder(tmp_path / folder)


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
//server/staff /mnt/My\\040council\\040files cifs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/mnt/My council files/desk", "cifs"),
        ("/mnt/My council", "ext4"),
        ("/tmp/desk", "tmpfs"),
        ("/usr/robin", "ext4"),
    ],
)
def test_that_a_network_drive_is_known_whatever_its_name(folder, kind):
    assert kind_of(Path(folder), MOUNTS) == kind
