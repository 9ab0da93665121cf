"""The desk's tables, version by version. A version that has been released never changes; docs in README, "Schema".

1 · schools, register, allocations, imports with undo, visits, answers, journal, foci, actions, reviews, notes, search,
    audit.
2 · what the window needs: jottings, phrases, unfinished entries, undo in the journal, term dates and a school's own
    days, people of a school, papers that were made.
3 · the way of a note: what was sent for the accuracy check, corrections asked for, issues; published figures.
4 · where a school stands: facts, placements, the register, what took place; the outbox: parcels, destinations, letters,
    requests; time on days that no visit has.
"""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

SCHEMA_VERSION = 4
desk = Migrations("sipdesk")

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE register (
  urn TEXT PRIMARY KEY, name TEXT NOT NULL, la_code TEXT NOT NULL, la_name TEXT NOT NULL, estab TEXT NOT NULL,
  phase_code TEXT NOT NULL, type_code TEXT NOT NULL, type_name TEXT NOT NULL, status_code TEXT NOT NULL,
  status_name TEXT NOT NULL, postcode TEXT NOT NULL, roll TEXT NOT NULL, census_date TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX register_by_number ON register (la_code, estab);
CREATE TABLE register_full (urn TEXT PRIMARY KEY, columns TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE schools (
  urn TEXT PRIMARY KEY, name TEXT NOT NULL, laestab TEXT NOT NULL, la_name TEXT NOT NULL, phase TEXT NOT NULL,
  governance TEXT NOT NULL, type_name TEXT NOT NULL, status TEXT NOT NULL, postcode TEXT NOT NULL,
  roll INTEGER, roll_date TEXT, head TEXT NOT NULL, chair TEXT NOT NULL, provisional INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE allocations (
  urn TEXT PRIMARY KEY REFERENCES schools (urn), authority TEXT NOT NULL, year TEXT NOT NULL, term TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('mine', 'left')), category TEXT NOT NULL, category_written TEXT NOT NULL,
  brokered INTEGER NOT NULL DEFAULT 0, planned TEXT NOT NULL, notes TEXT NOT NULL, import_id TEXT, since TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE imports (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL, at TEXT NOT NULL,
  detail TEXT NOT NULL, undone TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE import_changes (
  id INTEGER PRIMARY KEY, import_id TEXT NOT NULL REFERENCES imports (id), entity TEXT NOT NULL, key TEXT NOT NULL,
  before TEXT, after TEXT
) STRICT;
CREATE INDEX import_changes_by_import ON import_changes (import_id);

CREATE TABLE forms (
  sha256 TEXT PRIMARY KEY, authority TEXT NOT NULL, edition TEXT NOT NULL, form TEXT NOT NULL, text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE visits (
  id TEXT PRIMARY KEY, urn TEXT NOT NULL REFERENCES schools (urn), kind TEXT NOT NULL, slot TEXT NOT NULL,
  year TEXT NOT NULL, term TEXT NOT NULL, number INTEGER, title TEXT NOT NULL, state TEXT NOT NULL, date TEXT,
  header TEXT NOT NULL, form_sha256 TEXT NOT NULL REFERENCES forms (sha256),
  programme_sha256 TEXT NOT NULL REFERENCES forms (sha256), response TEXT, reason TEXT NOT NULL,
  opened TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX visits_one_per_slot ON visits (urn, year, slot) WHERE slot <> '';
CREATE INDEX visits_by_school ON visits (urn, year, term);

CREATE TABLE answers (
  id INTEGER PRIMARY KEY, visit_id TEXT NOT NULL REFERENCES visits (id), question TEXT NOT NULL, value TEXT NOT NULL,
  at TEXT NOT NULL, UNIQUE (visit_id, question)
) STRICT;
CREATE TABLE journal (
  visit_id TEXT NOT NULL REFERENCES visits (id), seq INTEGER NOT NULL, field TEXT NOT NULL, before TEXT, after TEXT,
  at TEXT NOT NULL, PRIMARY KEY (visit_id, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE unindexed (id INTEGER PRIMARY KEY) STRICT;
CREATE TABLE indexed (id INTEGER PRIMARY KEY, words TEXT NOT NULL) STRICT;

CREATE TABLE foci (
  id TEXT PRIMARY KEY, urn TEXT NOT NULL REFERENCES schools (urn), year TEXT NOT NULL, visit_id TEXT NOT NULL
  REFERENCES visits (id), position INTEGER NOT NULL, focus TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX foci_by_school ON foci (urn, year);
CREATE TABLE dives (
  focus_id TEXT NOT NULL, visit_id TEXT NOT NULL REFERENCES visits (id), at TEXT NOT NULL, dive TEXT NOT NULL,
  PRIMARY KEY (visit_id, focus_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX dives_by_focus ON dives (focus_id);

CREATE TABLE actions (
  id TEXT PRIMARY KEY, urn TEXT NOT NULL REFERENCES schools (urn), visit_id TEXT NOT NULL REFERENCES visits (id),
  position INTEGER NOT NULL, agreed_on TEXT NOT NULL, action TEXT NOT NULL, closed_by TEXT, closed_on TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX actions_by_closing ON actions (urn, closed_on);
CREATE INDEX actions_by_visit ON actions (visit_id);
CREATE TABLE action_reviews (
  action_id TEXT NOT NULL, visit_id TEXT NOT NULL REFERENCES visits (id), at TEXT NOT NULL, outcome TEXT NOT NULL,
  review TEXT NOT NULL, PRIMARY KEY (visit_id, action_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX action_reviews_by_action ON action_reviews (action_id, at);

CREATE TABLE notes (
  id TEXT PRIMARY KEY, visit_id TEXT NOT NULL REFERENCES visits (id), revision INTEGER NOT NULL,
  supersedes TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX notes_by_visit ON notes (visit_id, revision);

CREATE TABLE audit (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, subject TEXT NOT NULL,
  detail TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
"""

# One statement each: they hold semicolons of their own.
_SEARCH_AND_GUARDS = (
    "CREATE VIRTUAL TABLE search USING fts5 (words, content='indexed', content_rowid='id', tokenize='unicode61 remove_diacritics 2')",
    "INSERT INTO search (search, rank) VALUES ('secure-delete', 1)",
    # The search is brought up to date when somebody searches, never while somebody types: `unindexed` names the answers
    # written since, `indexed` holds the words that the index has.
    "CREATE TRIGGER words_in AFTER INSERT ON answers BEGIN INSERT OR IGNORE INTO unindexed VALUES (new.id); END",
    "CREATE TRIGGER words_over AFTER UPDATE OF value ON answers BEGIN INSERT OR IGNORE INTO unindexed VALUES (old.id); END",
    "CREATE TRIGGER words_out AFTER DELETE ON answers BEGIN INSERT OR IGNORE INTO unindexed VALUES (old.id); END",
    """CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit BEGIN
       SELECT RAISE (ABORT, 'the audit is append-only'); END""",
    """CREATE TRIGGER audit_is_fixed BEFORE UPDATE ON audit BEGIN
       SELECT RAISE (ABORT, 'the audit is append-only'); END""",
    """CREATE TRIGGER audit_grows_at_its_end BEFORE INSERT ON audit
       WHEN new.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit) BEGIN
       SELECT RAISE (ABORT, 'the audit grows at its end only'); END""",
)


@desk(name="1: the first schema")
def first(db: Database) -> None:
    """Version 1."""
    for statement in _TABLES.split(";"):
        if statement.strip():
            db.conn.execute(statement)
    for statement in _SEARCH_AND_GUARDS:
        db.conn.execute(statement)
    db.conn.execute("PRAGMA user_version = 1")


_WINDOW = (
    # Jottings stay on this machine; `placed` says where one went (question id), empty while it waits.
    """CREATE TABLE jottings (
       id TEXT PRIMARY KEY, visit_id TEXT NOT NULL REFERENCES visits (id), section TEXT NOT NULL, mark TEXT NOT NULL,
       focus INTEGER, words TEXT NOT NULL, at TEXT NOT NULL, placed TEXT NOT NULL DEFAULT ''
       ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX jottings_by_visit ON jottings (visit_id, at)",
    """CREATE TABLE phrases (
       id TEXT PRIMARY KEY, words TEXT NOT NULL UNIQUE, used INTEGER NOT NULL DEFAULT 0, at TEXT NOT NULL
       ) STRICT, WITHOUT ROWID""",
    # What a field held that is not an answer yet (a date half typed): kept as it was typed, with the reason.
    """CREATE TABLE unfinished (
       visit_id TEXT NOT NULL REFERENCES visits (id), field TEXT NOT NULL, raw TEXT NOT NULL, why TEXT NOT NULL,
       at TEXT NOT NULL, PRIMARY KEY (visit_id, field)
       ) STRICT, WITHOUT ROWID""",
    # 'edit' entries can be undone (`undone` 1) and done again (0); a new edit makes undone ones final (2).
    "ALTER TABLE journal ADD COLUMN kind TEXT NOT NULL DEFAULT 'edit' CHECK (kind IN ('edit', 'undo', 'redo'))",
    "ALTER TABLE journal ADD COLUMN undone INTEGER NOT NULL DEFAULT 0",
    # Dates typed by the partner; where none are, the calendar shows assumed ones and says so.
    """CREATE TABLE term_dates (
       authority TEXT NOT NULL, year TEXT NOT NULL, term TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,
       half_first TEXT NOT NULL, half_last TEXT NOT NULL, PRIMARY KEY (authority, year, term)
       ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE school_days (
       id TEXT PRIMARY KEY, urn TEXT NOT NULL REFERENCES schools (urn), first TEXT NOT NULL, last TEXT NOT NULL,
       what TEXT NOT NULL
       ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX school_days_by_school ON school_days (urn, first)",
    """CREATE TABLE people (
       id TEXT PRIMARY KEY, urn TEXT NOT NULL REFERENCES schools (urn), role TEXT NOT NULL, name TEXT NOT NULL,
       email TEXT NOT NULL, phone TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL, checked TEXT NOT NULL
       ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX people_by_school ON people (urn)",
    """CREATE TABLE papers (
       id TEXT PRIMARY KEY, urn TEXT NOT NULL REFERENCES schools (urn), visit_id TEXT NOT NULL, kind TEXT NOT NULL,
       title TEXT NOT NULL, sha256 TEXT NOT NULL, at TEXT NOT NULL
       ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX papers_by_school ON papers (urn, at)",
)


@desk(name="2: what the window needs")
def second(db: Database) -> None:
    """Version 2."""
    for statement in _WINDOW:
        db.conn.execute(statement)
    db.conn.execute("PRAGMA user_version = 2")


_WAY = (
    # A draft the head was given: the words of each numbered line as they were printed, how each answer stood (a digest by
    # question), the hash of its record and of its PDF, and what the head answered. The last three are empty where a visit
    # was only said to be with the head.
    """CREATE TABLE drafts (
       id TEXT PRIMARY KEY, visit_id TEXT NOT NULL REFERENCES visits (id), note_id TEXT NOT NULL, revision INTEGER NOT NULL,
       sent TEXT NOT NULL, reply_by TEXT, stood TEXT NOT NULL, lines TEXT NOT NULL DEFAULT '[]',
       record TEXT NOT NULL DEFAULT '', sha256 TEXT NOT NULL DEFAULT '', reply TEXT NOT NULL DEFAULT ''
       ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX drafts_by_visit ON drafts (visit_id, sent)",
    # What the head asked to be put right: line, now, should be; and what the partner made of it.
    """CREATE TABLE corrections (
       id TEXT PRIMARY KEY, visit_id TEXT NOT NULL REFERENCES visits (id), draft_id TEXT NOT NULL, position INTEGER NOT NULL,
       line TEXT NOT NULL, now TEXT NOT NULL, should TEXT NOT NULL, source TEXT NOT NULL, on_day TEXT NOT NULL,
       decision TEXT NOT NULL DEFAULT '' CHECK (decision IN ('', 'accepted', 'declined')), reason TEXT NOT NULL DEFAULT ''
       ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX corrections_by_visit ON corrections (visit_id, position)",
    # Who was sent which sealed file, and why; canonical JSON of domain.issue.
    """CREATE TABLE issues (
       id TEXT PRIMARY KEY, note TEXT NOT NULL, revision INTEGER NOT NULL, at TEXT NOT NULL, sha256 TEXT NOT NULL,
       detail TEXT NOT NULL
       ) STRICT, WITHOUT ROWID""",
    "CREATE UNIQUE INDEX issues_by_note ON issues (note, revision)",
    # A correction: the new revision, why, which file it replaces, and how the visit stood before (JSON) while it can still
    # be withdrawn.
    """CREATE TABLE revisions (
       note_id TEXT PRIMARY KEY REFERENCES notes (id), visit_id TEXT NOT NULL REFERENCES visits (id), at TEXT NOT NULL,
       why TEXT NOT NULL, replaced TEXT NOT NULL, replaced_on TEXT NOT NULL, replaced_sha256 TEXT NOT NULL,
       before TEXT NOT NULL
       ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX revisions_by_visit ON revisions (visit_id)",
)

_PUBLIC = (
    # A cell is a number as text, empty, or one of the marks c, z, x, k, u; tokens hold what was printed for a mark.
    """CREATE TABLE published (
       source TEXT NOT NULL REFERENCES imports (id), level TEXT NOT NULL, area TEXT NOT NULL, year TEXT NOT NULL,
       period TEXT NOT NULL, phase TEXT NOT NULL, pupils TEXT NOT NULL, label TEXT NOT NULL, name TEXT NOT NULL,
       region TEXT NOT NULL, phase_label TEXT NOT NULL, roll TEXT NOT NULL, pex TEXT NOT NULL, pex_rate TEXT NOT NULL,
       suspension TEXT NOT NULL, suspension_rate TEXT NOT NULL, one_plus TEXT NOT NULL, one_plus_rate TEXT NOT NULL,
       tokens TEXT NOT NULL, PRIMARY KEY (source, level, area, year, period, phase, pupils, label)
       ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX published_by_area ON published (level, area, phase, pupils, year)",
    # Each file adds only what it says otherwise than the one before; the newest source of a URN counts. `line` is what is
    # kept of every school in England, `columns` (JSON) all there is of the caseload's and their authorities' schools.
    """CREATE TABLE inspections (
       urn TEXT NOT NULL, source TEXT NOT NULL REFERENCES imports (id), line TEXT NOT NULL, columns TEXT NOT NULL,
       PRIMARY KEY (urn, source)
       ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX inspections_by_source ON inspections (source)",
    # Links of the register between schools, likewise; `way` is `before` where the other school went before this one,
    # `after` where it came after, `part before` and `part after` where schools were merged or split, empty for the rest;
    # `gone` is 1 where a later file has the link no more.
    """CREATE TABLE links (
       urn TEXT NOT NULL, other TEXT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL REFERENCES imports (id),
       name TEXT NOT NULL, since TEXT NOT NULL, way TEXT NOT NULL, gone INTEGER NOT NULL,
       PRIMARY KEY (urn, other, kind, source)
       ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX links_by_other ON links (other)",
    "CREATE INDEX links_by_source ON links (source)",
)


@desk(name="3: the way of a note, published figures")
def third(db: Database) -> None:
    """Version 3."""
    for statement in (*_WAY, *_PUBLIC):
        db.conn.execute(statement)
    db.conn.execute("PRAGMA user_version = 3")


_OUTBOX = (
    # Parcels for the central service, in the order they were made; their bytes lie in sealed/ under their hash. `stage`,
    # `cause` and `kind` are words of domain.outbox; `next_try` is an instant, or empty where nobody has to wait.
    """CREATE TABLE parcels (
       seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, note TEXT NOT NULL, revision INTEGER NOT NULL,
       visit_id TEXT NOT NULL, urn TEXT NOT NULL, title TEXT NOT NULL, name TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL,
       size INTEGER NOT NULL, audit_head TEXT NOT NULL, recipient TEXT NOT NULL, destination TEXT NOT NULL,
       stage TEXT NOT NULL, cause TEXT NOT NULL, why TEXT NOT NULL, since TEXT NOT NULL, made TEXT NOT NULL,
       attempts INTEGER NOT NULL, next_try TEXT NOT NULL
       ) STRICT""",
    "CREATE INDEX parcels_by_stage ON parcels (stage, seq)",
    "CREATE INDEX parcels_by_note ON parcels (note, revision)",
    "CREATE INDEX parcels_by_visit ON parcels (visit_id)",
    # How each destination answered last: `sort` is empty where it did as asked, else that of the trouble there.
    """CREATE TABLE places (
       destination TEXT PRIMARY KEY, attempts INTEGER NOT NULL, next_try TEXT NOT NULL, sort TEXT NOT NULL, why TEXT NOT NULL,
       reached TEXT NOT NULL
       ) STRICT, WITHOUT ROWID""",
    # What came down, each taken once, whatever it was; `detail` is its JSON, `open` 1 while it waits for the person.
    """CREATE TABLE letters (
       id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, at TEXT NOT NULL, open INTEGER NOT NULL,
       detail TEXT NOT NULL
       ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX letters_by_kind ON letters (kind, at)",
    # Actions for which support is to be brokered, as they were asked for and what the service said last.
    """CREATE TABLE requests (
       action TEXT PRIMARY KEY, visit_id TEXT NOT NULL, urn TEXT NOT NULL, words TEXT NOT NULL, parcel TEXT NOT NULL,
       asked TEXT NOT NULL, outcome TEXT NOT NULL DEFAULT '', answer TEXT NOT NULL DEFAULT '',
       answered TEXT NOT NULL DEFAULT ''
       ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX requests_by_visit ON requests (visit_id)",
)


# Canonical JSON of domain.placement. A placement is never deleted: one taken back says so in its detail. An occurrence
# without a school took place for all of an authority's.
_STANDING = tuple(
    statement
    for table in ("facts", "placements", "risk_register", "occurrences")
    for statement in (
        f"CREATE TABLE {table} (id TEXT PRIMARY KEY, urn TEXT NOT NULL, detail TEXT NOT NULL) STRICT, WITHOUT ROWID",
        f"CREATE INDEX {table}_by_school ON {table} (urn, id)",
    )
)


_TIME = (
    # Time on a day that no visit's header has. `amount` is a decimal as text in `unit`; a colleague is kept by role alone.
    """CREATE TABLE time_entries (
       id TEXT PRIMARY KEY, urn TEXT NOT NULL REFERENCES schools (urn), on_day TEXT NOT NULL, kind TEXT NOT NULL,
       amount TEXT NOT NULL, unit TEXT NOT NULL, whose TEXT NOT NULL CHECK (whose IN ('mine', 'colleague')),
       role TEXT NOT NULL, visit_id TEXT NOT NULL, words TEXT NOT NULL
       ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX time_entries_by_school ON time_entries (urn, on_day)",
    "CREATE INDEX time_entries_by_day ON time_entries (on_day)",
)


@desk(name="4: where a school stands, the outbox, time")
def fourth(db: Database) -> None:
    """Version 4."""
    for statement in (*_STANDING, *_OUTBOX, *_TIME):
        db.conn.execute(statement)
    db.conn.execute("PRAGMA user_version = 4")
