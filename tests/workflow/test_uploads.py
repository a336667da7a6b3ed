"""Files from outside: what is taken, what is not, and in which words. The corpus is made here."""

import hashlib
import io
import zipfile

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from workflow import uploads
from workflow.uploads import KINDS, MAX_MEGABYTES, MEGABYTE, check_upload, clean_name

OFFICE = "application/vnd.openxmlformats-officedocument"


def package(*parts: tuple[str, bytes]) -> bytes:
    """A zip package."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return stream.getvalue()


def pdf(password: str = "") -> bytes:
    """A PDF of one blank page."""
    stream = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        lock = pikepdf.Encryption(user=password, owner=password) if password else False
        document.save(stream, encryption=lock)
    return stream.getvalue()


TYPES = ("[Content_Types].xml", b"<Types/>")
DOCX = package(TYPES, ("word/document.xml", b"<w:document/>"))
XLSX = package(TYPES, ("xl/workbook.xml", b"<workbook/>"))
ODT = package(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<office/>"))
ODS = package(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<office/>"))
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(30)
JPG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(30)
EXE = b"MZ\x90\0" + bytes(60)
GOOD = [
    ("plan.pdf", pdf(), "application/pdf"),
    ("Kravspesifikasjon.DOCX", DOCX, f"{OFFICE}.wordprocessingml.document"),
    ("avtaler.xlsx", XLSX, f"{OFFICE}.spreadsheetml.sheet"),
    ("notat.odt", ODT, "application/vnd.oasis.opendocument.text"),
    ("tall.ods", ODS, "application/vnd.oasis.opendocument.spreadsheet"),
    ("merknad.txt", "Ærlig talt på Øvre Ål 🏗️".encode(), "text/plain"),
    ("gammel.txt", "Ærlig talt på Øvre Ål".encode("cp1252"), "text/plain"),
    ("liste.csv", b"\xef\xbb\xbfsystem;kommune\nProfil;Rollag\n", "text/csv"),
    ("skjerm.png", PNG, "image/png"),
    ("bilde.jpg", JPG, "image/jpeg"),
    ("bilde.JPEG", JPG, "image/jpeg"),
]
BAD = [
    ("tom.pdf", b"", "empty"),
    ("stor.txt", b"a" * (MAX_MEGABYTES * MEGABYTE + 1), "too_large"),
    ("tegning.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "kind"),
    ("side.html", b"<!doctype html><p>hei", "kind"),
    ("program.exe", EXE, "kind"),
    ("uten endelse", b"hei", "kind"),
    ("to.endelser.pdf.exe", pdf(), "kind"),
    ("makro.docm", DOCX, "kind"),
    ("polyglott.pdf", b"%PDF-1.4\n<script>alert(1)</script>", "broken"),
    ("avkortet.pdf", pdf()[:60], "broken"),
    ("program.pdf", EXE, "other_content"),
    ("senere.pdf", b"\n\n<html>" + pdf(), "other_content"),
    ("side.txt", b"  <!DOCTYPE html><script>alert(1)</script>", "other_content"),
    ("tegning.txt", b"\xef\xbb\xbf<svg onload=alert(1)>", "other_content"),
    ("binær.csv", b"a;b\0c", "other_content"),
    ("tegning.png", b"<svg/>", "other_content"),
    ("bilde.png", JPG, "other_content"),
    ("regneark.docx", XLSX, "other_content"),
    ("odt.ods", ODT, "other_content"),
    ("pakke.docx", package(("a.txt", b"a")), "other_content"),
    ("pdf.docx", pdf(), "other_content"),
    ("bombe.docx", package(TYPES, ("word/document.xml", bytes(8 * MEGABYTE))), "unpacks"),
    ("mange.xlsx", package(TYPES, ("xl/workbook.xml", b""), *((f"{n}", b"") for n in range(10_001))), "unpacks"),
    ("makro.xlsx", package(TYPES, ("xl/workbook.xml", b""), ("xl/vbaProject.bin", b"x")), "macros"),
    ("avkortet.docx", DOCX[:-30], "broken"),
    ("låst.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60), "locked"),
    ("låst.pdf", pdf("hemmelig"), "locked"),
]


@pytest.mark.parametrize(("name", "content", "content_type"), GOOD, ids=[name for name, *_ in GOOD])
def test_known_kind_is_taken(name: str, content: bytes, content_type: str) -> None:
    """What it is served as follows from our own table; the file is left at its beginning."""
    file = SimpleUploadedFile(name, content, content_type="text/html")
    checked = check_upload(file)
    assert (checked.content_type, checked.size) == (content_type, len(content))
    assert checked.sha256 == hashlib.sha256(content).hexdigest()
    assert file.read() == content


@pytest.mark.parametrize(("name", "content", "code"), BAD, ids=[name for name, *_ in BAD])
def test_other_file_is_refused(name: str, content: bytes, code: str) -> None:
    """With a code for the program, and words that name the file."""
    with pytest.raises(ValidationError) as refused:
        check_upload(SimpleUploadedFile(name, content))
    assert refused.value.code == code
    assert clean_name(name) in refused.value.messages[0]


def test_package_that_lies_of_its_size_is_refused() -> None:
    """It says one byte, and unpacks to eight megabytes."""
    bomb = package(TYPES, ("word/document.xml", bytes(8 * MEGABYTE)))
    lie = bomb.replace((8 * MEGABYTE).to_bytes(4, "little"), (1).to_bytes(4, "little"))
    assert lie != bomb
    with pytest.raises(ValidationError) as refused:
        check_upload(SimpleUploadedFile("løgn.docx", lie))
    assert refused.value.code in ("unpacks", "broken")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", "låst.pdf: Filen er låst med passord. Lagre den uten og prøv igjen."),
        ("nn", "låst.pdf: Fila er låst med passord. Lagre ho utan og prøv igjen."),
        ("en-gb", "låst.pdf: The file is locked with a password. Save it without one and try again."),
    ],
)
def test_refusal_says_what_to_do(language: str, words: str) -> None:
    """In the reader's language."""
    with translation.override(language), pytest.raises(ValidationError) as refused:
        check_upload(SimpleUploadedFile("låst.pdf", pdf("hemmelig")))
    assert refused.value.messages == [words]


