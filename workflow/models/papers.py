"""What people add to a case: documents and comments, each with a visibility."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow import clock
from workflow.models.cases import Case
from workflow.models.parties import Party

FOLDER = "documents"


class Visibility(models.TextChoices):
    """Who may read it."""

    OWN = "own", _("Only my own municipality and the coordinator")
    PARTICIPANTS = "participants", _("Those who take part")
    REGION = "region", _("Everyone in the region")
    GROUP = "group", _("The evaluation group")


def stored_name(instance: "Document", filename: str) -> str:
    """A random name: what a file is called is in the row, never in the file system."""
    return f"{FOLDER}/{uuid.uuid4().hex}"


class Document(models.Model):
    """A file of a case. Served only through the access check."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documents")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=40, blank=True, default="")
    file = models.FileField(upload_to=stored_name)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    visibility = models.CharField(max_length=20, choices=Visibility.choices, default=Visibility.REGION)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name


class Comment(models.Model):
    """A few words on a case, to those who may read them."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="comments")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=5000)
    visibility = models.CharField(max_length=20, choices=Visibility.choices, default=Visibility.REGION)
    written_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.text[:40]}"
