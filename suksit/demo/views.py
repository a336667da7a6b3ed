"""The pages of the demo alone: the mails that it has written. There are no such pages elsewhere."""

import re
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from suksit.demo import mails


def demo_alone() -> None:
    """Raises Http404 anywhere but in the demo."""
    if not settings.DEMO:
        raise Http404


@login_not_required
def demo_mails(request: HttpRequest) -> HttpResponse:
    """The mails of the demo, the newest first, to all or to one."""
    demo_alone()
    to = request.GET.get("til", "")[:100].replace("\x00", "").strip()
    context = {"mails": mails.newest(to), "to": to, "folder": str(mails.folder())}
    return render(request, "demo/mails.html", context)


@login_not_required
def demo_mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail as text, with its own links."""
    demo_alone()
    mail = mails.read(name)
    if mail is None:
        raise Http404
    return render(request, "demo/mail.html", {"mail": mail, "lines": lines_of(mail.text)})


def lines_of(text: str) -> list[dict[str, Any]]:
    """The lines of a mail; one that leads into the product has its path, whatever port it was written for."""
    found = []
    for line in text.splitlines():
        link = re.fullmatch(re.escape(settings.SITE_URL) + r"(/\S*)", line.strip())
        found.append({"words": line, "path": link[1] if link else ""})
    return found
