"""Reads a spreadsheet in a process of its own, with little memory and little time: the file is somebody else's.

Run as a script: the file on standard input, JSON on standard output. It knows nothing of Django. A cell far out in an
otherwise empty sheet would otherwise take all the memory of the server.
"""

import io
import json
import resource
import sys
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineWorkbook

MEMORY = 700 * 1024 * 1024
SECONDS = 20
SHEETS = 20
COLUMNS = 60


def limit() -> None:
    """Let this process have no more than it needs."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def plain(cell: Any) -> Any:
    """A cell as JSON: a date as {"date": "2027-12-31"}, a number as itself, all else as text."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return str(cell)
    return cell


def read(data: bytes, rows: int) -> list[dict[str, Any]]:
    """Every visible sheet: its height, and its first rows."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found = []
    for name in book.sheet_names[:SHEETS]:
        sheet = book.get_sheet_by_name(name)
        cells = sheet.to_python(skip_empty_area=False, nrows=rows)
        found.append(
            {"height": sheet.total_height + 1, "rows": [[plain(cell) for cell in row[:COLUMNS]] for row in cells]}
        )
    return found


if __name__ == "__main__":
    limit()
    json.dump(read(sys.stdin.buffer.read(), int(sys.argv[1])), sys.stdout)
