"""The papers of the demo: real files of kinds that are taken, with their words, the same each time."""

import io
import zipfile

import pytest
from pypdf import PdfReader

from suksit.demo.papers import paper
from workflow.uploads import KINDS

WORDS = ("Søkeren går gjennom æ, ø og å (før innsending) \\ etter.", "Et langt avsnitt. " * 12)


def content(name: str) -> bytes:
    """The bytes of a paper."""
    _checked, file = paper(name, WORDS)
    return file.read()


@pytest.mark.parametrize("kind", ["pdf", "docx", "txt"])
def test_paper_is_taken_at_the_door_and_is_the_same_each_time(kind: str) -> None:
    """Its kind is found by its content, and nothing of the clock or of chance is in it."""
    name = f"Sjekkliste før søknad.{kind}"
    checked, file = paper(name, WORDS)
    assert (checked.name, checked.content_type) == (name, KINDS[kind].content_type)
    assert checked.size == len(file.read())
    assert content(name) == content(name)


def test_pdf_can_be_read_word_by_word() -> None:
    """Norwegian letters, brackets and long paragraphs come out as they went in, on one page within its margins."""
    reader = PdfReader(io.BytesIO(content("Sjekkliste før søknad.pdf")))
    (page,) = reader.pages
    lines = page.extract_text().split("\n")
    assert lines[:2] == ["Sjekkliste før søknad", WORDS[0]]
    assert " ".join(line for line in lines[2:] if line.strip()) == WORDS[1].strip()
    assert reader.metadata is not None
    assert reader.metadata.title == "Sjekkliste før søknad"


def test_word_file_holds_the_title_and_the_paragraphs() -> None:
    """Signs that XML reserves are kept."""
    _checked, file = paper("A & B.docx", ["Mindre enn < 3"])
    document = zipfile.ZipFile(io.BytesIO(file.read())).read("word/document.xml").decode()
    assert ">A &amp; B</w:t>" in document
    assert ">Mindre enn &lt; 3</w:t>" in document


def test_text_is_plain() -> None:
    """Title, a blank line, the words."""
    assert content("Referat.txt").decode().split("\n\n")[:2] == ["Referat", WORDS[0]]
