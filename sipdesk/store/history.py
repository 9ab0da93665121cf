"""A school's actions through the years, with every look anybody took at them."""

from typing import Any

from sipdesk.domain.action import Action, ActionReview
from sipdesk.domain.base import Model
from sipdesk.store.desk import Desk
from sipdesk.store.sqlite import rows


class ReviewRow(Model):
    """One look at an action."""

    action_id: str
    visit_id: str
    visit: str
    """The visit's title."""
    at: str
    review: ActionReview


class ActionRow(Model):
    """An action with the visit it was agreed at."""

    action: Action
    visit_id: str
    visit: str
    year: str
    agreed_on: str
    closed_on: str | None


class History:
    """Reads only."""

    def __init__(self, desk: Desk) -> None:
        self._db = desk.db

    def actions(self, urn: str) -> list[ActionRow]:
        """All actions of a school, the oldest first."""
        found = rows(
            self._db,
            "SELECT a.id, a.action, a.visit_id, a.agreed_on, a.closed_on, v.title, v.year FROM actions a "
            "JOIN visits v ON v.id = a.visit_id WHERE a.urn = ? ORDER BY a.agreed_on, a.visit_id, a.position",
            (urn,),
        )
        return [_action(row) for row in found]

    def reviews(self, urn: str) -> dict[str, list[ReviewRow]]:
        """What later visits found of them, by action, the earliest first."""
        found = rows(
            self._db,
            "SELECT r.action_id, r.visit_id, r.at, r.review, v.title FROM action_reviews r "
            "JOIN visits v ON v.id = r.visit_id WHERE v.urn = ? ORDER BY r.at, r.visit_id",
            (urn,),
        )
        by_action: dict[str, list[ReviewRow]] = {}
        for row in found:
            by_action.setdefault(row["action_id"], []).append(
                ReviewRow(
                    action_id=row["action_id"],
                    visit_id=row["visit_id"],
                    visit=row["title"],
                    at=row["at"],
                    review=ActionReview.model_validate_json(row["review"]),
                )
            )
        return by_action


def _action(row: dict[str, Any]) -> ActionRow:
    return ActionRow(
        action=Action.model_validate_json(row["action"]),
        visit_id=row["visit_id"],
        visit=row["title"],
        year=row["year"],
        agreed_on=row["agreed_on"],
        closed_on=row["closed_on"],
    )
