"""`sipdesk` as a script calls it: a command line in a process of its own, on the desk of a folder."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.conftest import PASSPHRASE
from tests.e2e import warm

_met: set[str] = set()
"""Commands that were once started from nothing here."""


class Shell:
    """Runs `sipdesk` on one desk. A command is started from nothing the first time; after that in a process loaded before."""

    def __init__(self, folder: Path) -> None:
        self.desk = folder / "desk"
        self.folder = folder

    def run(
        self, *arguments: object, code: int = 0, stdin: str = "", passphrase: str = PASSPHRASE
    ) -> subprocess.CompletedProcess[str]:
        """One command line; its exit code is checked, and that nobody sees a traceback."""
        kept = {key: value for key, value in os.environ.items() if key not in {"DISPLAY", "WAYLAND_DISPLAY"}}
        env = {**kept, "SIPDESK_PASSPHRASE": passphrase, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
        words = [str(one) for one in arguments]
        command = words[2] if words[0] == "--desk" else words[0]
        if command in _met and warm.CAN_FORK:
            told = warm.run(words, self.folder, env, stdin)
        else:
            _met.add(command)
            told = subprocess.run(
                [sys.executable, "-m", "sipdesk", *words],
                capture_output=True, text=True, input=stdin, check=False, cwd=self.folder, env=env,
            )  # fmt: skip
        assert "Traceback" not in told.stderr, told.stderr
        assert told.returncode == code, told.stderr
        return told

    def on(self, *arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
        """One command on the desk."""
        return self.run("--desk", self.desk, *arguments, **options)

    def json(self, *arguments: object, **options: Any) -> Any:
        """One command whose stdout is one JSON document."""
        return json.loads(self.on(*arguments, "--json", **options).stdout)
