"""A screen reader's side of the journey: what it finds in the accessibility tree, and what it can do there.

Runs on the system's Python, which has pyatspi. It knows roles, names, states, actions and editable text; no place on
the screen, no key, no Qt.
"""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pyatspi

PATIENCE = 60.0
_BREATH = 0.05


class NotThere(AssertionError):
    """Something is not in the tree, or cannot be done with it."""


def told(node: Any) -> str:
    """The name of a node."""
    return str(node.name).replace("&", "")


def has(node: Any, state: Any) -> bool:
    """Whether a node is in a state."""
    return bool(node.getState().contains(state))


def written(node: Any) -> str:
    """The text a node holds."""
    try:
        text = node.queryText()
    except NotImplementedError:
        return ""
    return str(text.getText(0, text.characterCount))


class Reader:
    """Reads one program and acts in it."""

    def __init__(self) -> None:
        self.program: Any = None
        self.roles: set[str] = set()
        """Roles of what was acted upon."""

    def attach(self, name: str = "sipdesk") -> None:
        """Wait until the program is on the desktop."""
        self.program = self.wait(lambda: _program(name), f"the program {name}")

    def wait(self, there: Callable[[], Any], what: str) -> Any:
        """Until something is there. The tree changes while it is read: a node that has gone is no answer."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                found = there()
            except Exception as error:  # pyatspi hands on whatever D-Bus says of a node that has gone
                found = None
                if isinstance(error, NotThere):
                    raise
            if found:
                return found
            threading.Event().wait(_BREATH)
        raise NotThere(f"{what} is not in the tree. It holds:\n" + "\n".join(self.outline()))

    # -- reading -------------------------------------------------------------------------------------------------

    def nodes(self, under: Any = None) -> Iterator[Any]:
        """What is shown, in reading order."""
        for node in _children(self.program if under is None else under):
            if has(node, pyatspi.STATE_SHOWING):
                yield node
                yield from self.nodes(node)

    def outline(self) -> list[str]:
        """Role and name of everything shown, for a sentence that says what is wrong."""
        try:
            return [f"{node.getRoleName()}: {told(node)!r} {written(node)[:60]!r}" for node in self.nodes()]
        except Exception as error:  # noqa: BLE001  - as above
            return [f"(the tree cannot be read: {error})"]

    def heard(self, under: Any = None) -> str:
        """Every name, description and text, one after the other."""
        parts: list[str] = []
        for node in self.nodes(under):
            parts += [told(node), str(node.description), written(node)]
        return "\n".join(filter(None, parts))

    def find(self, name: str, role: str = "", under: Any = None) -> Any:
        """The first of a name (or one that begins with it where the name ends in …*), and a role; else None."""
        start = name.removesuffix("*")
        for node in self.nodes(under):
            called = told(node)
            if (called == name or (name != start and called.startswith(start))) and role in {"", node.getRoleName()}:
                return node
        return None

    def see(self, name: str, role: str = "", under: Any = None) -> Any:
        """Wait for it."""
        return self.wait(lambda: self.find(name, role, under), f"{role or 'something'} named “{name}”")

    def listen(self, words: str) -> None:
        """Wait until these words are anywhere in the tree."""
        self.wait(lambda: words in self.heard(), f"“{words}”")

    # -- acting --------------------------------------------------------------------------------------------------

    def usable(self, name: str, role: str = "") -> Any:
        """Wait until it is there, sensitive, and offers an action or takes text."""

        def look() -> Any:
            for node in self.nodes():
                if told(node) != name and not (name.endswith("*") and told(node).startswith(name[:-1])):
                    continue
                if role not in {"", node.getRoleName()} or node.getRoleName() in {"label", "filler", "panel"}:
                    continue
                if has(node, pyatspi.STATE_SENSITIVE):
                    return node
            return None

        found = self.wait(look, f"a {role or 'control'} “{name}” that can be used")
        self.roles.add(str(found.getRoleName()))
        return found

    def press(self, name: str, role: str = "") -> Any:
        """Do the first thing a control offers: press, toggle, show its menu."""
        node = self.usable(name, role)
        self.act(node)
        return node

    def act(self, node: Any, *wanted: str) -> None:
        """Do one of these actions, else whatever comes first."""
        action = node.queryAction()
        names = [str(action.getName(n)) for n in range(action.nActions)]
        chosen = next((names.index(name) for name in wanted if name in names), None)
        if chosen is None and wanted:
            raise NotThere(f"{node.getRoleName()} “{told(node)}” offers {names}, none of {wanted}")
        if not names or not action.doAction(chosen or 0):
            raise NotThere(f"{node.getRoleName()} “{told(node)}” offers nothing to do: {names}")

    def write(self, name: str, words: str, role: str = "") -> None:
        """Put words into a field, and hear that they are there."""
        node = self.usable(name, role)
        if not has(node, pyatspi.STATE_EDITABLE):
            raise NotThere(f"{node.getRoleName()} “{name}” takes no words")
        if has(node, pyatspi.STATE_FOCUSABLE):
            node.queryComponent().grabFocus()
        if not node.queryEditableText().setTextContents(words):
            raise NotThere(f"{node.getRoleName()} “{name}” did not take the words")
        if node.getRoleName() != "password text":
            self.wait(lambda: written(node) == words, f"“{words}” in “{name}”")

    def chosen(self, name: str) -> bool:
        """Whether a tick, a dot or a chip is on."""
        return has(self.usable(name), pyatspi.STATE_CHECKED)

    def choose(self, name: str) -> None:
        """Turn it on, if it is not, and hear that it is."""
        if not self.chosen(name):
            self.press(name)
        self.wait(lambda: self.chosen(name), f"“{name}” chosen")


def _program(name: str) -> Any:
    for node in _children(pyatspi.Registry.getDesktop(0)):
        if node.name == name and node.childCount:
            return node
    return None


def _children(node: Any) -> Iterator[Any]:
    for place in range(node.childCount):
        child = node.getChildAtIndex(place)
        if child is not None:
            yield child
