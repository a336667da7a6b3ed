"""Fixtures of the engine's tests."""

import socket
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller

from tests.workflow.deeds import coordinators, know, told
from tests.workflow.mailbox import Mailbox
from workflow.deeds import Deed


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Deed:
    """The question to a municipality, with the coordinator told of each answer."""
    return know(monkeypatch, "answer_invitation", told=told, tells=coordinators)


@pytest.fixture
def mailbox(settings: pytest.FixtureRequest) -> Iterator[Mailbox]:
    """A mail server on a free port, which the product sends to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    server.stop()
