"""Which signs our own fonts can write. A paper must have a glyph for each, on every machine, for all years to come."""

import io
import re
import unicodedata
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

FONTS = tuple(
    f"vendor/inter/files/inter-{part}-wght-normal.woff2"
    for part in ("latin", "latin-ext", "greek", "greek-ext", "cyrillic", "cyrillic-ext", "vietnamese")
)
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
INSTEAD = {"\u202f": "\u00a0", "\u2007": "\u00a0", "\u2010": "-", "\u2011": "-", "\u2028": "\n", "\u2029": "\n"}


@cache
def font(path: Path) -> bytes:
    """A font unpacked, as PDF needs it. Unpacking takes longer than setting a page: once for each font is enough."""
    from fontTools.ttLib import woff2  # comes with WeasyPrint, and is as heavy

    unpacked = io.BytesIO()
    woff2.decompress(io.BytesIO(path.read_bytes()), unpacked)
    return unpacked.getvalue()


@cache
def covered() -> frozenset[int]:
    """The code points that the fonts hold. Read once; fonts that are not there hold none."""
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for name in FONTS:
        path = finders.find(name)
        if path:
            with TTFont(path, lazy=True) as face:
                found |= set(face.getBestCmap())
    return frozenset(found)


def writable(page: str) -> str:
    """A page's text with nothing that the fonts cannot write: a picture sign is told by its name, in brackets.

    Signs that are not seen (joiners, choosers of how a picture is drawn) are left out.
    """
    return BEYOND_ASCII.sub(lambda found: written(found.group()), unicodedata.normalize("NFC", page))


@cache
def written(sign: str) -> str:
    """One sign as it is written."""
    if sign in INSTEAD:
        return INSTEAD[sign]
    if ord(sign) in covered():
        return sign
    if unicodedata.category(sign) in ("Cf", "Mn", "Me", "Cc", "Cs", "Co"):
        return ""
    return f"[{unicodedata.name(sign, f'U+{ord(sign):04X}').lower()}]"
