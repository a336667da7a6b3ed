"""The coming deadlines as a file for one's own calendar (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256

from suksit.dashboards.coming import Coming
from workflow import clock

LONGEST_LINE = 74


def calendar_file(rows: Iterable[Coming], site: str) -> bytes:
    """One day-long entry for each deadline. `site` is where the links lead, without a slash at its end.

    An entry keeps its identity as long as its day and words do, so that a file taken in again makes no doubles.
    """
    stamp = clock.now().strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//SuksIT//SuksIT//NO"]
    for row in rows:
        words = f"{row.what} ({row.who})" if row.who else row.what
        identity = sha256(f"{row.on}\n{row.url}\n{row.what}".encode()).hexdigest()[:32]
        lines += [
            "BEGIN:VEVENT",
            f"UID:{identity}@suksit",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{row.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{row.on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(words)}",
            f"URL:{site}{row.url}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line)).encode()


def escaped(text: str) -> str:
    """Text as the format wants it."""
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())


def folded(line: str) -> Iterable[str]:
    """A line in pieces of at most 75 bytes, each but the first begun with a space; no letter is cut in two."""
    piece, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > LONGEST_LINE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + width
    yield piece
