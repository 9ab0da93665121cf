"""What programs take out of a PDF again: pdfium always, poppler too where it is installed."""

import re
import shutil
import subprocess
import unicodedata

import pypdfium2

# Poppler sets these around right-to-left text by itself; we add the first where only it keeps punctuation in place.
_DIRECTIONS = re.compile("[\u200e\u202a-\u202e]")


def fold(text: str) -> str:
    """NFC, white space folded, direction marks dropped."""
    return " ".join(unicodedata.normalize("NFC", _DIRECTIONS.sub("", text)).split())


def pages(pdf: bytes) -> list[str]:
    """The text of each page, as pdfium reads it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [fold(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def readings(pdf: bytes) -> dict[str, list[str]]:
    """The text of each page, folded, by the program that read it."""
    found = {"pdfium": pages(pdf)}
    if shutil.which("pdftotext"):
        for name, order in (("poppler", []), ("poppler -raw", ["-raw"])):
            run = subprocess.run(
                ["pdftotext", *order, "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True
            )
            # Each page ends in a form feed.
            found[name] = [fold(page) for page in run.stdout.decode().split("\f")[:-1]]
    return found
