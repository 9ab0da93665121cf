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
    S4,
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
QLabel[role="caption"] {{ color: {p.muted}; font-size: {px(LABEL)}; font-weight: {SEMIBOLD}; }}
QLabel[role="muted"], QLabel[role="hint"] {{ color: {p.muted}; }}
QLabel[role="label"], QLabel[role="status"] {{ color: {p.muted}; font-size: {px(LABEL)}; }}
QLabel[tone="part"] {{ color: {p.part}; font-weight: {SEMIBOLD}; }}
QLabel[tone="late"] {{ color: {p.late}; font-weight: {SEMIBOLD}; }}
QLabel[role="error"] {{ color: {p.late}; }}
QLabel[role="doubt"] {{ color: {p.part}; }}
QLabel[role="badge"] {{ color: {p.part}; border: 2px solid {p.part}; border-radius: {S1}px; padding: 1px {S2}px;
  font-size: {px(LABEL)}; font-weight: {SEMIBOLD}; }}

QFrame[role="bar"] {{ background: {p.surface}; border: 0 solid {p.line}; }}
QFrame[role="bar"][edge="bottom"] {{ border-bottom-width: {p.rule}px; }}
QFrame[role="bar"][edge="top"] {{ border-top-width: {p.rule}px; }}
QFrame[role="rail"] {{ background: {p.bg}; border: 0 solid {p.line}; border-right-width: {p.rule}px; }}
QFrame[role="card"] {{ background: {p.surface}; border: {rule} {p.line}; border-radius: {RADIUS}px; }}
QFrame[role="foot"] {{ background: {p.surface}; border: 0 solid {p.line}; border-top-width: {p.rule}px; }}
QLabel[role="notice"] {{ color: {p.muted}; font-size: {px(LABEL)}; }}
QFrame[role="popup"] {{ background: {p.surface}; border: {rule} {p.edge}; border-radius: {RADIUS}px; }}
QFrame[role="jotting"] {{ background: transparent; border: {rule} transparent; border-radius: {S1}px; }}
QFrame[role="jotting"][now="yes"] {{ background: {p.soft}; border-color: {p.soft if p.rule == 1 else p.accent}; }}
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
QPushButton[role="badge"] {{ color: {p.part}; border: 2px solid {p.part}; border-radius: {S1}px; padding: 0 {S2}px;
  font-size: {px(LABEL)}; font-weight: {SEMIBOLD}; min-height: {px(TARGET - 2)}; }}
QPushButton[role="place"] {{ background: transparent; border-color: transparent; text-align: left;
  padding: 0 {S2}px; min-height: {px(CONTROL)}; }}
QPushButton[role="place"]:hover {{ border-color: {p.line}; }}
QPushButton[role="place"]:checked {{ background: {p.soft}; color: {p.accent}; font-weight: {SEMIBOLD};
  border-color: {p.soft if p.rule == 1 else p.accent}; }}

QPushButton[role="when"] {{ background: transparent; border-color: transparent; text-align: left; color: {p.muted};
  padding: {S1}px {S3}px; font-size: {px(LABEL)}; min-height: {px(CONTROL)}; }}
QPushButton[role="when"]:hover {{ border-color: {p.line}; color: {p.accent}; }}
QPushButton[role="small"] {{ min-height: {px(TARGET)}; padding: 0 {S2}px; color: {p.muted}; border-color: {p.edge}; }}
QPushButton[role="toggle"]:checked {{ background: {p.soft}; color: {p.accent}; border: {max(2, p.rule)}px solid {p.accent};
  font-weight: {SEMIBOLD}; }}

QPushButton[role="chip"] {{ min-height: {px(TARGET)}; padding: 0; text-align: left; }}
QPushButton[role="chip"]:checked {{ background: {p.soft}; border-color: {p.accent}; }}
QLineEdit {{ background: {p.surface}; border: {rule} {p.edge}; border-radius: {RADIUS}px; padding: 0 {S2 + 2}px;
  min-height: {px(CONTROL - 2)}; selection-background-color: {p.accent}; selection-color: {p.on_accent};
  placeholder-text-color: {p.muted}; }}
QPlainTextEdit {{ background: {p.surface}; border: {rule} {p.edge}; border-radius: {RADIUS}px; padding: {S1}px {S2}px;
  selection-background-color: {p.accent}; selection-color: {p.on_accent}; placeholder-text-color: {p.muted}; }}
QTextEdit {{ background: {p.surface}; border: {rule} {p.line}; border-radius: {RADIUS}px; padding: {S2}px;
  selection-background-color: {p.accent}; selection-color: {p.on_accent}; }}

QListWidget[role="links"] {{ background: {p.surface}; border: {rule} {p.line}; border-radius: {RADIUS}px; padding: {S1}px; }}
QListWidget[role="links"]::item {{ padding: {S1}px; border-radius: {S1}px; border: {p.rule}px solid transparent; }}
QListWidget[role="links"]::item:selected {{ background: {p.soft}; color: {p.text}; border-color: {p.soft if p.rule == 1 else p.accent}; }}
QListWidget[role="links"]::item:hover {{ border-color: {p.accent}; }}

