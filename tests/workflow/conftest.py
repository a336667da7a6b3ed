"""Fixtures of the engine's tests."""

import pytest

from tests.workflow.deeds import coordinators, know, told
from workflow.deeds import Deed


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Deed:
    """The question to a municipality, with the coordinator told of each answer."""
    return know(monkeypatch, "answer_invitation", told=told, tells=coordinators)
