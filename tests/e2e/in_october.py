"""The real program with its clock alone moved, to the week after the visit: what is due does not depend on when a test runs."""

import os
from datetime import UTC, datetime

from sipdesk.__main__ import main
from sipdesk.domain.clock import Clock

_MOVED = datetime(2025, 10, 20, 15, tzinfo=UTC) - datetime.now(UTC)


def _then() -> datetime:
    return datetime.now(UTC) + _MOVED


Clock.__init__.__defaults__ = (_then, os.urandom)

if __name__ == "__main__":
    main()
