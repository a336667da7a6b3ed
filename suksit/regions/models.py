"""The region, its municipalities and bodies, and the people who act for them, each from one day to another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from workflow.models import Party


class Region(models.Model):
    """A collaboration of municipalities. A case belongs to one, and a person acts in one at a time."""

    party = models.OneToOneField(Party, on_delete=models.PROTECT, primary_key=True, related_name="as_region")
    slug = models.SlugField(unique=True)
    established = models.PositiveSmallIntegerField(null=True, blank=True)
    uses_new_terms = models.BooleanField(
        default=False, help_text="nyttevirkning instead of gevinst, as Prosjektveiviseren v6 says."
    )
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.party.name


class Municipality(models.Model):
    """A municipality. Its membership of regions is many-to-many and dated."""

    party = models.OneToOneField(Party, on_delete=models.PROTECT, primary_key=True, related_name="as_municipality")
    number = models.CharField(max_length=4, unique=True)
    county = models.CharField(max_length=60)
    language_form = models.CharField(max_length=2, blank=True, default="")

    def __str__(self) -> str:
        return self.party.name


class Population(models.Model):
    """How many live in a municipality, by a dated and cited figure."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="populations")
    inhabitants = models.PositiveIntegerField()
    as_of = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "as_of"], name="population_once_a_day")]

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.inhabitants}"


class Membership(models.Model):
    """A municipality is a member of a region from one day, and perhaps to another (both included)."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="memberships")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="memberships")
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=200, blank=True, default="", help_text="The decision it rests on.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "municipality", "from_date"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")), name="membership_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} in {self.region_id}"


class BodyKind(models.TextChoices):
    """What a body is for; roles.py says what its people may."""

    REPRESENTATIVES = "representatives"
    COUNCIL = "council"
    EXECUTIVES = "executives"
    SECRETARIAT = "secretariat"
    SUKSIT = "suksit"
    OPERATIONS = "operations"
    PROCUREMENT = "procurement"
    NETWORK = "network"


class Body(models.Model):
    """A body of a region: a council, a committee, a secretariat, an operations unit, a professional network."""

    party = models.OneToOneField(Party, on_delete=models.PROTECT, primary_key=True, related_name="as_body")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="bodies")
    kind = models.CharField(max_length=20, choices=BodyKind.choices)
    name_nn = models.CharField(max_length=200, blank=True, default="")
    is_legal_person = models.BooleanField(default=False)
    decides = models.CharField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return self.party.name


class Engagement(models.Model):
    """A person in a role for a party, in a region, from one day to another: the truth that rights are derived from."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="engagements")
    role = models.CharField(max_length=40)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="engagements")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="engagements")
    title = models.CharField(max_length=100, blank=True, default="")
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    delegation_limit = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, help_text="NOK excl. VAT that the role may bind for."
    )
    delegation_note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "role", "party", "region", "from_date"], name="engagement_once"),
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")), name="engagement_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["person", "region"], name="engagement_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.party_id}"


class RegionEvent(models.Model):
    """What was changed on the region's own pages: by whom, what, when. Append-only, like a case's history."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="events")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    deed = models.CharField(max_length=60)
    about = models.CharField(max_length=300)
    data = models.JSONField(default=dict)
    happened_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.deed}: {self.about}"
