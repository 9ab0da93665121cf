"""A share that is really full, and one that can really only be read: file systems of this test's own, in a namespace."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.outside

INSIDE = """
import json, subprocess, sys
from pathlib import Path
from sipdesk.sync.folder import FolderTransport
from sipdesk.sync.transport import Trouble
from tests.faults.carrier import invented

folder, told = Path(sys.argv[1]), []
transport = FolderTransport(folder)

def put(number, size):
    try:
        told.append(transport.put_new(*invented(number, size)))
    except Trouble as trouble:
        told.append([trouble.sort, trouble.sentence])
    told.append(sorted(path.name for path in folder.iterdir()))

subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(folder)], check=True)
put(1, 100_000)
put(2, 900_000)
(folder / invented(1, 100_000)[0]).unlink()
put(3, 200_000)
subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
put(4, 1_000)
print(json.dumps(told))
"""


def test_that_a_full_and_a_closed_share_wait_for_somebody_and_keep_what_they_have(tmp_path: Path) -> None:
    ran = subprocess.run(
        ["unshare", "-rm", sys.executable, "-c", INSIDE, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    first, one, full, still, again, other, closed, last = json.loads(ran.stdout)
    assert (first, again) == ("created", "created")
    assert full[0] == closed[0] == "person"
    assert "is full" in full[1]
    assert "may not be written" in closed[1]
    assert len(one) == 1
    assert one == still, "nothing of the package that did not fit stays"
    assert other == last
