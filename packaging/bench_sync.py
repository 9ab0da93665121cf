"""How fast packages travel, beside a bare client of the same protocol on the same files: write, flush and rename for a folder,
a bare aiohttp session for an address. The bare ones prove nothing and refuse nothing.
"""

import asyncio
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import aiohttp

sys.path.insert(0, str(Path(__file__).parents[1]))

from sipdesk.services.dispatch import Job, send
from sipdesk.sync import wire
from sipdesk.sync.server import Door
from sipdesk.sync.transport import Transport, open_transport
from tests.faults.place import served

COUNT, SIZE, ROUNDS = 20, 250_000, 15
Files = list[tuple[str, Path, bytes]]
Report = Callable[..., None]


def made(folder: Path, turn: int) -> Files:
    """Sealed files: bytes nobody can make smaller."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number in range(COUNT):
        data = random.Random(f"{turn} {number}").randbytes(SIZE)  # noqa: S311 - no secret
        path = folder / f"{turn}-{number}"
        path.write_bytes(data)
        name = f"{UUID(int=turn * COUNT + number + 1)}.1.{wire.hexadecimal(data)[:16]}.sipd"
        files.append((name, path, data))
    return files


def ours(transport: Transport, files: Files) -> float:
    """Seconds for all: put, read back, compared."""
    start = time.perf_counter()
    for seq, (name, path, data) in enumerate(files):
        job = Job(id=name, seq=seq, name=name, sha256=wire.hexadecimal(data), file=path, attempts=0, ask=False)
        told = send(job, transport)
        assert told.ending == "delivered", told
    return time.perf_counter() - start


def bare_folder(folder: Path, files: Files) -> float:
    """Seconds for all: written beside, flushed, renamed, the folder flushed, read back."""
    start = time.perf_counter()
    for name, path, _data in files:
        part = folder / "part"
        with part.open("xb") as out:
            out.write(path.read_bytes())
            out.flush()
            os.fsync(out.fileno())
        part.rename(folder / name)
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
        (folder / name).read_bytes()
    return time.perf_counter() - start


async def _bare_address(address: str, files: Files) -> None:
    async with aiohttp.ClientSession() as session:
        for name, path, _data in files:
            data = path.read_bytes()
            headers = {"If-None-Match": "*", "Content-Digest": wire.content_digest(data), "Content-Type": wire.PACKAGE}
            async with session.put(f"{address}{wire.PATH}/{name}", data=data, headers=headers) as answer:
                assert answer.status == 201
                await answer.read()
            async with session.get(f"{address}{wire.PATH}/{name}") as answer:
                await answer.read()


def bare_address(address: str, files: Files) -> float:
    """Seconds for all: put and got."""
    start = time.perf_counter()
    asyncio.run(_bare_address(address, files))
    return time.perf_counter() - start


def throughput(scratch: Path, report: Report) -> None:
    """Both transports; the better of some rounds each, for a shared machine pauses when it likes."""
    shared, plain = scratch / "shared", scratch / "plain"
    shared.mkdir()
    plain.mkdir()
    turns = iter(range(1, 99))
    with open_transport(str(shared)) as transport:
        pairs = [
            (
                ours(transport, made(scratch / "files", next(turns))),
                bare_folder(plain, made(scratch / "files", next(turns))),
            )
            for _ in range(ROUNDS)
        ]
    _tell(pairs, "packages into a folder ÷ written, flushed, renamed and read back bare", report)
    with served(Door(shared).app()) as port:
        address = f"http://127.0.0.1:{port}"
        with open_transport(address) as transport:
            pairs = [
                (
                    ours(transport, made(scratch / "files", next(turns))),
                    bare_address(address, made(scratch / "files", next(turns))),
                )
                for _ in range(ROUNDS)
            ]
    _tell(pairs, "packages to an address ÷ the same by a bare aiohttp session", report)


def _tell(pairs: list[tuple[float, float]], what: str, report: Report) -> None:
    ratio = min(bare for _ours, bare in pairs) / min(mine for mine, _bare in pairs)
    report(f"throughput: {what}", ratio, "≥ 0.5", met=ratio >= 0.5)


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        throughput(Path(name), lambda what, ratio, target, met: print(f"{ratio:6.2f} ({target}) {met} {what}"))
