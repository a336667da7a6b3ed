"""What a paper is made of: sections with a few words, facts, and tables; the empty ones are left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Table:
    """A table with a caption. The first cell of a row is its header; `end` are the columns that hold figures."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    end: frozenset[int] = frozenset()

    @property
    def head(self) -> list[dict[str, Any]]:
        """The columns' headers."""
        return [{"words": name, "end": place in self.end} for place, name in enumerate(self.columns)]

    @property
    def lines(self) -> list[list[dict[str, Any]]]:
        """The rows, each cell with whether it heads the row and whether it holds a figure."""
        return [
            [{"words": words, "heads": place == 0, "end": place in self.end} for place, words in enumerate(row)]
            for row in self.rows
        ]


@dataclass(frozen=True)
class Section:
    """One section of a paper."""

    title: str
    words: Sequence[str] = ()
    facts: Sequence[tuple[str, Any]] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[str] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (any(self.words) or self.facts or any(table.rows for table in self.tables))


def known(*facts: tuple[Any, Any]) -> list[tuple[str, Any]]:
    """The facts that are known; what is open is left out."""
    return [(str(label), value) for label, value in facts if value not in (None, "")]


def filled(sections: Iterable[Section]) -> list[Section]:
    """The sections that say something."""
    return [section for section in sections if not section.is_empty]
