"""`python -m sipdesk`: picks the front end. A hidden argument makes this process an import child instead."""

import sys
from pathlib import Path

IMPORT_CHILD = "--import-child"


def main() -> None:
    """The entry point of the installed program."""
    if sys.argv[1:2] == [IMPORT_CHILD]:
        from sipdesk.imports.child import main as child  # noqa: PLC0415  - the child loads nothing else

        sys.exit(child(sys.argv[2:]))
    folder = _window_alone(sys.argv[1:])
    if folder is not None:
        sys.exit(_straight_to_the_window(folder))
    from sipdesk.cli.main import run  # noqa: PLC0415

    run(open_window)


def _window_alone(given: list[str]) -> list[Path] | None:
    """The folders named where nothing but the window is asked for: then no command has to be loaded."""
    if not given:
        return []
    return [Path(given[1])] if len(given) == 2 and given[0] == "--desk" else None


def _straight_to_the_window(folders: list[Path]) -> int:
    from sipdesk.system.process import harden_process, passphrase_from_environment  # noqa: PLC0415

    harden_process()
    return open_window(folders[0] if folders else None, passphrase_from_environment())


def open_window(folder: Path | None, passphrase: str | None = None) -> int:
    """Open the window on a desk folder; a sentence and 1 where this machine lacks what Qt needs."""
    from sipdesk.system.display import has_display, missing_packages  # noqa: PLC0415

    missing = missing_packages()
    if missing:
        sys.stderr.write(
            f"The window needs some system libraries. Install them with: apt install {' '.join(missing)}\n"
        )
        return 1
    if not has_display():
        sys.stderr.write("There is no display here, so no window. The commands do the same work: sipdesk --help\n")
        return 1
    from sipdesk.gui.window import run_window  # noqa: PLC0415  - Qt is loaded only for a window

    return run_window(folder, passphrase)


if __name__ == "__main__":
    main()
