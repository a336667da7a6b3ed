"""The one door for files from outside: known kinds alone, by name and by content, and never what the browser says."""

import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflow import clock, upload_contents
from workflow.actors import Actor
from workflow.models import Case, Document, Visibility
from workflow.upload_contents import Unfit

MEGABYTE = 1024 * 1024
MAX_MEGABYTES = 20  # a scanned contract of 200 pages fits; mail systems and case archives take no more either
MAX_NAME = 200  # as the row of a document has room for


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken: what it is served as, and how its content is checked."""

    content_type: str
    check: Any


OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
KINDS = {
    "pdf": Kind("application/pdf", upload_contents.check_pdf),
    "docx": Kind(f"{OFFICE}.wordprocessingml.document", upload_contents.check_office("word/document.xml")),
    "xlsx": Kind(f"{OFFICE}.spreadsheetml.sheet", upload_contents.check_office("xl/workbook.xml")),
    "odt": Kind(f"{OPEN_DOCUMENT}.text", upload_contents.check_open_document(f"{OPEN_DOCUMENT}.text")),
    "ods": Kind(f"{OPEN_DOCUMENT}.spreadsheet", upload_contents.check_open_document(f"{OPEN_DOCUMENT}.spreadsheet")),
    "txt": Kind("text/plain", upload_contents.check_text),
    "csv": Kind("text/csv", upload_contents.check_text),
    "png": Kind("image/png", upload_contents.check_image("image/png")),
    "jpg": Kind("image/jpeg", upload_contents.check_image("image/jpeg")),
    "jpeg": Kind("image/jpeg", upload_contents.check_image("image/jpeg")),
}
ACCEPT = ",".join(f".{extension}" for extension in KINDS)
TAKEN = gettext_lazy("PDF, Word, Excel, LibreOffice, text, CSV, PNG or JPG")
REASONS = {
    Unfit.OTHER: gettext_lazy("The file says that it is %(kind)s, but it holds something else."),
    Unfit.BROKEN: gettext_lazy("The file cannot be opened. Save it anew and try again."),
    Unfit.LOCKED: gettext_lazy("The file is locked with a password. Save it without one and try again."),
    Unfit.UNPACKS: gettext_lazy("The file unpacks to far more than it should. Save it anew and try again."),
    Unfit.MACROS: gettext_lazy("The file holds macros. Save it without them and try again."),
}


@dataclass(frozen=True)
class CheckedUpload:
    """A checked file: its cleaned name, what it is served as, its fingerprint, and its size in bytes."""

    name: str
    content_type: str
    sha256: str
    size: int


def check_upload(file: UploadedFile) -> CheckedUpload:
    """Check a file by its size, name and content, and leave it at its beginning, ready to be saved.

    Raises ValidationError with what is wrong and what to do about it.
    """
    name = clean_name(file.name or "")
    extension = extension_of(name)
    if not file.size:
        raise ValidationError(_("%(name)s is empty.") % {"name": name}, code="empty")
    if file.size > MAX_MEGABYTES * MEGABYTE:
        raise ValidationError(
            _("%(name)s is too large. A file may be %(most)s MB at most.") % {"name": name, "most": MAX_MEGABYTES},
            code="too_large",
        )
    kind = KINDS.get(extension)
    if kind is None:
        raise ValidationError(
            _("%(name)s is of a kind that we do not take. Choose %(kinds)s.") % {"name": name, "kinds": TAKEN},
            code="kind",
        )
    file.seek(0)
    content = file.read()
    file.seek(0)
    unfit = kind.check(content)
    if unfit is not None:
        why = REASONS[unfit] % {"kind": extension.upper()}
        raise ValidationError(f"{name}: {why}", code=unfit.value)
    return CheckedUpload(name, kind.content_type, hashlib.sha256(content).hexdigest(), len(content))


def keep(
    case: Case,
    checked: CheckedUpload,
    file: Any,
    *,
    by: Actor,
    party: int,
    visibility: str = Visibility.REGION,
    purpose: str = "",
) -> Document:
    """Keep a checked file with a case, added for a party. The one who calls writes it down."""
    return Document.objects.create(
        case=case,
        party_id=party,
        name=checked.name,
        purpose=purpose,
        file=file,
        content_type=checked.content_type,
        size=checked.size,
        sha256=checked.sha256,
        visibility=visibility,
        added_by_id=by.user_id,
        added_at=clock.now(),
    )


def extension_of(name: str) -> str:
    """What a name ends with, small and without the dot; empty when it ends with nothing."""
    return PurePosixPath(name).suffix[1:].lower()


def clean_name(name: str) -> str:
    """A file's name for a page and for saving: no path, no invisible signs, no leading dots, 200 characters at most.

    Letters of every language and pictures stay. The ending is kept when the name is cut.
    """
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(sign for sign in name if not unicodedata.category(sign).startswith("C"))
    name = " ".join(name.split()).strip(". ")
    extension = extension_of(name)
    stem = name[: -len(extension) - 1] if extension else name
    stem = stem.strip(". ") or _("file")
    if not extension:
        return stem[:MAX_NAME]
    return f"{stem[: MAX_NAME - len(extension) - 1]}.{extension}"
