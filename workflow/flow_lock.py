"""The lock file: the graph of each version that a case may run on, so that none is changed under running cases.

A changed graph is a new version. The file lies in the repository, and its changes are read like any other.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from workflow import versions
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.flow_graph import graph_of

Graphs = dict[str, dict[str, Any]]


class Locked(Exception):
    """A locked version is not overwritten or dropped, for a case may run on it."""


def path() -> Path:
    """Where the lock file lies."""
    return Path(settings.FLOW_LOCK)


def read() -> Graphs:
    """The locked graphs by label, as `change:1`; none when there is no file."""
    return json.loads(path().read_text()) if path().exists() else {}


def in_the_code() -> Graphs:
    """The graphs of all versions in the code, by label."""
    return {versions.label(flow_class): graph_of(flow_class) for flow_class in versions.known()}


def faults() -> list[str]:
    """Where the code and the lock file differ, each with what to do. Empty when all is as it was locked."""
    locked, now = read(), in_the_code()
    found = [
        f"{label} is not locked. Run `manage.py flows lock` and commit {path().name}."
        for label in now
        if label not in locked
    ]
    for label, graph in locked.items():
        if label not in now:
            found.append(
                f"{label} ({graph['class']}) is locked, but gone from the code. Put it back, or drop it when no case "
                f"runs on it: `manage.py flows lock --drop {label}`."
            )
        elif now[label] != graph:
            found.append(
                f"{label} is not as it was locked: {'; '.join(differences(graph, now[label]))}. "
                "Leave it as it was and make a new version: docs/how-to/change-a-flow.md."
            )
    return found


def differences(locked: Mapping[str, Any], now: Mapping[str, Any], where: str = "") -> Iterator[str]:
    """What differs between two graphs, each with where it is, what was locked, and what is now."""
    for name in sorted({*locked, *now}):
        place = f"{where}{name}"
        before, after = locked.get(name), now.get(name)
        if isinstance(before, dict) and isinstance(after, dict):
            yield from differences(before, after, f"{place}.")
        elif name not in now:
            yield f"{place} is gone"
        elif name not in locked:
            yield f"{place} is new"
        elif before != after:
            yield f"{place} was {said(before)}, is {said(after)}"


def said(value: Any) -> str:
    """A value of the file, as the file has it."""
    return json.dumps(value, ensure_ascii=False)


def lock(*, overwrite: str = "", drop: str = "") -> list[str]:
    """Write the versions that are not locked yet. Returns the labels that were written or dropped.

    `overwrite` and `drop` name a locked version on which no case runs, here or anywhere else that this code is used:
    only who runs those places can know. Raises Locked when a case runs on it here, or when another locked version
    differs; UnknownVersion when there is nothing to overwrite it with, or nothing to drop.
    """
    locked, now = read(), in_the_code()
    if drop:
        refuse_used(locked, drop)
        if drop in now:
            raise Locked(f"{drop} is in the code. Remove its class first.")
        del locked[drop]
    if overwrite:
        versions.find(overwrite)
        refuse_used(locked, overwrite)
        del locked[overwrite]
    changed = [label for label, graph in now.items() if label in locked and locked[label] != graph]
    if changed:
        raise Locked(f"{', '.join(changed)} is locked with another graph. A changed graph is a new version.")
    written = [label for label in now if label not in locked]
    path().write_text(json.dumps({**locked, **now}, indent=1, ensure_ascii=False, sort_keys=True) + "\n")
    return written + [drop] * bool(drop)


def refuse_used(locked: Graphs, label: str) -> None:
    """Raise Locked when a case runs on a locked version in this database, UnknownVersion when it is not locked."""
    if label not in locked:
        raise versions.UnknownVersion(f"{label} is not in {path().name}.")
    with acting_as(SYSTEM):
        count = versions.cases_on(locked[label]["class"], int(label.rpartition(":")[2])).count()
    if count:
        raise Locked(f"{count} cases run on {label} here. Move them first: `manage.py flows plan {label} …`.")
