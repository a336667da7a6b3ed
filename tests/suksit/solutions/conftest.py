"""What the tests beside this may use."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.personas import Cast


@pytest.fixture
def upload(cast: Cast, client: Client) -> Callable[..., object]:
    """Let a person upload a file; the answer is the preview, or the form with what is wrong."""

    def send(name: str, data: str | bytes, file_name: str = "liste.csv") -> object:
        client.force_login(cast.people[name])
        raw = data.encode() if isinstance(data, str) else data
        file = SimpleUploadedFile(file_name, raw)
        return client.post(reverse("solution_import"), {"file": file}, follow=True)

    return send
