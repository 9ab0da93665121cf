"""Tokens as a Qt style sheet. A widget's part is its `role` property; nothing else is told apart by name."""

from sipdesk.gui.tokens import (
    BODY,
    CONTROL,
    FAMILY,
    LABEL,
    RADIUS,
    S1,
    S2,
    S3,
    SECTION,
    SEMIBOLD,
    TARGET,
    TITLE,
    Palette,
)


def sheet(p: Palette, scale: float) -> str:
    """The style sheet of a palette at a size of text."""

    def px(size: float) -> str:
        return f"{round(size * scale)}px"

    rule = f"{p.rule}px solid"
    return f"""
* {{ font-family: "{FAMILY}"; font-size: {px(BODY)}; color: {p.text}; outline: none; }}
QMainWindow, QDialog, QStackedWidget, QWidget[role="page"] {{ background: {p.bg}; }}
QLabel {{ background: transparent; }}
QLabel[role="title"] {{ font-size: {px(TITLE)}; font-weight: {SEMIBOLD}; }}
QLabel[role="section"] {{ font-size: {px(SECTION)}; font-weight: {SEMIBOLD}; }}
QLabel[role="strong"] {{ font-weight: {SEMIBOLD}; }}
QLabel[role="muted"], QLabel[role="hint"] {{ color: {p.muted}; }}
QLabel[role="label"], QLabel[role="status"] {{ color: {p.muted}; font-size: {px(LABEL)}; }}
QLabel[role="error"] {{ color: {p.late}; }}
QLabel[role="badge"] {{ color: {p.part}; border: 2px solid {p.part}; border-radius: {S1}px; padding: 1px {S2}px;
  font-size: {px(LABEL)}; font-weight: {SEMIBOLD}; }}

QFrame[role="bar"] {{ background: {p.surface}; border: 0 solid {p.line}; }}
QFrame[role="bar"][edge="bottom"] {{ border-bottom-width: {p.rule}px; }}
QFrame[role="bar"][edge="top"] {{ border-top-width: {p.rule}px; }}
QFrame[role="rail"] {{ background: {p.bg}; border: 0 solid {p.line}; border-right-width: {p.rule}px; }}
QFrame[role="card"] {{ background: {p.surface}; border: {rule} {p.line}; border-radius: {RADIUS}px; }}
QFrame[role="tray"] {{ background: {p.line if p.rule == 1 else p.bg}; border: 0; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: 0; }}

QPushButton {{ background: {p.surface}; border: {rule} {p.edge}; border-radius: {RADIUS}px; padding: 0 {S3}px;
  min-height: {px(CONTROL - 2)}; }}
QPushButton:hover {{ border-color: {p.accent}; }}
QPushButton:pressed, QPushButton:open {{ background: {p.soft}; }}
QPushButton:disabled {{ color: {p.muted}; border-color: {p.line}; }}
QPushButton::menu-indicator {{ width: 0; }}
QPushButton[role="primary"] {{ background: {p.accent}; color: {p.on_accent}; border-color: {p.accent};
  font-weight: {SEMIBOLD}; }}
QPushButton[role="primary"]:hover {{ border-color: {p.text}; }}
QPushButton[role="primary"]:disabled {{ background: {p.bg}; color: {p.muted}; border-color: {p.edge}; }}
QPushButton[role="link"], QPushButton[role="quiet"] {{ background: transparent; border-color: transparent;
  padding: 0 {S1}px; min-height: {px(TARGET)}; min-width: {px(TARGET)}; }}
QPushButton[role="link"] {{ color: {p.muted}; padding: 0; }}
QPushButton[role="link"]:hover {{ color: {p.accent}; text-decoration: underline; }}
QPushButton[role="quiet"] {{ color: {p.muted}; font-size: {px(LABEL)}; }}
QPushButton[role="quiet"]:hover {{ color: {p.accent}; }}
QPushButton[role="place"] {{ background: transparent; border-color: transparent; text-align: left;
  padding: 0 {S2}px; min-height: {px(CONTROL)}; }}
QPushButton[role="place"]:hover {{ border-color: {p.line}; }}
QPushButton[role="place"]:checked {{ background: {p.soft}; color: {p.accent}; font-weight: {SEMIBOLD};
  border-color: {p.soft if p.rule == 1 else p.accent}; }}

QLineEdit {{ background: {p.surface}; border: {rule} {p.edge}; border-radius: {RADIUS}px; padding: 0 {S2 + 2}px;
  min-height: {px(CONTROL - 2)}; selection-background-color: {p.accent}; selection-color: {p.on_accent};
  placeholder-text-color: {p.muted}; }}
QTextEdit {{ background: {p.surface}; border: {rule} {p.line}; border-radius: {RADIUS}px; padding: {S2}px;
  selection-background-color: {p.accent}; selection-color: {p.on_accent}; }}

QTableView {{ background: {p.surface}; border: {rule} {p.line}; border-radius: 0; }}
QHeaderView {{ background: {p.surface}; border: 0; }}
QPdfView {{ border: 0; }}

QMenu {{ background: {p.surface}; border: {rule} {p.edge}; padding: {S1}px; }}
QMenu::item {{ padding: {S1}px {S3}px {S1}px {S1}px; min-height: {px(TARGET)}; border-radius: {S1}px;
  border: {p.rule}px solid transparent; }}
QMenu::item:selected {{ background: {p.soft}; color: {p.text}; border-color: {p.accent}; }}
QMenu::item:disabled {{ color: {p.muted}; }}
QMenu::separator {{ height: 1px; background: {p.line}; margin: {S1}px {S2}px; }}
QToolTip {{ background: {p.surface}; color: {p.text}; border: 1px solid {p.edge}; padding: {S1}px; }}

QScrollBar {{ background: transparent; border: 0; }}
QScrollBar:vertical {{ width: {S3}px; }}
QScrollBar:horizontal {{ height: {S3}px; }}
QScrollBar::handle {{ background: {p.edge}; border-radius: {S1}px; min-height: {TARGET}px; min-width: {TARGET}px;
  margin: 2px; }}
QScrollBar::handle:hover {{ background: {p.accent}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none;
  width: 0; height: 0; }}
"""
