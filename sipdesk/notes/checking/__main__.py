"""`python -m sipdesk.notes.checking FILE…`: says what is not as it should be; exit 1 where anything is."""

import sys
from pathlib import Path

from sipdesk.notes.checking import check


def main(names: list[str]) -> int:
    """Check each file."""
    worst = 0 if names else 2
    for name in names:
        faults = check(Path(name).read_bytes())
        print(f"{name}: {'no fault found' if not faults else f'{len(faults)} faults'}")  # noqa: T201 - a tool's answer
        for fault in faults:
            print(f"  {fault}")  # noqa: T201
            worst = 1
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
