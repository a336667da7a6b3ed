"""The long proofs, resumable: `make prove`. A proof that has passed on this very code is not run again.

One file, `var/proofs.jsonl`, holds a line for each: when, how long (seconds), what came of it, and its figures.
"""

import hashlib
import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "var" / "proofs.jsonl"


def code() -> str:
    """What the code is, committed or not."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z", "*.py", "*.sql", "*.toml", "*.html", "*.lock"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    digest = hashlib.sha256()
    for name in sorted(filter(None, listed.split("\0"))):
        path = ROOT / name
        if path.is_file():
            digest.update(name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def results() -> list[dict[str, Any]]:
    """The lines so far."""
    return [json.loads(line) for line in RESULTS.read_text().splitlines()] if RESULTS.exists() else []


def pytest_configure(config: pytest.Config) -> None:
    """Know the code once."""
    config.proofs_code = code()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what has passed on this code."""
    known = config.proofs_code
    passed = {row["proof"] for row in results() if row["code"] == known and row["outcome"] == "passed"}
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in passed])
    items[:] = [item for item in items if item.nodeid not in passed]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Write a line as soon as a proof is over."""
    report = yield
    if report.when == "call" or (report.when == "setup" and report.failed):
        row = {
            "proof": item.nodeid,
            "code": item.config.proofs_code,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(report.duration, 1),
            "outcome": report.outcome,
            **dict(report.user_properties),
        }
        RESULTS.parent.mkdir(exist_ok=True)
        with RESULTS.open("a") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return report
