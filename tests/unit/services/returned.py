"""A head at their own machine: fills the reply form in as a PDF program would."""

from io import BytesIO
from pathlib import Path

import pikepdf


def fill(form: bytes, ticked: tuple[str, ...] = (), **typed: str) -> bytes:
    """The form with boxes ticked and fields typed into."""
    with pikepdf.open(BytesIO(form)) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            name = str(field.T)
            if name in ticked:
                field.V = field.AS = pikepdf.Name.Yes
            elif name in typed:
                field.V = pikepdf.String(typed[name])
        return _saved(pdf)


def flatten(form: bytes) -> bytes:
    """As a printer's driver leaves it: to be seen, not to be read."""
    with pikepdf.open(BytesIO(form)) as pdf:
        pdf.flatten_annotations("all")
        return _saved(pdf)


def put(folder: Path, data: bytes, name: str = "returned.pdf") -> Path:
    """As a file."""
    path = folder / name
    path.write_bytes(data)
    return path


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()
