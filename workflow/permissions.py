"""Rights of persons on parties, stored as guardian object permissions (`PartyPermission`).

The rows are derived from engagements by the product; nothing else writes them. Global permissions are never asked.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

from workflow.models import Party, PartyPermission


def permission_rows(codenames: Iterable[str]) -> dict[str, Permission]:
    """The permissions by codename, made when missing. They hang on `Party`."""
    content_type = ContentType.objects.get_for_model(Party)
    wanted = set(codenames)
    found = {row.codename: row for row in Permission.objects.filter(content_type=content_type, codename__in=wanted)}
    for codename in sorted(wanted - found.keys()):
        found[codename] = Permission.objects.create(
            content_type=content_type, codename=codename, name=codename.replace("_", " ").capitalize()
        )
    return found


def set_rights(user_id: int, rights: set[tuple[int, str]]) -> None:
    """Make a person's stored rights exactly these (party, permission): adds what is missing, takes away the rest."""
    held = {
        (row.content_object_id, row.permission.codename): row.pk
        for row in PartyPermission.objects.filter(user_id=user_id).select_related("permission")
    }
    surplus = [key for right, key in held.items() if right not in rights]
    if surplus:
        PartyPermission.objects.filter(pk__in=surplus).delete()
    missing = sorted(rights - held.keys())
    if missing:
        rows = permission_rows(codename for _, codename in missing)
        PartyPermission.objects.bulk_create(
            PartyPermission(user_id=user_id, content_object_id=party, permission=rows[codename])
            for party, codename in missing
        )
