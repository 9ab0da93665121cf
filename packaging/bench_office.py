"""A note of visit by the side of the same words as a Word document that LibreOffice turns into a PDF.

`make bench-office` installs LibreOffice and runs this; nothing else ever needs it. Two figures: one document with the start
of the program, as anybody would call it, and what each further document costs a LibreOffice that is running already.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench_note import a_note
from docx import Document

from sipdesk.domain.note import NoteRecord
from sipdesk.notes import render
from sipdesk.notes.document import document
from sipdesk.notes.nodes import Heading, Table, written

RUNS, MORE = 5, 4


def as_word(record: NoteRecord, file: Path) -> None:
    """The same words with Word's own headings, paragraphs and tables."""
    word = Document()
    for node in document(record).nodes:
        texts = [text for text in written(node) if text.strip()]
        if isinstance(node, Heading):
            word.add_heading(texts[0], min(node.level, 9))
        elif isinstance(node, Table) and texts:
            columns = len(node.columns)
            table = word.add_table(0, columns, style="Table Grid")
            for at in range(0, len(texts), columns):
                cells = table.add_row().cells
                for cell, text in zip(cells, texts[at : at + columns], strict=False):
                    cell.text = text
        else:
            for text in texts:
                word.add_paragraph(text)
    word.save(str(file))


def by_office(files: list[Path], folder: Path) -> float:
    """Seconds for one call of LibreOffice over these files, with a profile of its own that is there already."""
    start = time.perf_counter()
    subprocess.run(
        [shutil.which("soffice") or "", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(folder), *map(str, files)],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    return time.perf_counter() - start


def figures(folder: Path) -> tuple[float, float]:
    """LibreOffice ÷ ours: for one document with its start, and for each further one."""
    files = []
    for number in range(1, MORE + 2):
        files.append(folder / f"note{number}.docx")
        as_word(a_note(number), files[-1])
    render(a_note(0))
    by_office(files[:1], folder)
    ours, one, many = [], [], []
    for number in range(1, RUNS + 1):
        record = a_note(number)
        start = time.perf_counter()
        render(record)
        ours.append(time.perf_counter() - start)
        one.append(by_office(files[:1], folder))
        many.append(by_office(files, folder))
    mine, single = statistics.median(ours), statistics.median(one)
    return single / mine, (statistics.median(many) - single) / MORE / mine


def main() -> int:
    """Print both figures; exit 1 where the target is missed."""
    if shutil.which("soffice") is None:
        print("LibreOffice is not installed: make bench-office installs it.")
        return 2
    with tempfile.TemporaryDirectory() as name:
        single, further = figures(Path(name))
    met = single >= 10
    print(
        f"{'met ' if met else 'MISS'}  {single:6.1f}  (target ≥ 10)  the same words as .docx through LibreOffice ÷ the note"
    )
    print(f"      {further:6.1f}  (no target)    each further .docx, LibreOffice running already ÷ the note")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
