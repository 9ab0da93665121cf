"""A program that synchronises two folders as badly as such programs do, in a process of its own.

python -m tests.faults.adversary NEAR FAR SEED: carries what lies in NEAR to FAR until NEAR/../stop is there. On the way it
puts empty placeholders, writes halves and completes them later, makes “name-PC” and “name (1)” copies on both sides, writes
rubbish of its own, takes what has arrived away again on the near side, leaves only a placeholder of it there, and takes the
whole near folder away for a moment. It also knows what is going to come (NEAR/../coming: a name and a file in each line) and
puts placeholders and halves of it into the near folder beforehand. In the end everything has arrived.
"""

import random
import shutil
import sys
from contextlib import suppress
from pathlib import Path


class Adversary:
    """Two folders and what it did to each file."""

    def __init__(self, near: Path, far: Path, seed: int) -> None:
        self.near, self.far = near, far
        self.chance = random.Random(seed)
        self.kept = far.parent / "kept-by-the-service"
        self.kept.mkdir(exist_ok=True)
        self.turns: dict[str, int] = {}
        self.away = near.with_name(near.name + "-away")
        lines = (near.parent / "coming").read_text(encoding="ascii").splitlines()
        self.coming = [(near / name, Path(file)) for name, file in (line.split(" ", 1) for line in lines)]
        self.planted: list[Path] = []

    def run(self) -> None:
        """Until told to stop, and then tidy up: what is on the way arrives."""
        stop = self.near.parent / "stop"
        while not stop.exists():
            self.round()
        self.uproot(1.0)
        for path in sorted(self.near.glob("*.sipd")):
            if self._is_plain(path.name):
                self.carry(path, final=True)

    def round(self) -> None:
        """One look at everything."""
        self.uproot(0.3)
        for path, file in self.chance.sample(self.coming, min(5, len(self.coming))):
            self.plant(path, file)
        names = [path for path in self.near.glob("*.sipd") if self._is_plain(path.name) and path not in self.planted]
        self.chance.shuffle(names)
        for path in names[: 1 + len(names) // 2]:  # the rest is late
            with suppress(FileNotFoundError):
                self.carry(path)
        if self.chance.random() < 0.3:
            self.near.rename(self.away)  # the share is gone for a moment
            list(self.far.iterdir())
            self.away.rename(self.near)

    def plant(self, path: Path, file: Path) -> None:
        """A placeholder or a half of what is still to come: nobody put it there yet."""
        with suppress(FileExistsError), path.open("xb") as out:
            self.planted.append(path)
            if self.chance.random() < 0.5:
                data = file.read_bytes()
                out.write(data[: len(data) // 2])

    def uproot(self, share: float) -> None:
        """Take some of what was planted away again."""
        for path in list(self.planted):
            if self.chance.random() < share:
                path.unlink(missing_ok=True)
                self.planted.remove(path)

    def carry(self, path: Path, *, final: bool = False) -> None:
        """The next step with one file."""
        data = path.read_bytes() or self._kept(path)
        if not data:
            return
        (self.kept / path.name).write_bytes(data)
        turn = self.turns[path.name] = self.turns.get(path.name, 0) + 1
        target = self.far / path.name
        if final:
            target.write_bytes(data)
            path.write_bytes(data)
            return
        if turn > 6:
            return
        act = self.chance.choice((self.placeholder, self.half, self.copy, self.rubbish, self.whole))
        if turn == 5:
            act = self.whole
        if turn == 6:
            act = self.chance.choice((self.forget, self.hollow, self.whole))
        act(path, target, data)

    def placeholder(self, _path: Path, target: Path, _data: bytes) -> None:
        """A file of no bytes, until it is whole."""
        if not target.exists():
            target.write_bytes(b"")

    def half(self, _path: Path, target: Path, data: bytes) -> None:
        """The beginning only."""
        if not target.exists() or not target.stat().st_size:
            target.write_bytes(data[: len(data) // 2])

    def copy(self, path: Path, target: Path, data: bytes) -> None:
        """What it makes of a quarrel with itself."""
        stem, end = path.stem, path.suffix
        for place in (path, target):
            place.with_name(f"{stem}-OFFICE-PC{end}").write_bytes(data)
            place.with_name(f"{stem} (1){end}").write_bytes(data[:100])

    def rubbish(self, path: Path, target: Path, _data: bytes) -> None:
        """Files of its own."""
        path.with_name(f"~${path.name[:8]}.tmp").write_bytes(b"x")
        target.with_name(".sync.lock").write_bytes(b"")

    def whole(self, _path: Path, target: Path, data: bytes) -> None:
        """Arrived at last."""
        target.write_bytes(data)

    def forget(self, path: Path, target: Path, data: bytes) -> None:
        """Gone on the near side, and later back."""
        target.write_bytes(data)
        path.unlink()

    def hollow(self, path: Path, target: Path, data: bytes) -> None:
        """Only listed on the near side."""
        target.write_bytes(data)
        path.write_bytes(b"")

    def _kept(self, path: Path) -> bytes:
        kept = self.kept / path.name
        return kept.read_bytes() if kept.exists() else b""

    @staticmethod
    def _is_plain(name: str) -> bool:
        return "(1)" not in name and "-OFFICE-PC" not in name


if __name__ == "__main__":
    Adversary(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])).run()
    shutil.rmtree(Path(sys.argv[2]).parent / "kept-by-the-service")
