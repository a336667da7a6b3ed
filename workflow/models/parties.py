"""Who takes part: an organisation, a body, or the collective that a case belongs to."""

from django.db import models
from django.db.models import F, Func, GeneratedField, Value
from django.db.models.functions import Lower
from guardian.models import UserObjectPermissionBase


class PartyKind(models.TextChoices):
    """What sort of party it is."""

    ORGANISATION = "organisation"
    BODY = "body"
    COLLECTIVE = "collective"


class NorwegianSortKey(Func):
    """Sorts æ, ø, å last on every PostgreSQL build, also one without ICU."""

    function = "translate"

    def __init__(self, name: str) -> None:
        super().__init__(Lower(F(name)), Value("æäøöåéèêóòôü-'"), Value("{{||}eeeooouy  "))


class Party(models.Model):
    """An organisation, a body or a collective that can take part in cases. Rights hang on parties."""

    kind = models.CharField(max_length=20, choices=PartyKind.choices)
    name = models.CharField(max_length=200)
    organisation_number = models.CharField(max_length=9, blank=True, default="")
    sort_key = GeneratedField(
        expression=NorwegianSortKey("name"),
        output_field=models.CharField(max_length=200, db_collation="C"),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_number"],
                condition=~models.Q(organisation_number=""),
                name="party_organisation_number_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PartyPermission(UserObjectPermissionBase):
    """A right of one person on one party: derived from engagements, written by `permissions` alone."""

    content_object = models.ForeignKey(Party, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
