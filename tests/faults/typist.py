"""A partner who types without pause: fills visits through the real services and says what was acknowledged.

Arguments: desk folder, passphrase. After each save that returned, one line on stdout: `visit question number`.
"""

import itertools
import sys
from pathlib import Path

from sipdesk.app import App
from sipdesk.domain.calendar import TermSlot

QUESTIONS = ("context", "key_aims", "trends", "current_standards", "actions")


def main() -> None:
    """Type until killed."""
    app = App(Path(sys.argv[1]))
    app.open(sys.argv[2])
    visits = app.services.visits
    opened = [app.run(visits.open_in_term, urn, TermSlot.parse("2025-26/autumn"))[0].id for urn in ("900101", "900102")]
    for number in itertools.count(1):
        visit = opened[number % 2]
        question = QUESTIONS[number % len(QUESTIONS)]
        words = f"words number {number} " * 20
        answer = [{"text": words, "owner": "Head", "by_when": "2025-12-01"}] if question == "actions" else words
        app.run(visits.save, visit, None, {question: answer})
        sys.stdout.write(f"{visit} {question} {number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
