"""The project-assessment template as data: criteria with written anchors, weights, and the strategy's principles."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

PATH = Path(__file__).resolve().parents[2] / "fixtures" / "reference" / "assessment.toml"
LANGUAGES = ("nb", "nn", "en")
SCORES = range(1, 6)


@dataclass(frozen=True)
class Wording:
    """The same words in the three languages."""

    nb: str
    nn: str
    en: str

    def __str__(self) -> str:
        language = (get_language() or "nb").split("-")[0]
        return str(getattr(self, language if language in LANGUAGES else "nb"))


@dataclass(frozen=True)
class Criterion:
    """What is scored, how much it weighs, and what each score from 1 to 5 means. `source` says where it is from."""

    key: str
    weight: int
    source: str
    label: Wording
    anchors: Mapping[int, Wording]


@dataclass(frozen=True)
class Principle:
    """A principle of the strategy that a case is weighed against."""

    number: int
    source: str
    label: Wording


@dataclass(frozen=True)
class Template:
    """One version of the template, from its first day on."""

    version: str
    valid_from: date
    criteria: tuple[Criterion, ...]
    principles: tuple[Principle, ...]

    def criterion(self, key: str) -> Criterion | None:
        """The criterion of that key, if this version has it."""
        return next((row for row in self.criteria if row.key == key), None)


def template_on(day: date) -> Template:
    """The template that holds on a day; the first one for days before it."""
    found = [row for row in templates() if row.valid_from <= day]
    return found[-1] if found else templates()[0]


@cache
def templates() -> tuple[Template, ...]:
    """Every version, the oldest first."""
    rows = tomllib.loads(PATH.read_text(encoding="utf-8"))["template"]
    return tuple(sorted((_template(row) for row in rows), key=lambda row: row.valid_from))


def _wording(row: Mapping[str, Any]) -> Wording:
    return Wording(*(row[language] for language in LANGUAGES))


def _template(row: Mapping[str, Any]) -> Template:
    return Template(
        version=row["version"],
        valid_from=row["valid_from"],
        criteria=tuple(
            Criterion(
                key=item["key"],
                weight=item["weight"],
                source=item["source"],
                label=_wording(item["label"]),
                anchors={anchor["score"]: _wording(anchor) for anchor in item["anchor"]},
            )
            for item in row["criterion"]
        ),
        principles=tuple(Principle(item["number"], item["source"], _wording(item)) for item in row["principle"]),
    )


def weighted(scores: Iterable[tuple[int, int]]) -> Decimal | None:
    """The weighted mean of (score, weight) pairs, from 1 to 5 with one decimal. None when nothing is scored."""
    pairs = list(scores)
    weight = sum(weight for _score, weight in pairs)
    if not weight:
        return None
    total = sum(score * weight for score, weight in pairs)
    return (Decimal(total) / weight).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
