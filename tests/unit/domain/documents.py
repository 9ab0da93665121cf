"""The five source documents: their files, the editions made of them, and cases named by file and line."""

import pytest

from sipdesk.domain.school import Governance, Phase
from tests.unit.forms.editions import LIBRARY

FILES = {
    "H20": "000_7fb83ad706d14812.txt", "H15": "001_5de809d73bf99452.txt", "HE": "002_2209f8e80b7ad68f.txt",
    "HV": "003_8f4cf63da8229906.txt", "HK": "004_7c5013c03428b256.txt",
}  # fmt: skip
EDITIONS = {
    "H20": ("hillingdon", "2020-23"), "H15": ("hillingdon", "2015-18"), "HE": ("hertfordshire", "2018-21"),
    "HV": ("havering", "2011"), "HK": ("hackney", "2021-22"),
}  # fmt: skip
PROGRAMMES = {seed: LIBRARY.programme(*edition) for seed, edition in EDITIONS.items()}
MAINTAINED = (Phase.PRIMARY, Governance.MAINTAINED)


def table(rows):
    """A test for each row; a row begins with its document and the line in it."""
    return pytest.mark.parametrize(
        "case", [pytest.param(row, id=f"{FILES[row[0]]}:{row[1]}-{n}") for n, row in enumerate(rows)]
    )
