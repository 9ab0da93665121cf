"""Icons: each one the window names is shipped, and none that it does not."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from sipdesk import paths
from sipdesk.gui import theme


def test_that_every_shipped_icon_is_drawn_somewhere_and_says_its_licence() -> None:
    source = "\n".join(file.read_text(encoding="utf-8") for file in Path(theme.__file__).parent.rglob("*.py"))
    shipped = {file.stem for file in (paths.resources() / "icons").glob("*.svg")}
    assert shipped
    assert {name for name in shipped if f'"{name}"' not in source} == set()
    for name in shipped:
        assert "@license lucide-static" in (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def test_that_an_icon_takes_the_colour_of_its_token(qtbot: QtBot) -> None:
    made = theme.Theme("light").pixmap("school", "accent", 48).toImage()
    inked = {made.pixelColor(x, y).name() for x in range(48) for y in range(48) if made.pixelColor(x, y).alpha() == 255}
    assert inked == {"#0b5f73"}
