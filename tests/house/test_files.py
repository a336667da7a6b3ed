"""A file fits in one head, and only the clock knows the time."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LONGEST = 300
LAYERS = ("workflow", "procurement", "suksit", "templates", "static", "tests", "bin")
TIME = re.compile(
    r"timezone\.now|date\.today|datetime\.(now|today|utcnow)|localdate\(\)|auto_now|utils\.timezone import now"
)


def files(*endings: str) -> list[Path]:
    """The product's own files; migrations tell what happened once, and are left as they are."""
    return sorted(
        path
        for layer in LAYERS
        for path in (ROOT / layer).rglob("*")
        if path.suffix in endings and "migrations" not in path.parts
    )


def test_no_file_is_longer_than_one_head_holds() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in files(".py", ".html", ".css", ".txt")
        if (lines := len(path.read_text().splitlines())) > LONGEST
    }
    assert long == {}


@pytest.mark.parametrize("layer", ["workflow", "procurement", "suksit"])
def test_only_the_clock_asks_what_time_it_is(layer: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files(".py")
        if path.is_relative_to(ROOT / layer) and path != ROOT / "workflow" / "clock.py"
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if TIME.search(line)
    ]
    assert found == []


def test_no_region_is_wired_into_the_code() -> None:
    named = [
        str(path.relative_to(ROOT))
        for layer in ("workflow", "procurement", "suksit", "templates", "static")
        for path in (ROOT / layer).rglob("*")
        if path.suffix in (".py", ".html", ".css", ".txt", ".js") and "kongsbergregion" in path.read_text().lower()
    ]
    assert named == []
