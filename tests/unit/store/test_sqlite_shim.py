"""What sqlite-utils does only because of the shim in store/sqlite.py."""

import os
import subprocess
import sys

import pytest

from sipdesk.store import sqlite


@pytest.fixture
def db(tmp_path):
    db = sqlite.connect(tmp_path / "t.db", os.urandom(32), create=True)
    yield db
    db.close()


def test_that_columns_are_added_when_asked_for(db):
    db["t"].insert({"id": 1}, pk="id")
    db["t"].insert({"id": 2, "extra": "x"}, alter=True)
    assert [row["extra"] for row in db["t"].rows] == [None, "x"]


def test_that_dropping_what_is_not_there_may_be_ignored(db):
    db["nothing"].drop(ignore=True)


def test_that_a_taken_index_name_is_avoided(db):
    db["t"].insert({"id": 1, "a": 1})
    db["t"].create_index(["a"], index_name="i")
    db["t"].create_index(["id"], index_name="i", find_unique_name=True)
    assert {index.name for index in db["t"].indexes} == {"i", "i_2"}


def test_that_a_refused_returning_leaves_no_transaction_open(db, tmp_path):
    db["t"].insert({"id": 1}, pk="id")
    with pytest.raises(sqlite.IntegrityError):
        list(db.query("INSERT INTO t (id) VALUES (1) RETURNING id"))
    assert not db.conn.in_transaction
    db.conn.execute("VACUUM INTO ?", (str(tmp_path / "copy.db"),))


def test_that_all_this_fails_without_the_shim(tmp_path):
    """The control: the same calls on the same library, with sqlite-utils as it comes."""
    code = (
        "import sqlcipher3.dbapi2 as cipher, sqlite_utils, sys\n"
        "db = sqlite_utils.Database(cipher.connect(sys.argv[1], isolation_level=None))\n"
        "db['t'].insert({'id': 1}, pk='id')\n"
        "try: db['t'].insert({'id': 2, 'extra': 'x'}, alter=True)\n"
        "except cipher.OperationalError: print('fails')\n"
    )
    told = subprocess.run([sys.executable, "-c", code, tmp_path / "t.db"], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "fails"


def test_that_a_name_with_full_in_it_is_no_full_disk():
    error = sqlite.IntegrityError("UNIQUE constraint failed: register_full.urn")
    assert "contradicts what is kept" in sqlite.told(error).sentence
