"""From an uploaded file to rows of cells: Excel, OpenDocument or CSV. Whatever is wrong is said in words."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from suksit.templatetags.form_of import number

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 80 * 1024 * 1024
MAX_ROWS = 5_000
SECONDS = 30
READER = Path(__file__).with_name("sheet_reader.py")
OLD_EXCEL = b"\xd0\xcf\x11\xe0"

Rows = list[list[Any]]


def rows_of(data: bytes) -> list[Rows]:
    """The rows of every sheet of a file. A cell is text, a number, or {"date": "2027-12-31"}.

    Raises ValidationError with what is wrong: too large, not a spreadsheet, protected, too many rows.
    """
    if len(data) > MAX_BYTES:
        raise ValidationError(_("The file is too large. The largest is 5 MB."))
    if not data.strip():
        raise ValidationError(_("The file is empty."))
    if data.startswith(OLD_EXCEL):
        raise ValidationError(_("The file is an old Excel file, or has a password. Save it as .xlsx without one."))
    if data.startswith(b"PK"):
        return from_workbook(data)
    return [from_csv(data)]


def from_workbook(data: bytes) -> list[Rows]:
    """The sheets of an Excel or OpenDocument file, read apart from the server."""
    check_packed(data)
    try:
        done = subprocess.run(  # noqa: S603 - our own reader, and the file only on its standard input
            [sys.executable, "-I", str(READER), str(MAX_ROWS + 100)],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
        sheets = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise ValidationError(unreadable()) from error
    for sheet in sheets:
        check_height(sheet["height"])
    return [sheet["rows"] for sheet in sheets]


def check_packed(data: bytes) -> None:
    """Refuse what is no spreadsheet, and what would unpack to far more than it is."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ValidationError(unreadable()) from error
    names = {part.filename for part in parts}
    if not names & {"xl/workbook.xml", "content.xml"}:
        raise ValidationError(wrong_type())
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise ValidationError(_("The file holds too much. Save only the list as a file of its own."))


def from_csv(data: bytes) -> Rows:
    """The rows of a CSV file, with semicolon, comma or tab, in UTF-8 or as Excel in Norway saves it."""
    if b"\x00" in data:
        raise ValidationError(wrong_type())
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as error:
            raise ValidationError(wrong_type()) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\ufeff")
    if not text.strip():
        raise ValidationError(_("The file is empty."))
    if text.lstrip().startswith(("<", "%PDF", "{")):
        raise ValidationError(wrong_type())
    first = text.lstrip().splitlines()[0]
    mark = max(";,\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=mark))
    except csv.Error as error:
        raise ValidationError(unreadable()) from error
    check_height(len(rows))
    return rows


def check_height(rows: int) -> None:
    """Refuse more rows than a region has agreements."""
    if rows > MAX_ROWS:
        raise ValidationError(
            _("The file has %(rows)s rows. We take at most %(most)s at a time: divide it into more files.")
            % {"rows": number(rows), "most": number(MAX_ROWS)}
        )


def wrong_type() -> str:
    """It is something else."""
    return _("This is not a spreadsheet. Use Excel (.xlsx), OpenDocument (.ods) or CSV (.csv).")


def unreadable() -> str:
    """It cannot be read."""
    return _("The file cannot be read. It may be damaged or have a password. Save it anew as .xlsx and try again.")
