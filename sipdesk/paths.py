"""Where forms/, resources/ and a person's own data live: in a checkout, installed, or frozen."""

import sys
from pathlib import Path


def _shipped(name: str) -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen) / name
    installed = Path(__file__).parent / "_shipped" / name
    return installed if installed.is_dir() else Path(__file__).parent.parent / name


def resources() -> Path:
    """Fonts, icons, help, demo data: what the program shows or prints."""
    return _shipped("resources")


def forms() -> Path:
    """The authorities' programmes and visit forms that ship with sipdesk."""
    return _shipped("forms")


def user_data() -> Path:
    """The person's own folder, on the machine's own disk and never in a roaming or synced place."""
    import platformdirs  # noqa: PLC0415  - a desk that is named needs no folder of the person's

    return Path(platformdirs.user_data_dir("sipdesk", appauthor=False, roaming=False))


def own_forms() -> Path:
    """Where a partner puts an authority's folder that does not ship with sipdesk."""
    return user_data() / "forms"


def default_desk() -> Path:
    """The desk that opens when none is named."""
    return user_data() / "desk"


def user_papers() -> Path:
    """Where drafts for the head are put: a folder that people find again. What lies there has left the locked desk."""
    import platformdirs  # noqa: PLC0415

    return Path(platformdirs.user_documents_dir()) / "sipdesk"
