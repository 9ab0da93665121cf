"""From one desk to another: a backup put in the desk's place, the rehearsal and back. The desk left is closed by then."""

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from sipdesk.gui.background import Ask
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.places import Leaving, To

if TYPE_CHECKING:
    from pathlib import Path

    from sipdesk.gui.window import Window


def move(window: "Window", leaving: Leaving) -> None:
    """Go where `leaving` says."""
    if leaving.to is To.HOME:
        left = window.desk
        window.desk.outside(left.end, lambda _: window.go_home(), window.unlock.tell)
    elif leaving.to is To.REHEARSAL:
        window.unlock.busy("Making the rehearsal…")
        rehearse(window.desk, window.unlock.busy, window.rehearsed, window.unlock.refuse, leaving.authority)
    elif leaving.backup is not None:
        window.unlock.busy("Restoring the backup…")
        restore(window.desk, leaving.backup, leaving.passphrase, window.unlock.inform, window.unlock.refuse)


def restore(
    desk: DeskLink, backup: "Path", passphrase: str, then: Callable[[str], None], failed: Callable[[str], None]
) -> Ask:
    """Put a backup in place of (or as) the desk; both hear a sentence. The desk stays closed."""
    loading = desk.warm()

    def put() -> str:
        from sipdesk.domain.clock import local  # noqa: PLC0415
        from sipdesk.services import care  # noqa: PLC0415

        app = loading.result()
        made, kept = app.run(care.restore, app.folder, backup, passphrase, app.clock)
        on = local(made.made)
        words = f"The backup of {on.day} {on:%B %Y, %H:%M} is in place. Its passphrase opens it."
        if kept:
            words += f" The desk as it was is kept beside it as “{kept[0].name}”."
        return words

    return desk.outside(put, then, failed)


class _Teller(QObject):
    """Carries words from another thread to the window's."""

    told = Signal(str)


def rehearse(
    desk: DeskLink,
    told: Callable[[str], None],
    then: Callable[[DeskLink, str], None],
    failed: Callable[[str], None],
    authority: str = "",
) -> Ask:
    """Make the rehearsal beside a desk, anew each time, and leave it open. Its passphrase is nobody's: it is thrown away.

    It follows the programme of an authority (`anyshire` or `anyshire/2025-26`), or its own.
    """
    link = desk.beside("-rehearsal")
    loading = link.warm()
    passphrase = secrets.token_urlsafe(18)
    teller = _Teller()
    teller.told.connect(told)

    def build() -> str:
        from sipdesk.services import demo, rehearsal_elsewhere  # noqa: PLC0415

        app, script = loading.result(), demo.plan()
        follows = authority or script.authority
        demo.prepare(link.folder.parent)
        app.create(passphrase, {"authority": follows, "partner": script.partner, "rehearsal": "yes"})
        try:
            if follows == script.authority:
                demo.build(app.services, app.run, teller.told.emit)
            else:
                rehearsal_elsewhere.follow(app.services, app.run, teller.told.emit)
        except BaseException:
            app.close()
            demo.prepare(link.folder.parent)
            raise
        return passphrase

    return desk.outside(build, lambda made: then(link, made), failed)
