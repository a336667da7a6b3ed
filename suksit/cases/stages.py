"""The eight steps that a case is shown in: the one set of stage words, and which states each holds."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Stage:
    """A step of the step bar. `slug` is what it is called in an address: `?steg=foresporsel`."""

    name: str
    label: Any
    slug: str
    states: tuple[str, ...]

    def __str__(self) -> str:
        return str(self.label)


STAGES = (
    Stage("report", pgettext_lazy("stage", "Reported"), "meldt", ("reported",)),
    Stage("assessment", pgettext_lazy("stage", "Assessment"), "vurdering", ("assessment",)),
    Stage(
        "invitation",
        pgettext_lazy("stage", "Request"),
        "foresporsel",
        ("accepted", "invitation", "commitment"),
    ),
    Stage("planning", pgettext_lazy("stage", "Planning"), "planlegging", ("planning",)),
    Stage("competition", pgettext_lazy("stage", "Competition"), "konkurranse", ("competition", "award")),
    Stage("contract", pgettext_lazy("stage", "Contract"), "kontrakt", ("contract",)),
    Stage("rollout", pgettext_lazy("stage", "Roll-out"), "innforing", ("procured", "rollout")),
    Stage("benefits", pgettext_lazy("stage", "Benefit"), "gevinst", ("benefits",)),
)
BY_STATE = {state: stage for stage in STAGES for state in stage.states}
BY_SLUG = {stage.slug: stage for stage in STAGES}
LEFT_OUT = {"call_off": ("competition",), "renegotiation": ("competition",), "none": ("competition", "contract")}


def stage_of(state: str) -> Stage | None:
    """The step that a state belongs to; none for a draft and for a case that has ended."""
    return BY_STATE.get(state)


def steps_of_route(route: str) -> tuple[Stage, ...]:
    """The steps that a case on a route passes through, in order. Before a route is chosen: all eight."""
    return tuple(stage for stage in STAGES if stage.name not in LEFT_OUT.get(route, ()))
