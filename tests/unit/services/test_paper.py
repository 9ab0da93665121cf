"""Papers on their way into a folder."""

import pytest

from sipdesk.domain.errors import Refused
from sipdesk.services.paper import PaperService


def test_that_a_file_where_the_papers_folder_should_be_is_said_plainly(tmp_path):
    (tmp_path / "papers").write_text("not a folder")
    with pytest.raises(Refused, match="cannot be a folder: there is a file where it should be"):
        PaperService().put(None, tmp_path / "papers", "note.pdf")
    assert (tmp_path / "papers").read_text() == "not a folder"
