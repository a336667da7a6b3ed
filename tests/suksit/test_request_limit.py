"""Too much at once: a clear page in the reader's language, for everyone, and nothing half done."""

from io import BytesIO

import pytest
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

from suksit.regions.models import RegionEvent
from suksit.request_limit import bad_request
from tests.personas import Cast

TEN_MEGABYTES = "Å" * (5 * 1024 * 1024)


def signed_in(cast: Cast, name: str = "kari") -> Client:
    """A browser of a person, with the check for forged requests on, as in production."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.people[name])
    client.get(reverse("add_body"))
    return client


@pytest.mark.parametrize("how", ["form", "files"])
def test_ten_megabytes_of_text_get_a_clear_page(cast: Cast, how: str) -> None:
    """Sent as an ordinary form, and as one with files."""
    data = {"name": TEN_MEGABYTES}
    if how == "form":
        body = f"name={'a' * 10 * 1024 * 1024}"
        response = signed_in(cast).post(reverse("add_body"), body, content_type="application/x-www-form-urlencoded")
    else:
        response = signed_in(cast).post(reverse("add_body"), data)
    assert response.status_code == 413
    words = response.content.decode()
    assert "<h1>Det var for mye på én gang</h1>" in words
    assert "Det du har lagret før, er tatt vare på." in words
    assert RegionEvent.objects.count() == 0


def test_stranger_gets_the_page_too(db: None) -> None:
    """At the sign-in, without any role."""
    response = Client().post(reverse("sign_in"), {"username": TEN_MEGABYTES})
    assert response.status_code == 413
    assert "Det var for mye" in response.content.decode()


def test_page_speaks_the_readers_language(cast: Cast) -> None:
    """Nynorsk as chosen in the browser."""
    response = signed_in(cast).post(reverse("add_body"), {"name": TEN_MEGABYTES}, headers={"accept-language": "nn"})
    assert "Det var for mykje på éin gong" in response.content.decode()


def test_too_many_fields_get_the_page(cast: Cast) -> None:
    """A form of ours has never a thousand."""
    response = signed_in(cast).post(reverse("add_body"), {f"field{n}": "a" for n in range(1001)})
    assert response.status_code == 413


def test_files_beyond_the_whole_limit_are_not_kept(cast: Cast, settings: pytest.FixtureRequest) -> None:
    """Refused by what the request says of itself, before it is read."""
    settings.MAX_REQUEST_BYTES = 1024 * 1024
    file = SimpleUploadedFile("stor.pdf", bytes(2 * 1024 * 1024))
    assert signed_in(cast).post(reverse("add_body"), {"file": file}).status_code == 413


def test_large_file_within_the_limit_comes_through(cast: Cast) -> None:
    """The limit of fields does not count files: three megabytes reach the view, which refuses the form itself."""
    client = Client()
    client.force_login(cast.people["kari"])
    file = SimpleUploadedFile("plan.pdf", bytes(3 * 1024 * 1024))
    assert client.post(reverse("add_body"), {"file": file}).status_code in (200, 422)


def test_other_bad_requests_stay_400(db: None) -> None:
    """With Django's own answer and our page."""
    response = bad_request(RequestFactory().get("/"), SuspiciousOperation("forged"))
    assert response.status_code == 400


def test_rest_of_the_body_is_read_away(cast: Cast) -> None:
    """So that the browser has sent all, and shows the page."""
    body = BytesIO(b"name=" + b"a" * (3 * 1024 * 1024))
    client = signed_in(cast)
    response = client.generic(
        "POST", reverse("add_body"), body.getvalue(), content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 413
    assert response.wsgi_request.read() == b""
