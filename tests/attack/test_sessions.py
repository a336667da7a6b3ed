"""Links, methods, forged posts, and ways out of the site: a clear page, and nothing done."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from procurement.invitation import actions as invitation
from tests.walk import Walker
from workflow import links
from workflow.models import Assignment, HistoryEntry

ELSEWHERE = ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "https:evil.example")
ROOT = Path(__file__).resolve().parents[2]


def link(walker: Walker, case: Any) -> str:
    """Ola's link to Rollag's answer."""
    task = {"case": case, "step": "answer_invitation", "party": walker.cast.party("Rollag"), "state": "open"}
    row = walker.see(lambda: Assignment.objects.get(**task))
    return links.path_for(row, walker.cast.people["ola"].pk, walker.cast.region.pk)


def signed_in(walker: Walker, name: str, **kwargs: Any) -> Client:
    """A browser in which somebody is signed in."""
    client = Client(headers={"accept-language": "nb"}, **kwargs)
    client.force_login(walker.cast.people[name])
    return client


def test_link_opens_its_own_answer_and_never_another_case(walker: Walker) -> None:
    """With its link in hand one is a stranger to the other case, and a changed key in the address is no key."""
    case, other = walker.to("invitation"), walker.to("invitation", title="En annen sak")
    path, client = link(walker, case), Client()
    assert client.get(path).status_code == 200
    strange = reverse("answer_invitation", args=[other.pk, walker.answer_of(other, "Rollag").pk])
    assert [client.get(strange).status_code, client.post(strange, {"choice": "no"}).status_code] == [302, 302]
    assert client.post(f"{path}?subject={walker.answer_of(other, 'Rollag').pk}", {"choice": "no"}).status_code == 200
    assert walker.answer_of(other, "Rollag").state == "asked"
    assert walker.answer_of(case, "Rollag").choice == "no"


def test_link_is_closed_when_the_question_is(walker: Walker) -> None:
    """Neither shows nor does."""
    case = walker.to("invitation")
    path = link(walker, case)
    walker.do("kari", invitation.close_invitation, case)
    assert [Client().get(path).status_code, Client().post(path, {"choice": "yes"}).status_code] == [410, 410]


@pytest.mark.parametrize("method", ["head", "options", "put", "patch", "delete"])
def test_no_other_method_does_a_deed(method: str, walker: Walker) -> None:
    """Only POST does, on the page and by the link."""
    case = walker.to("invitation")
    answer = reverse("answer_invitation", args=[case.pk, walker.answer_of(case, "Rollag").pk])
    before = walker.see(HistoryEntry.objects.count)
    for client, url in ((signed_in(walker, "ola"), answer), (Client(), link(walker, case))):
        assert getattr(client, method)(url).status_code in (200, 405)
    assert walker.see(HistoryEntry.objects.count) == before


def test_forged_post_is_refused_with_a_clear_page(walker: Walker) -> None:
    """A post from another site has no token."""
    case = walker.to("invitation")
    client = signed_in(walker, "kari", enforce_csrf_checks=True)
    refused = client.post(reverse("close_invitation", args=[case.pk]))
    assert refused.status_code == 403
    assert "<h1" in refused.content.decode()
    assert walker.see(lambda: type(case).objects.get(pk=case.pk).state) == "invitation"
    assert Client(enforce_csrf_checks=True).post(link(walker, case), {"choice": "no"}).status_code == 403


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_page_leads_out_of_the_site(target: str, walker: Walker) -> None:
    """Signing in, the language and the appearance lead back into the site."""
    person = walker.cast.people["ola"]
    person.set_password("et godt passord")
    person.save()
    client = Client()
    given = client.post(
        f"{reverse('sign_in')}?next={target}", {"username": "ola", "password": "et godt passord", "next": target}
    )
    answers = [given]
    for name, values in (("set_language", {"language": "nn"}), ("set_appearance", {"appearance": "dark"})):
        answers.append(client.post(reverse(name), {**values, "next": target}, headers={"referer": target}))
    assert [(answer.status_code, "evil" in answer.url, "script" in answer.url) for answer in answers] == [
        (302, False, False)
    ] * 3


def test_nobody_signs_in_as_a_persona_in_production(walker: Walker, settings: Any) -> None:
    """Without the demo there is no such page, and the sign-in page names nobody."""
    settings.DEMO = False
    client = Client()
    assert client.post(reverse("sign_in_as"), {"username": "kari"}).status_code == 404
    assert "kari" not in client.get(reverse("sign_in")).content.decode().lower()
    assert client.get(reverse("my_tasks")).status_code == 302


def test_production_is_no_demo() -> None:
    """The settings of a server say so themselves."""
    code = "from suksit.settings import production as p; print(p.DEMO, p.DEBUG, p.SESSION_COOKIE_SECURE)"
    given = {"SECRET_KEY": "x", "ALLOWED_HOSTS": "suksit.example", "EMAIL_HOST": "mail.example"}
    known = {"DATABASE_URL": "postgresql://app_rw@127.0.0.1/x"}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, **given, **known}, capture_output=True, text=True
    )
    assert run.stdout.split() == ["False", "False", "True"], run.stderr


def test_foreign_host_is_refused(walker: Walker) -> None:
    """A made-up Host header gets 400, and no mail or page carries it."""
    client = signed_in(walker, "kari", raise_request_exception=False)
    assert "evil.example" not in settings.ALLOWED_HOSTS
    answer = client.get(reverse("my_tasks"), headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()
