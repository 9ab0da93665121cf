"""Words that come from beside the text, put into an answer: by its editor, as if they had been typed there."""

from collections.abc import Callable, Mapping
from typing import Any

from sipdesk.domain.jotting import Mark
from sipdesk.gui.visit.question import QuestionBox


def place_words(boxes: Mapping[str, QuestionBox], words: str, mark: Mark = Mark.PLAIN, last: str = "") -> str:
    """Put words into the open section; the question that took them, or nothing where none could.

    An action becomes a line of the section's actions. Other words go to the field the keyboard was in last, where that
    takes words, else to the section's first long text, else to its points, evidence or detail.
    """
    for kind in (["actions"] if mark is Mark.ACTION else []) + list(_TAKERS):
        named = [name for name, box in boxes.items() if _kind(box) == kind]
        if kind == "long_text" and last in boxes and _kind(boxes[last]) in _TAKERS:
            named = [last, *named]
        for name in named:
            if _take(boxes[name], words):
                return name
    return ""


def _kind(box: QuestionBox) -> str:
    return str(getattr(box.editor.question, "kind", ""))


def _take(box: QuestionBox, words: str) -> bool:
    editor = box.editor
    value = _ALL[_kind(box)](editor.question, editor.value(), words)
    if value is None:
        return False
    editor.put(value)
    editor.edited.emit()
    return True


def joined(text: str, words: str) -> str:
    """Words below a text: a bullet where the text ends with one."""
    bare = (text or "").rstrip()
    if not bare:
        return words
    bullet = "- " if bare.rpartition("\n")[2].startswith("- ") and not words.startswith("- ") else ""
    return f"{bare}\n{bullet}{words}"


def _text(_question: Any, value: Any, words: str) -> Any:
    return joined(value if isinstance(value, str) else "", words)


def _points(question: Any, value: Any, words: str) -> Any:
    there = [point for point in value or [] if str(point).strip()]
    return [*there, words] if len(there) < question.maximum else None


def _part(name: str) -> Callable[[Any, Any, str], Any]:
    def taken(_question: Any, value: Any, words: str) -> Any:
        there = value if isinstance(value, dict) else {}
        return {**there, name: joined(there.get(name) or "", words)}

    return taken


def _line(_question: Any, value: Any, words: str) -> Any:
    return None if str(value or "").strip() else " ".join(words.split())


def _actions(_question: Any, value: Any, words: str) -> Any:
    there = [item for item in value or [] if isinstance(item, dict)]
    return [*there, {"text": words}]


_TAKERS: dict[str, Callable[[Any, Any, str], Any]] = {
    "long_text": _text,
    "summary": _points,
    "rating": _part("evidence"),
    "yes_no": _part("detail"),
    "short_text": _line,
}
_ALL = {**_TAKERS, "actions": _actions}
