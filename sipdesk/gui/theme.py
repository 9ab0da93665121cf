"""The look in use: which palette, how large the text. Turns tokens into Qt's fonts, colours and icons."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from sipdesk import paths
from sipdesk.gui import tokens
from sipdesk.gui.sheet import sheet

SYSTEM = "system"
"""The appearance that follows the system's wish."""


class Theme(QObject):
    """Made once for the window; widgets that paint ask it, and listen to `changed`."""

    changed = Signal()

    def __init__(self, wish: str = SYSTEM, scale: float = 1.0, *, still: bool = False) -> None:
        super().__init__()
        self.wish = wish
        self.scale = scale
        self.still = still
        """Nothing moves by itself: neither a blinking caret nor a sliding menu."""
        _load_fonts()
        _move(still=still)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def palette(self) -> tokens.Palette:
        """The palette in use."""
        return tokens.PALETTES.get(self.wish) or system_palette()

    def choose(self, wish: str) -> None:
        """Another palette, or `SYSTEM`."""
        self.wish = wish
        self.changed.emit()

    def resize(self, scale: float) -> None:
        """Another size of text."""
        self.scale = scale
        self.changed.emit()

    def calm(self, *, still: bool) -> None:
        """Less movement, or as usual."""
        self.still = still
        _move(still=still)
        self.changed.emit()

    def step(self, by: int) -> None:
        """The next larger or smaller size there is."""
        nearest = min(range(len(tokens.SCALES)), key=lambda i: abs(tokens.SCALES[i] - self.scale))
        self.resize(tokens.SCALES[max(0, min(len(tokens.SCALES) - 1, nearest + by))])

    def _system_changed(self) -> None:
        if self.wish == SYSTEM:
            self.changed.emit()

    def px(self, size: float) -> int:
        """A length that grows with the text."""
        return round(size * self.scale)

    def colour(self, tone: str) -> QColor:
        """The colour of a token."""
        return QColor(getattr(self.palette, tone))

    def font(self, size: int = tokens.BODY, *, strong: bool = False, figures: bool = False) -> QFont:
        """The face in a size; `figures` all of one width, so that columns of numbers line up."""
        font = QFont(tokens.FAMILY)
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        if figures:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def dress(self, window: QWidget) -> None:
        """Put palette and sizes on a window and everything in it."""
        window.setStyleSheet(sheet(self.palette, self.scale))
        window.setPalette(self._qt_palette())  # last: a new style sheet brings back what an older palette held

    def _qt_palette(self) -> QPalette:
        palette, role = QPalette(), QPalette.ColorRole
        for where, tone in (
            (role.Window, "bg"), (role.Base, "surface"), (role.AlternateBase, "surface"), (role.Button, "surface"),
            (role.WindowText, "text"), (role.Text, "text"), (role.ButtonText, "text"), (role.PlaceholderText, "muted"),
            (role.Highlight, "accent"), (role.HighlightedText, "on_accent"), (role.Link, "accent"),
            (role.ToolTipBase, "surface"), (role.ToolTipText, "text"), (role.Mid, "edge"), (role.Accent, "accent"),
        ):  # fmt: skip
            palette.setColor(where, self.colour(tone))
        return palette

    def icon(self, name: str, tone: str = "text", chosen: str = "", gap: int = 0) -> QIcon:
        """A Lucide icon in the colour of a token; `chosen` is the colour while its button is switched on.

        `gap` is room between the icon and the words after it.
        """
        icon = QIcon(self.pixmap(name, tone, gap=gap))
        if chosen:
            icon.addPixmap(self.pixmap(name, chosen, gap=gap), QIcon.Mode.Normal, QIcon.State.On)
        return icon

    def pixmap(self, name: str, tone: str, size: int = tokens.ICON, gap: int = 0) -> QPixmap:
        """A Lucide icon as pixels, sharp on this screen."""
        ratio, side = QGuiApplication.primaryScreen().devicePixelRatio(), self.px(size)
        pixmap = QPixmap(QSize(side + gap, side) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        drawn = _svg(name).replace("currentColor", getattr(self.palette, tone))
        QSvgRenderer(QByteArray(drawn.encode())).render(painter, QRectF(0, 0, side, side))
        painter.end()
        return pixmap


class Branch(Theme):
    """The same look for a part of the window that goes away: what listens to it is gone with it."""

    def __init__(self, root: Theme) -> None:
        QObject.__init__(self)
        self._root = root
        root.changed.connect(self.changed)

    @property
    def wish(self) -> str:  # type: ignore[override]
        """The root's."""
        return self._root.wish

    @property
    def scale(self) -> float:  # type: ignore[override]
        """The root's."""
        return self._root.scale

    @property
    def still(self) -> bool:  # type: ignore[override]
        """The root's."""
        return self._root.still

    def choose(self, wish: str) -> None:
        """Another palette for the whole window."""
        self._root.choose(wish)

    def resize(self, scale: float) -> None:
        """Another size of text for the whole window."""
        self._root.resize(scale)

    def calm(self, *, still: bool) -> None:
        """Less movement, or as usual, in the whole window."""
        self._root.calm(still=still)


def system_palette() -> tokens.Palette:
    """What the system wishes for: high contrast first, then dark or light."""
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return tokens.CONTRAST
    return tokens.DARK if hints.colorScheme() == Qt.ColorScheme.Dark else tokens.LIGHT


_BLINK = 1000
_SCRIPTS = (
    "NotoNaskhArabic_400Regular", "NotoNaskhArabic_600SemiBold",
    "NotoSansBengali_400Regular", "NotoSansBengali_600SemiBold", "NotoEmoji_400Regular",
)  # fmt: skip


def _move(*, still: bool) -> None:
    """What moves by itself in a window of Qt's: the caret, and menus and lists as they open."""
    QApplication.setCursorFlashTime(0 if still else _BLINK)
    for effect in (Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_AnimateCombo, Qt.UIEffect.UI_AnimateTooltip):
        QApplication.setEffectEnabled(effect, not still)


@lru_cache(maxsize=64)
def _svg(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def load_scripts() -> None:
    """The faces for what Source Sans lacks: Arabic, Bengali, signs. Not before the first page is painted: they are large."""
    found = []
    for name in _SCRIPTS:
        number = QFontDatabase.addApplicationFont(str(paths.resources() / "fonts" / f"{name}.ttf"))
        found += QFontDatabase.applicationFontFamilies(number)
    QFont.insertSubstitutions(tokens.FAMILY, list(dict.fromkeys(found)))


@lru_cache(maxsize=1)
def _load_fonts() -> None:
    """The bundled face first, so that the window looks the same on a machine with no fonts at all."""
    for name in ("SourceSans3_400Regular", "SourceSans3_600SemiBold"):
        QFontDatabase.addApplicationFont(str(paths.resources() / "fonts" / f"{name}.ttf"))
    QApplication.setFont(QFont(tokens.FAMILY))
