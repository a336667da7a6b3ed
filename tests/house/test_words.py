"""Every text on screen is in bokmål and nynorsk too, and whole."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
LANGUAGES = ("nb", "nn")
KEYWORDS = {
    name: spec
    for alias in ("", "_lazy")
    for name, spec in {
        f"gettext{alias}": None,
        f"ngettext{alias}": (1, 2),
        f"pgettext{alias}": ((1, "c"), 2),
        f"npgettext{alias}": ((1, "c"), 2, 3),
    }.items()
} | {"_": None, "gettext_noop": None}
PLACEHOLDER = re.compile(r"%\((\w+)\)")
Key = tuple[str, str, str]


def catalogue(language: str) -> polib.POFile:
    """The words of one language."""
    return polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))


def used_in(code: str) -> Iterator[Key]:
    """The texts that some Python, or what a template comes to, asks for: context, one, and many if it has a plural."""
    for _line, message, _comments, context in extract("python", io.BytesIO(code.encode()), KEYWORDS):
        msgid, plural = (*message, "")[:2] if isinstance(message, tuple) else (message, "")
        if msgid:
            yield (context or "", msgid, plural or "")


def sources() -> Iterator[tuple[Path, str]]:
    """Every file with texts in it, as Python."""
    for layer in ("workflow", "procurement", "suksit"):
        for path in sorted((ROOT / layer).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, path.read_text()
    for path in sorted((ROOT / "templates").rglob("*.*")):
        lines = templatize(path.read_text(), origin=str(path)).splitlines()
        yield path, "\n".join(line.strip() for line in lines)


def used() -> dict[Key, Path]:
    """Every text that is asked for, and one place where."""
    return {key: path.relative_to(ROOT) for path, code in sources() for key in used_in(code)}


def keeps_placeholders(entry: polib.POEntry) -> bool:
    """Whether a translation names what the text names: all of it, or for one of a plural no more than that."""
    named = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    if entry.msgid_plural:
        return all(set(PLACEHOLDER.findall(text)) <= named for text in entry.msgstr_plural.values())
    return not entry.msgstr or set(PLACEHOLDER.findall(entry.msgstr)) == named


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_translated_and_certain(language: str) -> None:
    po = catalogue(language)
    assert [entry.msgid for entry in po.untranslated_entries()] == []
    assert [entry.msgid for entry in po.fuzzy_entries()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_given_once(language: str) -> None:
    keys = [(entry.msgctxt or "", entry.msgid) for entry in catalogue(language)]
    assert sorted(key for key in set(keys) if keys.count(key) > 1) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_keep_their_placeholders(language: str) -> None:
    wrong = [entry.msgid for entry in catalogue(language) if not keeps_placeholders(entry)]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_in_the_code_has_its_words(language: str) -> None:
    known = {(entry.msgctxt or "", entry.msgid, entry.msgid_plural) for entry in catalogue(language)}
    known |= {(context, one, "") for context, one, _many in known}
    missing = sorted(f"{path}: {' | '.join(key)}" for key, path in used().items() if key not in known)
    assert not missing, f"{len(missing)} texts lack words:\n" + "\n".join(missing)
