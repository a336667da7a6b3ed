"""Everything anyone may open: every URL × every persona. One module of rows for each package, gathered here."""

from importlib import import_module
from pkgutil import iter_modules

from tests.access import rows
from tests.access.row import PERSONAS, STRANGER, Row

ROWS: list[Row] = [
    row for module in iter_modules(rows.__path__) for row in import_module(f"tests.access.rows.{module.name}").ROWS
]

__all__ = ["PERSONAS", "ROWS", "STRANGER", "Row"]