QLineEdit[role="cell"] {{ border: 2px solid {p.accent}; border-radius: 0; padding: 0 {S1}px; min-height: {px(TARGET)}; }}QTextBrowser[role="reading"] {{ border-color: {p.line}; padding: 0; }}
QListWidget[role="contents"] {{ background: transparent; border: 0; }}
QListWidget[role="contents"]::item {{ padding: {S1}px {S2}px; min-height: {px(TARGET)}; border-radius: {S1}px;
  border: {p.rule}px solid transparent; color: {p.text}; }}
QListWidget[role="contents"]::item:selected {{ background: {p.soft}; color: {p.accent};
  border-color: {p.soft if p.rule == 1 else p.accent}; }}
QPlainTextEdit[role="words"] {{ background: {p.surface}; border: {rule} {p.edge}; border-radius: {RADIUS}px;
  padding: {S1}px {S2}px; selection-background-color: {p.accent}; selection-color: {p.on_accent}; }}

QFrame[role="hairline"] {{ background: {p.line}; border: 0; }}
QFrame[role="tabs"] {{ background: transparent; border: 0 solid {p.line}; border-bottom-width: {p.rule}px; }}
QTabBar {{ background: transparent; border: 0; }}
QTabBar::tab {{ background: transparent; border: 0 solid transparent; border-bottom-width: {max(2, p.rule)}px; color: {p.text};
  padding: {S1}px {S1}px {S2}px {S1}px; margin-right: {S4}px; min-height: {px(TARGET)}; }}
QTabBar::tab:hover {{ color: {p.accent}; }}
QTabBar::tab:selected {{ color: {p.accent}; border-bottom-color: {p.accent}; }}

QListView[role="sections"] {{ background: transparent; border: 0; }}
QFrame[role="side"] {{ background: {p.bg}; border: 0 solid {p.line}; border-left-width: {p.rule}px; }}

QPushButton[role="search"] {{ color: {p.muted}; text-align: left; min-height: {px(TARGET + 2)}; }}
QFrame[role="overlay"] {{ background: {p.surface}; border: {max(1, p.rule)}px solid {p.edge}; border-radius: {RADIUS}px; }}
QListView[role="results"] {{ background: {p.surface}; border: 0; }}

QTableView {{ background: {p.surface}; border: {rule} {p.line}; border-radius: 0; }}
QTableCornerButton::section {{ background: {p.surface}; border: 0 solid {p.edge}; border-bottom-width: {p.rule}px;
  border-right-width: {p.rule}px; }}
QHeaderView {{ background: {p.surface}; border: 0; }}
QHeaderView::section {{ background: {p.surface}; color: {p.muted}; font-size: {px(LABEL)}; font-weight: {SEMIBOLD};
  border: 0 solid {p.line}; padding: 0 {S2}px; }}
QHeaderView::section:horizontal {{ border-bottom: {rule} {p.edge}; min-height: {px(CONTROL - 6)}; }}
QHeaderView::section:vertical {{ border-bottom: 1px solid {p.line}; border-right: {rule} {p.line}; }}
QTableCornerButton::section, QAbstractScrollArea::corner {{ background: {p.surface}; border: 0; }}
QPdfView {{ border: 0; }}

QMenu {{ background: {p.surface}; border: {rule} {p.edge}; padding: {S1}px; }}
QMenu::item {{ padding: {S1}px {S3}px {S1}px {S1}px; min-height: {px(TARGET)}; border-radius: {S1}px;
  border: {p.rule}px solid transparent; }}
QMenu::item:selected {{ background: {p.soft}; color: {p.text}; border-color: {p.accent}; }}
QMenu::item:disabled {{ color: {p.muted}; }}
QMenu::separator {{ height: 1px; background: {p.line}; margin: {S1}px {S2}px; }}
QToolTip {{ background: {p.surface}; color: {p.text}; border: 1px solid {p.edge}; padding: {S1}px; }}

QProgressBar {{ background: {p.bg}; border: {rule} {p.edge}; border-radius: {S1}px; min-height: {S2}px; max-height: {S2}px; }}
QProgressBar::chunk {{ background: {p.accent}; border-radius: {S1}px; }}

QScrollBar {{ background: transparent; border: 0; }}
QScrollBar:vertical {{ width: {S3}px; }}
QScrollBar:horizontal {{ height: {S3}px; }}
QScrollBar::handle {{ background: {p.edge}; border-radius: {S1}px; min-height: {TARGET}px; min-width: {TARGET}px;
  margin: 2px; }}
QScrollBar::handle:hover {{ background: {p.accent}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none;
  width: 0; height: 0; }}
"""
