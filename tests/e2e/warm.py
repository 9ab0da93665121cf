"""A process that has loaded the whole program and forks itself for each command line, so that nothing is loaded twice.

`python warm.py` reads one order a line from stdin (JSON: `arguments`, `cwd`, `env`, and the files `stdin`, `stdout`,
`stderr`) and answers each with the exit code of the child that did it. No thread runs here, so the child is whole.
"""

import atexit
import functools
import gc
import json
import os
import subprocess
import sys
import tempfile
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

CAN_FORK = hasattr(os, "fork")


@functools.cache
def _server() -> subprocess.Popen[str]:
    server = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def close() -> None:
        server.communicate()

    atexit.register(close)
    return server


def run(arguments: list[str], cwd: Path, env: dict[str, str], stdin: str) -> subprocess.CompletedProcess[str]:
    """One command line of `sipdesk` in a process of its own, which was loaded before."""
    server = _server()
    assert server.stdin
    assert server.stdout
    with tempfile.TemporaryDirectory() as folder:
        files = {name: Path(folder) / name for name in ("stdin", "stdout", "stderr")}
        files["stdin"].write_text(stdin, encoding="utf-8")
        order = {"arguments": arguments, "cwd": str(cwd), "env": env} | {
            name: str(file) for name, file in files.items()
        }
        server.stdin.write(json.dumps(order) + "\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        said = [files[name].read_text(encoding="utf-8") for name in ("stdout", "stderr")]
    return subprocess.CompletedProcess(arguments, code, *said)


def _load() -> None:
    """Everything that a command may need: what lies below the window, and the libraries that are loaded late."""
    import sipdesk  # noqa: PLC0415

    root = Path(sipdesk.__file__).parent
    for file in sorted(root.rglob("*.py")):
        parts = file.relative_to(root.parent).with_suffix("").parts
        if "gui" not in parts and parts[-1] != "__main__":
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                import_module(".".join(parts).removesuffix(".__init__"))


def _become(order: dict[str, Any]) -> None:
    """What is left of this process is that command line."""
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["env"])
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        opened = os.open(order[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC if number else os.O_RDONLY)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  - for as long as the process lives
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    sys.argv = ["sipdesk", *order["arguments"]]
    from sipdesk.__main__ import main  # noqa: PLC0415

    main()


def serve() -> None:
    """Take orders until there are none."""
    orders, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    _load()
    gc.collect()
    gc.freeze()
    for line in orders:
        child = os.fork()
        if not child:
            _become(json.loads(line))
            return
        _, status = os.waitpid(child, 0)
        answers.write(f"{os.waitstatus_to_exitcode(status)}\n")
        answers.flush()


if __name__ == "__main__":
    serve()
