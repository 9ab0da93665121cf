"""Writes the JSON Schemas of the record and of what travels: run when a field is added, and look at what changed.

.venv/bin/python packaging/record_schema.py
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sipdesk import paths
from sipdesk.domain import parcel, schema
from sipdesk.domain.note import RECORD_VERSION, json_schema


def main() -> None:
    """Into resources/schema, where the program ships it from."""
    made = {f"note-record-{RECORD_VERSION}": json_schema()}
    made |= {name: schema.json_schema(model) for name, model in parcel.SCHEMAS.items()}
    for name, told in made.items():
        target = paths.resources() / "schema" / f"{name}.json"
        target.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
