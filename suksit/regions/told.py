"""What was changed on the region's own pages, in words: people by their names, roles by their labels."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from suksit.accounts.models import User
from suksit.regions.models import Engagement, RegionEvent
from suksit.regions.roles import ROLES
from suksit.templatetags.form_of import long_date
from workflow.models import Party

PERSON_KEYS = ("person", "absent", "stand_in")


@dataclass(frozen=True)
class Known:
    """The names behind the keys of some events."""

    people: dict[int, str]
    parties: dict[int, str]
    engagements: dict[int, Engagement]


def changes(rows: Sequence[RegionEvent]) -> list[dict[str, Any]]:
    """Each event as `at`, `what`, and the name of who did it. At most three queries, whatever the number.

    An event whose deed or keys are not known any more says what was written down when it happened: keys, and of the
    oldest ones user names.
    """
    known = known_of(rows)
    return [{"at": row.happened_at, "what": words_of(row, known), "by": name_of(row.actor)} for row in rows]


def known_of(rows: Iterable[RegionEvent]) -> Known:
    """What the events are about, looked up at once."""
    data = [row.data for row in rows]
    engagements = Engagement.objects.filter(pk__in=values(data, "engagement")).select_related("person", "party")
    people = User.objects.filter(pk__in=[key for name in PERSON_KEYS for key in values(data, name)])
    return Known(
        people={row.pk: row.display_name for row in people},
        parties=dict(Party.objects.filter(pk__in=values(data, "party")).values_list("pk", "name")),
        engagements={row.pk: row for row in engagements},
    )


def values(data: Iterable[dict[str, Any]], name: str) -> list[Any]:
    """What the events say under a name."""
    return [row[name] for row in data if name in row]


def name_of(person: User | None) -> str:
    """Who did it; the machine when it was nobody."""
    return person.display_name if person else "SuksIT"


def words_of(row: RegionEvent, known: Known) -> str:
    """One event as a sentence without its full stop."""
    tell = TOLD.get(row.deed)
    try:
        return tell(row, known) if tell else row.about
    except KeyError:
        return row.about


def added(row: RegionEvent, known: Known) -> str:
    """A person who was not known."""
    return _("%(person)s is added") % {"person": known.people[row.data["person"]]}


def mended(row: RegionEvent, known: Known) -> str:
    """A person whose name, address or language was mended."""
    return _("What is known of %(person)s is mended") % {"person": known.people[row.data["person"]]}


def forgotten(row: RegionEvent, known: Known) -> str:
    """A person whose name was taken out, and why."""
    return _("The name of %(person)s is removed: %(reason)s") % {
        "person": known.people[row.data["person"]],
        "reason": row.data["reason"],
    }


def engaged(row: RegionEvent, known: Known) -> str:
    """A role that was given."""
    return _("%(person)s is given the role %(role)s in %(party)s from %(day)s") % {
        "person": known.people[row.data["person"]],
        "role": ROLES[row.data["role"]].label,
        "party": known.parties[row.data["party"]],
        "day": day_of(row, "from_date"),
    }


def left(row: RegionEvent, known: Known) -> str:
    """A role that is left."""
    engagement = known.engagements[row.data["engagement"]]
    return _("%(person)s leaves the role %(role)s in %(party)s after %(day)s") % {
        "person": engagement.person.display_name,
        "role": ROLES[engagement.role].label,
        "party": engagement.party.name,
        "day": day_of(row, "to_date"),
    }


def stood_in(row: RegionEvent, known: Known) -> str:
    """A stand-in that was named."""
    return _("%(stand_in)s stands in for %(absent)s from %(from)s to %(to)s") % {
        "stand_in": known.people[row.data["stand_in"]],
        "absent": known.people[row.data["absent"]],
        "from": day_of(row, "from_date"),
        "to": day_of(row, "to_date"),
    }


def is_away(row: RegionEvent, known: Known) -> str:
    """An absence for which nobody stands in."""
    return _("%(absent)s is away from %(from)s to %(to)s, and nobody stands in") % {
        "absent": known.people[row.data["absent"]],
        "from": day_of(row, "from_date"),
        "to": day_of(row, "to_date"),
    }


def joined(row: RegionEvent, known: Known) -> str:
    """A municipality that joins."""
    return _("%(party)s joins from %(day)s") % {"party": row.about, "day": day_of(row, "from_date")}


def parted(row: RegionEvent, known: Known) -> str:
    """A municipality that leaves."""
    return _("%(party)s leaves after %(day)s") % {"party": row.about, "day": day_of(row, "to_date")}


def founded(row: RegionEvent, known: Known) -> str:
    """A body that was added."""
    return _("%(body)s is added to the bodies") % {"body": row.about}


def day_of(row: RegionEvent, name: str) -> str:
    """A day of an event, written out."""
    return long_date(date.fromisoformat(row.data[name]))


TOLD: dict[str, Callable[[RegionEvent, Known], str]] = {
    "add_person": added,
    "mend_person": mended,
    "pseudonymise_person": forgotten,
    "engage_person": engaged,
    "end_engagement": left,
    "name_stand_in": stood_in,
    "note_absence": is_away,
    "add_membership": joined,
    "end_membership": parted,
    "add_body": founded,
}
