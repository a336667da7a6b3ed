"""The versions of each flow: a class of its own for each, known by the flow's name and a number, as `change:2`.

A class keeps its path for as long as a case may run on it, for cases and steps name it in the database. A new version
is therefore a new class beside the old one, never the old one changed.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from viewflow.workflow.status import PROCESS

from workflow.flows import CaseFlow, path_of
from workflow.models import Assignment, Case

VERSIONS: dict[str, type[CaseFlow]] = {}


class UnknownVersion(LookupError):
    """No flow of that name and number is in the code."""


def label(flow_class: type[CaseFlow]) -> str:
    """The name and number of a version, as `change:2`."""
    return f"{flow_class.flow_name}:{flow_class.version}"


def register(*flow_classes: type[CaseFlow]) -> None:
    """Make versions known. Raises ValueError for one without a name, and for a name and number that are taken."""
    for flow_class in flow_classes:
        name = label(flow_class)
        if not flow_class.flow_name:
            raise ValueError(f"{path_of(flow_class)} has no flow_name")
        if VERSIONS.setdefault(name, flow_class) is not flow_class:
            raise ValueError(f"{name} is both {path_of(VERSIONS[name])} and {path_of(flow_class)}")


def known() -> list[type[CaseFlow]]:
    """All versions in the code, by name, the oldest first."""
    return sorted(VERSIONS.values(), key=lambda flow_class: (flow_class.flow_name, flow_class.version))


def find(name: str) -> type[CaseFlow]:
    """The version by its label. Raises UnknownVersion, with those that there are."""
    if name not in VERSIONS:
        raise UnknownVersion(f"{name} is not in the code. There are: {', '.join(map(label, known())) or 'none'}.")
    return VERSIONS[name]


def needing_a_version() -> QuerySet[Case]:
    """The cases that need their flow: those that run, and those that have ended but have parts still open."""
    parts = Assignment.objects.filter(case_id=OuterRef("pk"), state=Assignment.State.OPEN)
    return Case.objects.filter(Q(process__status=PROCESS.NEW) | Exists(parts))


def cases_on(path: str, version: int) -> QuerySet[Case]:
    """The cases that need the version of this path and number, see `needing_a_version`."""
    return needing_a_version().filter(flow=path, flow_version=version)


def cases_of(flow_class: type[CaseFlow]) -> QuerySet[Case]:
    """The cases that need a version that is in the code, see `cases_on`."""
    return cases_on(path_of(flow_class), flow_class.version)


def outside_the_code() -> list[dict[str, Any]]:
    """What cases need and the code has not, as `cases_on` takes it: the path and the number of each version."""
    have = {(path_of(flow_class), flow_class.version) for flow_class in known()}
    needed = needing_a_version().exclude(flow="").order_by().values_list("flow", "flow_version").distinct()
    return [{"path": path, "version": version} for path, version in sorted(set(needed) - have)]