def test_refused_kind_names_what_is_taken() -> None:
    """Nobody has to guess."""
    with translation.override("nb"), pytest.raises(ValidationError) as refused:
        check_upload(SimpleUploadedFile("program.exe", EXE))
    assert refused.value.messages == [
        "program.exe er en filtype vi ikke tar imot. Velg PDF, Word, Excel, LibreOffice, tekst, CSV, PNG eller JPG."
    ]


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("Årsplan 2027 – Øvre Ål.pdf", "Årsplan 2027 – Øvre Ål.pdf"),
        ("🏗️ byggesak 😀.pdf", "🏗️ byggesak 😀.pdf"),
        ("C:\\Users\\ola\\plan.pdf", "plan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("plan\r\nSet-Cookie: a=b.pdf", "planSet-Cookie: a=b.pdf"),
        ("plan\u202efdp.exe", "planfdp.exe"),
        ("  mange   rom .pdf", "mange rom.pdf"),
        ("...", "fil"),
        (".pdf", "pdf"),
        ("", "fil"),
        ("å" * 300 + ".docx", "å" * 195 + ".docx"),
        ("a\u030arsplan.pdf", "årsplan.pdf"),
    ],
)
def test_name_is_cleaned(given: str, cleaned: str) -> None:
    """For a page, for a download, for a row of 200 characters."""
    with translation.override("nb"):
        found = clean_name(given)
    assert found == cleaned
    assert len(found) <= 200


def test_accept_lists_every_kind() -> None:
    """For the file field of a form."""
    assert uploads.ACCEPT.split(",") == [f".{extension}" for extension in KINDS]
