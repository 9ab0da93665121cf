"""Schools of several authorities in one desk, for the tests of what the rules say of them."""

import datetime as dt
from typing import Any

from sipdesk.app import App
from sipdesk.domain.placement import Placement, PlacementDraft
from sipdesk.domain.school import Governance, Phase, School
from sipdesk.store.schools import Allocation, put_allocation, put_school

URN = "900101"
TODAY = dt.date(2025, 10, 7)
SINCE = "2025-09-03T08:00:00.000Z"


def follow(app: App, authority: str, category: str = "", urn: str = URN, **school: Any) -> None:
    """Let a school follow an authority's programme, in a category as a sheet named it on 3 September."""
    told: dict[str, Any] = {"name": "Alder Park Primary School", "phase": Phase.PRIMARY, "governance": Governance.MAINTAINED}  # fmt: skip

    def put() -> None:
        desk = app.services.desk
        with desk.change("put a school in place", urn) as db:
            put_school(db, School(urn=urn, **{**told, **school}))
            allocation = Allocation(urn=urn, authority=authority, year="2025-26", term="autumn", category=category)
            put_allocation(db, allocation, SINCE, "")

    app.run(put)


def draft(category: str, on: dt.date = TODAY, **more: Any) -> PlacementDraft:
    """A decision with its reason."""
    return PlacementDraft(category=category, placed_on=on, **{"reason": "The governors’ review says so.", **more})


def place(app: App, category: str, on: dt.date = TODAY, urn: str = URN, **more: Any) -> Placement:
    """Place a school, with a reason for every rule that is not followed."""
    made = draft(category, on, **more)
    asked = app.run(app.services.placing.asks, urn, made)
    why = {one.id: "Agreed with the service" for one in asked}
    return app.run(app.services.placing.place, urn, made.model_copy(update={"not_followed": why}))
