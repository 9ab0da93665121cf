"""What was issued, to whom and why: one issue for each revision of a note. Writing inside the caller's transaction."""

from sipdesk.domain.issue import Issue
from sipdesk.store.desk import Desk
from sipdesk.store.sqlite import scalar


class Issues:
    """Reads and writes issues."""

    def __init__(self, desk: Desk) -> None:
        self._db = desk.db

    def of(self, note: str, revision: int) -> Issue | None:
        """The issue of a revision, where it was issued."""
        found = scalar(self._db, "SELECT detail FROM issues WHERE note = ? AND revision = ?", (note, revision))
        return Issue.model_validate_json(found) if found is not None else None

    def put(self, issue: Issue) -> None:
        """Keep an issue, new or shared with somebody more."""
        self._db.conn.execute(
            "INSERT INTO issues (id, note, revision, at, sha256, detail) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET detail = excluded.detail",
            (issue.id, issue.note, issue.revision, issue.at, issue.sha256, issue.model_dump_json()),
        )
