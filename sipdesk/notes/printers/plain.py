"""Words, choices, ratings, dates and numbers."""

from sipdesk.domain.answers import YesNoValue
from sipdesk.notes import words
from sipdesk.notes.nodes import Node, Paragraph, Span, prose
from sipdesk.notes.printers.item import Item, kinds_of, label_of

SPOKEN = {
    YesNoValue.YES: "Yes",
    YesNoValue.NO: "No",
    YesNoValue.NOT_DISCUSSED: "Not discussed on this visit",
}


def elsewhere(_item: Item) -> list[Node]:
    """Printed at the head of the note, from the record itself."""
    return []


def short_text(item: Item) -> list[Node]:
    """Prompt and answer on one line."""
    return [item.line(item.answer)] if item.answer.strip() else []


def long_text(item: Item) -> list[Node]:
    """Paragraphs and bullets under the prompt."""
    return item.headed(prose(item.answer))


def yes_no(item: Item) -> list[Node]:
    """The answer beside the prompt, the detail below."""
    answer = item.answer
    if answer.value is None:
        return item.headed(prose(answer.detail))
    return [item.line(SPOKEN[answer.value]), *prose(answer.detail)]


def choice(item: Item) -> list[Node]:
    """What was chosen, in the form's words."""
    chosen = [label_of(item.question.options, value) for value in item.answer if value]
    return [item.line(words.listed(chosen))] if chosen else []


def rating(item: Item) -> list[Node]:
    """The point on the scale, what it rests on and of which kind that is."""
    answer = item.answer
    nodes: list[Node] = []
    if answer.value:
        nodes.append(item.line(label_of(item.question.scale, answer.value)))
    rests = list(prose(answer.evidence))
    if answer.kinds:
        source = Span(f"Evidence ({kinds_of(answer.kinds)}): ", "muted")
        if rests and isinstance(rests[0], Paragraph):
            rests[0] = Paragraph((source, *rests[0].text))
        else:
            rests.insert(0, Paragraph((source,)))
    return [*nodes, *rests] if nodes else item.headed(rests)


def date(item: Item) -> list[Node]:
    """`7 October 2025`."""
    return [item.line(words.long_date(item.answer))]


def number(item: Item) -> list[Node]:
    """The number with its unit."""
    return [item.line(words.counted(item.answer, item.question.unit))]
