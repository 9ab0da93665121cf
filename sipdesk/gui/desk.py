"""The window's way to the desk: loads the application in the background, opens the desk, asks its services."""

import linecache
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sipdesk import paths
from sipdesk.gui.background import Ask, Background

if TYPE_CHECKING:
    from concurrent.futures import Future

    from sipdesk.app import App, Services

T = TypeVar("T")


def _load(folder: Path) -> "App":
    # The application takes three times as long to import as Qt: the window is painted before it is asked for.
    from sipdesk.app import App  # noqa: PLC0415

    # Qt's import hook reads the source of every module that is loaded after it, and `linecache` keeps them all.
    linecache.clearcache()
    return App(folder)


class DeskLink:
    """One desk folder, from not loaded yet to open to closed."""

    def __init__(self, folder: Path | None, background: Background, load: "Callable[[Path], App]" = _load) -> None:
        self.folder = folder or paths.default_desk()
        self.background = background
        self._load = load
        self._loading: Future[App] | None = None

    def warm(self) -> "Future[App]":
        """Load the application, once."""
        if self._loading is None:
            self._loading = self.background.outside(self._load, self.folder)
        return self._loading

    def look(self, then: Callable[[bool], None], failed: Callable[[str], None]) -> Ask:
        """See whether there is a desk at all."""
        loading = self.warm()

        def find() -> bool:
            loading.result()
            from sipdesk.services.first import desk_there  # noqa: PLC0415

            return desk_there(self.folder)

        return self.background.watch(self.background.outside(find), then, failed)

    def remembered(self, then: Callable[[str | None], None]) -> Ask:
        """The passphrase that this device remembers for the desk, if any."""
        loading = self.warm()

        def find() -> str | None:
            loading.result()
            from sipdesk.services.care import desk_id  # noqa: PLC0415
            from sipdesk.system.secrets import passphrase_from_keyring  # noqa: PLC0415

            return passphrase_from_keyring(desk_id(self.folder))

        return self.outside(find, then, lambda _sentence: then(None))

    def open(self, passphrase: str, then: Callable[[Any], None], failed: Callable[[str], None]) -> Ask:
        """Open the desk. Deriving its key takes a third of a second, on the desk's thread."""
        loading = self.warm()

        def unlock() -> None:
            loading.result().open(passphrase)

        return self.background.watch(self.background.outside(unlock), then, failed)

    def create(
        self, passphrase: str, facts: dict[str, str], then: Callable[[None], None], failed: Callable[[str], None]
    ) -> Ask:
        """Make the desk and leave it open. A making that fails leaves nothing behind."""
        loading = self.warm()
        return self.outside(lambda: loading.result().create(passphrase, facts), then, failed)

    def lock(self, then: Callable[[None], None], failed: Callable[[str], None]) -> Ask:
        """Close the desk and forget its key. Whoever still waited for an answer gets none."""
        self.background.forget()
        return self.outside(self.app.lock, then, failed)

    def beside(self, ending: str) -> "DeskLink":
        """Another desk beside this one, such as the rehearsal's."""
        return DeskLink(self.folder.with_name(self.folder.name + ending) / "desk", self.background, self._load)

    @property
    def app(self) -> "App":
        """The application, once it is loaded."""
        if self._loading is None or not self._loading.done():
            raise RuntimeError("the application was asked for before it was loaded")
        return self._loading.result()

    def ask(self, call: "Callable[[Services], T]", then: Callable[[T], None], failed: Callable[[str], None]) -> Ask:
        """Ask the open desk's services, on the desk's thread."""
        app = self.app
        if self.background.stopped:
            return self.background.watch(self.background.outside(lambda: call(app.services)), then, failed)
        return self.background.watch(app.worker.submit(lambda: call(app.services)), then, failed)

    def outside(self, call: Callable[[], T], then: Callable[[T], None], failed: Callable[[str], None]) -> Ask:
        """Run what needs no desk in the pool."""
        return self.background.watch(self.background.outside(call), then, failed)

    def close(self) -> None:
        """Wait for what is under way, then close the desk. The window is gone from the screen by now."""
        self.background.stop()
        self.end()

    def end(self) -> None:
        """Close the desk alone, from outside the window's thread or when the window has gone."""
        if self._loading is not None and not self._loading.cancelled() and self._loading.exception() is None:
            self._loading.result().close()
