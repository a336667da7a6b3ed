"""The papers of the demo: small Word, PDF and text files with invented words, the same bytes each time."""

import io
import textwrap
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Array, Dictionary, Name

from workflow.uploads import CheckedUpload, check_upload, extension_of

Paper = tuple[CheckedUpload, SimpleUploadedFile]

A4 = (595, 842)  # points
MARGIN, TITLE_SIZE, TEXT_SIZE, LINE = 72, 16, 11, 16  # points
ON_A_LINE = 80  # characters of Helvetica in that size between the margins
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip knows: no clock in the bytes
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORD_PARTS = {
    "[Content_Types].xml": (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{WORD_MAIN}"/></Types>'
    ),
    "_rels/.rels": (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="main" '
        f'Type="{OFFICE}/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
}


def paper(name: str, paragraphs: Sequence[str]) -> Paper:
    """A file of the kind that its name ends with, checked at the one door; its name without the ending is its title.

    Raises KeyError for an ending that the demo does not make.
    """
    kind = extension_of(name)
    content = {"docx": word, "pdf": pdf, "txt": text}[kind](name.removesuffix(f".{kind}"), paragraphs)
    file = SimpleUploadedFile(name, content)
    return check_upload(file), file


def text(title: str, paragraphs: Sequence[str]) -> bytes:
    """Plain text in UTF-8."""
    return "\n\n".join([title, *paragraphs, ""]).encode()


def word(title: str, paragraphs: Sequence[str]) -> bytes:
    """A Word file: the title in bold, then the paragraphs."""
    bold = "<w:rPr><w:b/></w:rPr>"
    body = "".join(
        f'<w:p><w:r>{look}<w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p>'
        for look, words in [(bold, title), *(("", words) for words in paragraphs)]
    )
    document = f'{HEAD}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in {**WORD_PARTS, "word/document.xml": document}.items():
            package.writestr(zipfile.ZipInfo(name, LONG_AGO), part, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def pdf(title: str, paragraphs: Sequence[str]) -> bytes:
    """A PDF of one page, in a font that every reader has. What has no place in Windows-1252 becomes a question mark."""
    made = pikepdf.new()
    made.docinfo["/Title"] = title
    made.Root.Lang = "nb"
    made.add_blank_page(page_size=A4)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    page = made.pages[0].obj
    page.Resources = Dictionary(Font=Dictionary(F1=font))
    page.MediaBox = Array([0, 0, *A4])
    page.Contents = made.make_stream(drawing(title, paragraphs))
    found = io.BytesIO()
    made.save(found, deterministic_id=True)
    return found.getvalue()


def drawing(title: str, paragraphs: Sequence[str]) -> bytes:
    """The title and the paragraphs as the page draws them."""
    lines = [line for words in paragraphs for line in [*textwrap.wrap(words, ON_A_LINE), ""]]
    shown = " T* ".join(f"({escaped(line)}) Tj" for line in lines)
    top = A4[1] - MARGIN
    return (
        f"BT /F1 {TITLE_SIZE} Tf {LINE} TL {MARGIN} {top} Td ({escaped(title)}) Tj T* T* /F1 {TEXT_SIZE} Tf {shown} ET"
    ).encode("cp1252", "replace")


def escaped(words: str) -> str:
    """Words between the brackets of a PDF string."""
    return words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
