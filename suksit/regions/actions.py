"""The deeds by which the coordinator keeps the region: people, roles, stand-ins, memberships, bodies."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from suksit.accounts.models import User
from suksit.regions.engagements import coordinates, derive_rights
from suksit.regions.leaving import return_tasks
from suksit.regions.models import Body, Engagement, Membership, Municipality, Region, RegionEvent
from suksit.regions.roles import ROLES
from workflow import clock
from workflow.actors import SYSTEM, Actor
from workflow.context import machine_acts
from workflow.models import Party, PartyKind, Substitution
from workflow.transitions import require


def _note(region: Region, deed: str, about: str, *, by: Actor, **data: Any) -> None:
    RegionEvent.objects.create(
        region=region, actor_id=by.user_id, deed=deed, about=about, data=data, happened_at=clock.now()
    )


def _key_of(person: User | int) -> str:
    """What stands for a person in what is never changed: the key. The name is looked up when it is read."""
    return f"user:{getattr(person, 'pk', person)}"


def _keeper(region: Region, by: Actor) -> None:
    require(by.may("keep_region", region.pk))


@transaction.atomic
def add_person(region: Region, *, by: Actor, username: str, name: str, email: str, language: str = "nb") -> User:
    """Add a person who is not known yet. A person without an engagement can do nothing.

    Raises ValidationError when the user name is taken.
    """
    _keeper(region, by)
    if User.objects.filter(username=username).exists():
        raise ValidationError({"username": _("Somebody already has this user name.")})
    first, _space, last = name.partition(" ")
    person = User(username=username, first_name=first, last_name=last, email=email, language=language)
    person.set_unusable_password()
    person.save()
    _note(region, "add_person", _key_of(person), by=by, person=person.pk)
    return person


@transaction.atomic
def mend_person(region: Region, person: User, *, by: Actor, name: str, email: str, language: str = "nb") -> User:
    """Mend a person's name, address or language. Only of one who is, or was, engaged in the region."""
    _keeper(region, by)
    require(Engagement.objects.filter(region=region, person=person).exists())
    first, _space, last = name.partition(" ")
    new = {"first_name": first, "last_name": last, "email": email, "language": language}
    changed = sorted(field for field, value in new.items() if getattr(person, field) != value)
    for field in changed:
        setattr(person, field, new[field])
    if changed:
        person.save(update_fields=changed)
        _note(region, "mend_person", _key_of(person), by=by, person=person.pk, fields=changed)
    return person


@transaction.atomic
def engage_person(
    region: Region,
    person: User,
    *,
    by: Actor,
    role: str,
    party: Party,
    from_date: date,
    to_date: date | None = None,
    title: str = "",
    delegation_limit: Decimal | None = None,
    delegation_note: str = "",
) -> Engagement:
    """Give a person a role at a party, from one day to another (both included). Rights follow at once.

    Raises ValidationError when the role cannot be held there, or the person already has it in that time.
    """
    _keeper(region, by)
    if not may_be_held(region, role, party):
        raise ValidationError({"party": _("This role cannot be held there.")})
    overlapping = Engagement.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gte=from_date), person=person, role=role, party=party, region=region
    )
    if to_date:
        overlapping = overlapping.filter(from_date__lte=to_date)
    if overlapping.exists():
        raise ValidationError({"role": _("The person already has this role in that time.")})
    engagement = Engagement.objects.create(
        person=person,
        role=role,
        party=party,
        region=region,
        from_date=from_date,
        to_date=to_date,
        title=title,
        delegation_limit=delegation_limit,
        delegation_note=delegation_note,
    )
    derive_rights(person.pk)
    _note(
        region,
        "engage_person",
        f"{_key_of(person)} {role}",
        by=by,
        person=person.pk,
        role=role,
        party=party.pk,
        from_date=from_date.isoformat(),
    )
    return engagement


def may_be_held(region: Region, role: str, party: Party) -> bool:
    """Whether a role can be held at a party of the region."""
    held_at = ROLES[role].held_at
    is_municipality = Membership.objects.filter(region=region, municipality_id=party.pk).exists()
    body = Body.objects.filter(region=region, party=party).first()
    return {
        "municipality": is_municipality,
        "region": party.pk == region.pk,
        "body": body is not None,
        "lead_buyer": is_municipality or (body is not None and body.is_legal_person),
    }[held_at]


