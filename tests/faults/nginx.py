"""A real nginx on a free port of this machine, with TLS, in front of a server of ours."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.certificates import Holder

CONFIGURATION = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 256; }}
http {{
  access_log off; client_max_body_size 8m;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port} ssl; ssl_certificate {certificate}; ssl_certificate_key {key};
    ssl_protocols TLSv1.2 TLSv1.3;
    location / {{ proxy_pass http://127.0.0.1:{upstream}; proxy_read_timeout 5s; }}
  }}
}}
"""


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def nginx(upstream: int, shows: Holder, folder: Path) -> Iterator[int]:
    """nginx in front of a port; its own port."""
    folder.mkdir(parents=True, exist_ok=True)
    certificate, key = shows.put(folder, "nginx")
    port = free_port()
    settings = folder / "nginx.conf"
    told = CONFIGURATION.format(folder=folder, port=port, upstream=upstream, certificate=certificate, key=key)
    settings.write_text(told, encoding="utf-8")
    process = subprocess.Popen(["/usr/sbin/nginx", "-c", str(settings), "-e", str(folder / "error.log")])
    try:
        _until_listening(process, port, folder)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _until_listening(process: "subprocess.Popen[bytes]", port: int, folder: Path) -> None:
    for _attempt in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            pass
        else:
            return
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
        break
    raise AssertionError((folder / "error.log").read_text(encoding="utf-8"))
