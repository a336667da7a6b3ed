"""The case, and who takes part in it."""

import os
import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import GeneratedField, Q

from workflow import clock
from workflow.models.parties import Party
from workflow.states import StateField


def time_ordered_id() -> uuid.UUID:
    """An identifier that sorts by time and tells nobody how many cases there are (UUID version 7)."""
    milliseconds = int(clock.now().timestamp() * 1000)
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10), "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return uuid.UUID(int=value)


class Grade(models.IntegerChoices):
    """How much of a case a party has, from little to much."""

    KNOWS = 10
    ASKED = 20
    TAKES_PART = 30
    ROUTES = 40


class Case(models.Model):
    """A record whose state says what is true, moved by deeds, proved by its history."""

    id = models.UUIDField(primary_key=True, default=time_ordered_id, editable=False)
    region = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="cases")
    number = models.CharField(max_length=20, blank=True, default="")
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True, default="")
    kind = models.CharField(max_length=40)
    state = StateField(default="draft")
    flow = models.CharField(max_length=100, blank=True, default="")
    flow_version = models.PositiveIntegerField(default=1)
    process = models.OneToOneField(
        "viewflow.Process", on_delete=models.PROTECT, null=True, related_name="case", db_index=True
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    last_event_at = models.DateTimeField(default=clock.now)
    state_since = models.DateTimeField(default=clock.now)
    on_hold_since = models.DateTimeField(null=True, blank=True)
    archive_number = models.CharField(max_length=60, blank=True, default="")
    version = models.PositiveIntegerField(default=0)
    search = GeneratedField(
        expression=SearchVector("number", "title", "summary", "archive_number", config="norwegian"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "number"], condition=~Q(number=""), name="case_number_once"),
            models.CheckConstraint(condition=Q(state="draft") | ~Q(number=""), name="case_numbered_when_reported"),
        ]
        indexes = [GinIndex(fields=["search"], name="case_search")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Participant(models.Model):
    """A party in a case with its grade. Every list of cases goes through these rows, newest event first."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="participants")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="participations")
    region = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    grade = models.PositiveSmallIntegerField(choices=Grade.choices)
    sort_at = models.DateTimeField()
    archive_number = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "party"], name="participant_once")]
        indexes = [models.Index(fields=["party", "region", "-sort_at", "case"], name="participant_list")]

    def __str__(self) -> str:
        return f"{self.party_id} in {self.case_id}: {self.grade}"
