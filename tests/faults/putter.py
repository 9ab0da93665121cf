"""Puts packages into a folder, one after another, until somebody kills it: python -m tests.faults.putter FOLDER FIRST."""

import sys
from itertools import count
from pathlib import Path

from sipdesk.sync.folder import FolderTransport
from tests.faults.carrier import invented

if __name__ == "__main__":
    transport = FolderTransport(Path(sys.argv[1]))
    for number in count(int(sys.argv[2])):
        name, data = invented(number, 3_000_000)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        transport.put_new(name, data)
