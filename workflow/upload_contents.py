"""Whether a file's content is what its name says. Each check gives what is wrong, or nothing."""

import io
import zipfile
import zlib
from collections.abc import Callable
from enum import Enum

import pikepdf
import puremagic

MAX_UNPACKED = 200 * 1024 * 1024  # bytes: ten times the largest file that is taken
MAX_RATIO = 200  # an ordinary office file unpacks to ten times its size, a bomb to a thousand and more
SMALL = 1024 * 1024  # bytes: what unpacks to less than this harms nobody, whatever the ratio
MAX_ENTRIES = 10_000
CHUNK = 64 * 1024
ENCRYPTED = 0x1
PAGES = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<body", b"<head", b"<iframe")


class Unfit(Enum):
    """Why a file is not taken."""

    OTHER = "other_content"
    BROKEN = "broken"
    LOCKED = "locked"
    UNPACKS = "unpacks"
    MACROS = "macros"


Check = Callable[[bytes], Unfit | None]


def sniffed(content: bytes) -> set[str]:
    """The media types that a content's first bytes may be of; empty when they tell nothing."""
    try:
        return {found.mime_type for found in puremagic.magic_string(content[:4096])}
    except (puremagic.PureError, ValueError):
        return set()


def check_pdf(content: bytes) -> Unfit | None:
    """A PDF from its first byte, with pages that can be read."""
    if not content.startswith(b"%PDF-") or "application/pdf" not in sniffed(content):
        return Unfit.OTHER
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return None if len(pdf.pages) else Unfit.BROKEN
    except pikepdf.PasswordError:
        return Unfit.LOCKED
    except (pikepdf.PdfError, ValueError, TypeError, KeyError):
        return Unfit.BROKEN


def check_image(content_type: str) -> Check:
    """An image of that type by its first bytes."""

    def check(content: bytes) -> Unfit | None:
        return None if content_type in sniffed(content) else Unfit.OTHER

    return check


def check_text(content: bytes) -> Unfit | None:
    """Text in UTF-8 or in an old Windows encoding; neither a page nor a drawing, which a browser would run."""
    if b"\0" in content:
        return Unfit.OTHER
    beginning = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if beginning.startswith(PAGES) or any(kind in sniffed(content) for kind in ("text/html", "image/svg+xml")):
        return Unfit.OTHER
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        try:
            content.decode("cp1252")
        except UnicodeDecodeError:
            return Unfit.OTHER
    return None


def check_office(main_part: str) -> Check:
    """A Word or Excel file: a package with that part, without macros."""

    def check(content: bytes) -> Unfit | None:
        def look(package: zipfile.ZipFile) -> Unfit | None:
            names = {name.lower() for name in package.namelist()}
            if "[content_types].xml" not in names or main_part not in names:
                return Unfit.OTHER
            return Unfit.MACROS if any(name.endswith("vbaproject.bin") for name in names) else None

        return in_package(content, look)

    return check


def check_open_document(content_type: str) -> Check:
    """A LibreOffice file: a package that says so in its `mimetype`."""

    def check(content: bytes) -> Unfit | None:
        def look(package: zipfile.ZipFile) -> Unfit | None:
            names = package.namelist()
            if "mimetype" not in names or "content.xml" not in names:
                return Unfit.OTHER
            with package.open("mimetype") as stream:
                return None if stream.read(200).strip() == content_type.encode() else Unfit.OTHER

        return in_package(content, look)

    return check


def in_package(content: bytes, look: Callable[[zipfile.ZipFile], Unfit | None]) -> Unfit | None:
    """Look into a zip package, after its limits are checked."""
    if not content.startswith(b"PK\x03\x04"):
        return Unfit.LOCKED if content.startswith(b"\xd0\xcf\x11\xe0") else Unfit.OTHER  # a locked office file
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return beyond_limits(package, len(content)) or look(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        return Unfit.BROKEN


def beyond_limits(package: zipfile.ZipFile, packed: int) -> Unfit | None:
    """Whether a package is locked, or unpacks to too much: by what it says first, then by what really comes out."""
    entries = package.infolist()
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        return Unfit.LOCKED
    most = min(MAX_UNPACKED, max(SMALL, packed * MAX_RATIO))
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > most:
        return Unfit.UNPACKS
    unpacked = 0
    for entry in entries:
        with package.open(entry) as stream:
            while chunk := stream.read(CHUNK):
                unpacked += len(chunk)
                if unpacked > most:
                    return Unfit.UNPACKS
    return None