@transaction.atomic
def end_engagement(engagement: Engagement, *, by: Actor, to_date: date) -> Engagement:
    """Let a person leave a role after a day. Tasks named to the person go back to the party.

    Raises ValidationError when it would end before it began.
    """
    region = engagement.region
    _keeper(region, by)
    if to_date < engagement.from_date:
        raise ValidationError({"to_date": _("The last day cannot be before the first.")})
    engagement.to_date = to_date
    engagement.save(update_fields=["to_date"])
    derive_rights(engagement.person_id)
    _note(
        region,
        "end_engagement",
        f"{_key_of(engagement.person_id)} {engagement.role}",
        by=by,
        engagement=engagement.pk,
        to_date=to_date.isoformat(),
    )
    with machine_acts(SYSTEM, restore=by):
        return_tasks(region_id=region.pk, person_id=engagement.person_id)
    return engagement


@transaction.atomic
def note_absence(
    region: Region, absent: User, *, by: Actor, from_date: date, to_date: date, stand_in: User | None = None
) -> Substitution:
    """Note that a person is away, both days included, and who stands in, if anybody does.

    The person away may note it, or the coordinator; the secretariat for a coordinator, and may name oneself.
    Raises ValidationError when the days or the stand-in cannot be.
    """
    require(
        by.user_id == absent.pk
        or by.may("keep_region", region.pk)
        or (by.may("cover_coordinator", region.pk) and coordinates(absent.pk, region.pk))
    )
    if to_date < from_date:
        raise ValidationError({"to_date": _("The last day cannot be before the first.")})
    if absent == stand_in:
        raise ValidationError({"stand_in": _("Nobody can stand in for oneself.")})
    substitution = Substitution.objects.create(
        region=region.party, absent=absent, stand_in=stand_in, from_date=from_date, to_date=to_date
    )
    _note(
        region,
        "name_stand_in" if stand_in else "note_absence",
        f"{_key_of(stand_in)} for {_key_of(absent)}" if stand_in else _key_of(absent),
        by=by,
        absent=absent.pk,
        **({"stand_in": stand_in.pk} if stand_in else {}),
        from_date=from_date.isoformat(),
        to_date=to_date.isoformat(),
    )
    return substitution


@transaction.atomic
def add_membership(
    region: Region, municipality: Municipality, *, by: Actor, from_date: date, reference: str = ""
) -> Membership:
    """Let a municipality join from a day. Earlier cases are not touched.

    Raises ValidationError when it is a member already.
    """
    _keeper(region, by)
    running = Membership.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gte=from_date), region=region, municipality=municipality
    )
    if running.exists():
        raise ValidationError({"municipality": _("This municipality is a member already.")})
    membership = Membership.objects.create(
        region=region, municipality=municipality, from_date=from_date, reference=reference
    )
    _note(
        region,
        "add_membership",
        municipality.party.name,
        by=by,
        municipality=municipality.pk,
        from_date=from_date.isoformat(),
    )
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, by: Actor, to_date: date, reference: str = "") -> Membership:
    """Let a municipality leave after a day. Its cases stay.

    Raises ValidationError when it would end before it began.
    """
    region = membership.region
    _keeper(region, by)
    if to_date < membership.from_date:
        raise ValidationError({"to_date": _("The last day cannot be before the first.")})
    membership.to_date = to_date
    membership.reference = reference or membership.reference
    membership.save(update_fields=["to_date", "reference"])
    _note(
        region,
        "end_membership",
        membership.municipality.party.name,
        by=by,
        membership=membership.pk,
        to_date=to_date.isoformat(),
    )
    return membership


@transaction.atomic
def add_body(region: Region, *, by: Actor, name: str, kind: str, is_legal_person: bool = False) -> Body:
    """Add a body to the region. Raises ValidationError when the region has one of that name."""
    _keeper(region, by)
    if Body.objects.filter(region=region, party__name=name).exists():
        raise ValidationError({"name": _("The region already has a body of this name.")})
    party = Party.objects.create(kind=PartyKind.BODY, name=name)
    body = Body.objects.create(party=party, region=region, kind=kind, is_legal_person=is_legal_person)
    _note(region, "add_body", name, by=by, body=party.pk)
    return body
