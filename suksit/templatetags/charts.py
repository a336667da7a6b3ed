"""The geometry of the drawings: where a share, a threshold or a measured point stands."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _

from suksit.templatetags.form_of import as_number, number

register = template.Library()

WIDTH, HEIGHT = 232, 136
LEFT, RIGHT, TOP, BOTTOM = 18, 12, 8, 112


@register.filter
def share_of(value: Any, whole: Any) -> str:
    """A share as an SVG length: 43.48%. Written with a point in every language."""
    part, all_of_it = as_number(value), as_number(whole)
    if part is None or not all_of_it:
        return "0%"
    return f"{min(max(float(part / all_of_it) * 100, 0), 100):.2f}%"


@register.simple_tag
def stacked(parts: Sequence[tuple[str, Any]]) -> list[dict[str, Any]]:
    """Places the parts of a bar one after another: (kind, amount) → kind, x and width as SVG lengths."""
    total = sum(float(amount or 0) for kind, amount in parts)
    placed, start = [], 0.0
    for kind, amount in parts:
        width = float(amount or 0) / total * 100 if total else 0
        if width:
            placed.append({"kind": kind, "x": f"{start:.2f}%", "width": f"{width:.2f}%", "first": not placed})
        start += width
    return placed


@register.filter
def times(count: int | None) -> range:
    """As many rounds as the count."""
    return range(count or 0)


class SmallMultiple:
    """One municipality's drawing: baseline ring, dashed target, measured line, hatch where nothing is measured."""

    width, height, bottom = WIDTH, HEIGHT, BOTTOM
    left, right = LEFT, WIDTH - RIGHT

    def __init__(self, data: dict[str, Any], moments: Sequence[str], top: Any) -> None:
        self.data, self.moments, self.top = data, list(moments), float(top)

    def x(self, index: int) -> float:
        """Where a moment stands, from left to right."""
        step = (self.right - self.left - 24) / max(len(self.moments) - 1, 1)
        return round(self.left + 10 + step * index, 1)

    def y(self, value: Any) -> float:
        """Where a value stands, on an axis that always starts at zero."""
        return round(BOTTOM - (BOTTOM - TOP) * min(float(value) / self.top, 1), 1)

    @property
    def baseline(self) -> dict[str, Any] | None:
        """The ring of the start, when it is known."""
        value = self.data.get("baseline")
        if value is None:
            return None
        return {"x": self.x(0), "y": self.y(value), "label_y": self.y(value) - 10, "word": number(value)}

    @property
    def points(self) -> list[dict[str, Any]]:
        """What was measured. A moment without a number has no point."""
        return [
            {"x": self.x(at), "y": self.y(value), "label_y": self.y(value) - 11, "word": number(value)}
            for at, value in enumerate(self.data.get("measured", ()), start=1)
            if value is not None
        ]

    @property
    def line(self) -> str:
        """Through the baseline, if known, and every measured point."""
        start = [self.baseline] if self.baseline else []
        return " ".join(f"{point['x']},{point['y']}" for point in start + self.points)

    @property
    def has_line(self) -> bool:
        """A line needs a measured point and something before it."""
        return bool(self.points) and len(self.points) + bool(self.baseline) > 1

    @property
    def goal(self) -> dict[str, Any] | None:
        """The dashed target; a changed target is a step."""
        targets = self.data.get("target")
        if targets is None:
            return None
        steps = list(targets) if isinstance(targets, list | tuple) else [targets] * len(self.moments)
        path = list(self.goal_path(steps))
        first, last = self.y(steps[0]), self.y(steps[-1])
        return {"path": " ".join(path), "label_y": first + 13, "word": number(steps[-1]), "y": last}

    def goal_path(self, steps: list[Any]) -> Iterator[str]:
        """The corners of the dashed line."""
        yield f"{self.left - 6},{self.y(steps[0])}"
        for at in range(1, len(steps)):
            if steps[at] != steps[at - 1]:
                middle = (self.x(at - 1) + self.x(at)) / 2
                yield f"{middle},{self.y(steps[at - 1])}"
                yield f"{middle},{self.y(steps[at])}"
        yield f"{self.right},{self.y(steps[-1])}"

    @property
    def blank(self) -> dict[str, Any] | None:
        """The part that is not known: from the start, or from the last measured point on."""
        if self.data["state"] not in {"not_measured", "not_in_use"}:
            return None
        measured = self.data.get("measured", ())
        known = [at for at, value in enumerate(measured, start=1) if value is not None]
        left = self.x(known[-1]) + 12 if known else self.x(1) - 22
        word = _("Not measured") if self.data["state"] == "not_measured" else _("Not in use")
        middle, wide = (left + self.right) / 2, 22 + round(6.4 * len(word))
        return {
            "x": left,
            "width": self.right - left,
            "middle": middle,
            "word": word,
            "paper_x": middle - wide / 2,
            "paper_width": wide,
        }

    @property
    def axis(self) -> list[dict[str, Any]]:
        """The words under the drawing."""
        return [{"x": self.x(at), "word": word} for at, word in enumerate(self.moments)]


@register.simple_tag
def drawing_of(data: dict[str, Any], moments: Sequence[str], top: Any) -> SmallMultiple:
    """The drawing of one municipality's row: {state, baseline, target, measured}."""
    return SmallMultiple(data, moments, top)
