"""What was done: append-only, chained per case. Names and free text lie beside the chain, and can be erased."""

import secrets

from django.conf import settings
from django.db import models

from workflow.models.cases import Case
from workflow.models.papers import Visibility
from workflow.models.parties import Party
from workflow.runs import run_field


class Channel(models.TextChoices):
    """The way in which a deed came. Never an address."""

    WEB = "web"
    LINK = "link"
    API = "api"
    JOB = "job"
    IMPORT = "import"
    COMMAND = "command"


class HistoryEntry(models.Model):
    """One deed. The database gives it its place in the chain, and refuses to change or delete it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="history")
    sequence = models.PositiveIntegerField(null=True, editable=False)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(null=True, editable=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    capacity = models.CharField(max_length=40)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    deed = models.CharField(max_length=60)
    from_state = models.CharField(max_length=40, blank=True, default="")
    to_state = models.CharField(max_length=40, blank=True, default="")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    data = models.JSONField(default=dict)
    digests = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    run = run_field()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "sequence"], name="history_sequence_once")]
        indexes = [models.Index(fields=["case", "-sequence"], name="history_newest")]

    def __str__(self) -> str:
        return f"{self.case_id} #{self.sequence} {self.deed}"


def new_salt() -> str:
    """A salt, so that a digest in the chain does not give away a short text."""
    return secrets.token_hex(16)


class HistoryText(models.Model):
    """A text of an entry: a reason, a comment. Erasable, versioned, with a visibility of its own."""

    entry = models.ForeignKey(HistoryEntry, on_delete=models.PROTECT, related_name="texts")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(blank=True)
    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    visibility = models.CharField(max_length=20, choices=Visibility.choices, default=Visibility.REGION)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "name", "version"], name="history_text_version_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.name} v{self.version}"


class Anchor(models.Model):
    """A root over the heads of all chains at one moment. The database refuses to change or delete it."""

    day = models.DateField()
    made_at = models.DateTimeField()
    by_hand = models.BooleanField(default=False, help_text="Made by a command, beside the one of each day.")
    cases = models.PositiveIntegerField(help_text="How many chains it is over.")
    root = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day"], condition=models.Q(by_hand=False), name="anchor_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.root}"


class AnchoredHead(models.Model):
    """The head of a case's chain as an anchor found it. One is kept only where it has moved since the last anchor."""

    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, related_name="heads")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "anchor"], name="anchored_head_once")]

    def __str__(self) -> str:
        return f"{self.case_id} #{self.sequence}"
