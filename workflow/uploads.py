"""Placeholder until the door lands."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CheckedUpload:
    """A checked file."""

    name: str
    content_type: str
    sha256: str
    size: int
