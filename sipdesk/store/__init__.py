"""One encrypted SQLite file: opening, migrations, rows and models, journal, backups. SQL lives here alone."""
