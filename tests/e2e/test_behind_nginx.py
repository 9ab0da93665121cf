"""The whole way of three notes through a real web server with TLS: signed, sent, cut in the middle, sent, received."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.certificates import authority, server
from tests.faults.nginx import nginx

pytestmark = [pytest.mark.e2e, pytest.mark.outside]


def test_that_three_notes_reach_the_other_side_of_nginx_once(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    trusted = authority().put(tmp_path, "authority")[0]
    told = {key: value for key, value in os.environ.items() if key not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    told |= {"SSL_CERT_FILE": str(trusted), "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    told |= {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    sipdesk = [sys.executable, "-m", "sipdesk"]
    serve = [*sipdesk, "serve", str(shared), "--port", "0"]
    with subprocess.Popen(serve, stderr=subprocess.PIPE, text=True, env=told) as serving:
        try:
            assert serving.stderr is not None
            port = int(re.search(r":(\d+)", serving.stderr.readline())[1])
            with nginx(port, server(), tmp_path / "nginx") as front:
                way = f"https://127.0.0.1:{front}"
                fit = subprocess.run([*sipdesk, "doctor", way], capture_output=True, text=True, env=told, check=False)
                assert fit.returncode == 0, fit.stdout + fit.stderr
                ran = subprocess.run(
                    [*sipdesk, "demo", str(tmp_path / "demo"), "--no-window", "--sync-to", way],
                    capture_output=True, text=True, env=told, check=False,
                )  # fmt: skip
        finally:
            serving.terminate()
    assert ran.returncode == 0, ran.stderr
    assert "3 notes signed, 3 on the other side, 3 received" in ran.stdout
    assert "Traceback" not in ran.stderr
    assert len(list(shared.glob("*.sipd"))) == 4, "three notes and the greeting"
    assert len(list(shared.glob("*.test"))) == 1, "what the doctor left"
