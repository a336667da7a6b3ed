"""The law's rows from a file that people can read and correct. Loading it again changes only what differs."""

import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from procurement.law.models import LegalDeadline, Threshold
from workflow import database

TABLES = {"threshold": Threshold, "deadline": LegalDeadline}
NEEDED = frozenset({"kind", "amount", "valid_from", "citation", "source"})
FIELDS = NEEDED | {"valid_to", "verified", "note", "unit"}


def law_file() -> Path:
    """Where the rows stand."""
    return Path(settings.BASE_DIR) / "fixtures" / "reference" / "law.toml"


def load_law(using: str | None = None) -> int:
    """Load the rows that come with the product, as the owner of the tables. Returns how many rows changed."""
    return load(law_file(), using=using)


def load(path: Path, using: str | None = None) -> int:
    """Make the tables say what a file says, by kind and first day; rows that it does not hold are left alone.

    `using` is the connection, the owner's by default: the product itself only reads. Returns how many rows were made
    or changed. Raises ValueError for a row that is wrong, and then nothing is loaded.
    """
    alias = using or database.require_owner()
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    changed = 0
    with transaction.atomic(using=alias):
        for table, model in TABLES.items():
            for place, row in enumerate(content.get(table, []), start=1):
                changed += put(model, row, alias, f"{path.name}: {table} {place}")
    return changed


def put(model: type[Any], row: dict[str, Any], alias: str, where: str) -> int:
    """Make or change one row; 1 when it was, 0 when it stood so already. Raises ValueError naming `where`."""
    unknown = set(row) - FIELDS
    if unknown:
        raise ValueError(f"{where}: unknown {sorted(unknown)}")
    if missing := NEEDED - set(row):
        raise ValueError(f"{where}: missing {sorted(missing)}")
    try:
        key = {"kind": row["kind"], "valid_from": row["valid_from"]}
        record = model.objects.using(alias).filter(**key).first() or model(**key)
        wanted = {"valid_to": None, "note": "", "verified": False, **row}
        if record.pk and all(getattr(record, name) == value for name, value in wanted.items()):
            return 0
        for name, value in wanted.items():
            setattr(record, name, value)
        record.clean_fields()
    except ValidationError as error:
        words = "; ".join(f"{name}: {' '.join(said)}" for name, said in error.message_dict.items())
        raise ValueError(f"{where}: {words}") from error
    record.save(using=alias)
    return 1
