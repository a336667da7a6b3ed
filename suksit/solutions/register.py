"""The deeds of the register: a list is imported, and a signed contract appears by itself."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import ngettext, override

from procurement.contract.models import Contract
from suksit.regions.models import Region, RegionEvent
from suksit.solutions.comparing import CHANGED, FIELDS, NEW, Compared, compare
from suksit.solutions.models import Agreement, AgreementImport
from suksit.solutions.reading import Read, Register
from workflow import clock
from workflow.actors import Actor
from workflow.transitions import require


class AlreadyImported(Exception):
    """The list was imported before, as from an old tab."""


@transaction.atomic
def keep_for_preview(region: Region, file_name: str, rows: Iterable[Read], *, by: Actor) -> AgreementImport:
    """Keep a list as it was read, until its reader says yes. What the same person left unfinished is thrown away."""
    require(by.may_anywhere("import_agreements"))
    AgreementImport.objects.filter(region=region, person_id=by.user_id, imported_at__isnull=True).delete()
    return AgreementImport.objects.create(
        region=region,
        person_id=by.user_id,
        file_name=file_name[:200],
        rows=[row.as_json() for row in rows],
        made_at=clock.now(),
    )


@transaction.atomic
def import_agreements(region: Region, kept: AgreementImport, *, by: Actor) -> Counter:
    """Write the good rows of a list into the register: all of them, or none. Returns how many of each kind.

    Whatever changed since the preview is counted anew; the rights are asked anew. Raises AlreadyImported.
    """
    require(by.may_anywhere("import_agreements"))
    Region.objects.select_for_update(of=("self",)).get(pk=region.pk)
    kept = AgreementImport.objects.select_for_update(of=("self",)).get(pk=kept.pk, person_id=by.user_id)
    if kept.imported_at:
        raise AlreadyImported
    found = compare(kept.rows, region.pk, Register.of(by, str(region)).allowed)
    today = clock.today()
    Agreement.objects.bulk_create(
        Agreement(region=region, party_id=row.read["party"], system=row.read["system"], updated_on=today, **row.values)
        for row in found
        if row.status == NEW
    )
    Agreement.objects.bulk_update(
        [changed(row, today) for row in found if row.status == CHANGED], [*FIELDS, "updated_on"], batch_size=500
    )
    counts = Counter(row.status for row in found)
    RegionEvent.objects.create(
        region=region,
        actor_id=by.user_id,
        deed="import_agreements",
        about=kept.file_name,
        data=dict(counts),
        happened_at=clock.now(),
    )
    kept.rows = []
    kept.imported_at = clock.now()
    kept.save(update_fields=["rows", "imported_at"])
    return counts


def changed(row: Compared, today: Any) -> Agreement:
    """The agreement with what the row says."""
    agreement = row.agreement
    assert agreement is not None
    for name, value in row.values.items():
        setattr(agreement, name, value)
    agreement.updated_on = today
    return agreement


def from_contract(contract: Contract) -> Agreement:
    """A signed contract appears in the register, with its case. The machine's own deed, in the same transaction."""
    months = contract.option_months
    with override(settings.LANGUAGE_CODE):
        option = ngettext("%(count)s month", "%(count)s months", months) % {"count": months} if months else ""
    values = {
        "system": contract.case.title,
        "supplier": contract.supplier,
        "ends_on": contract.ends_on,
        "notice_months": contract.notice_months,
        "options": option,
        "yearly_cost": contract.annual_value,
        "case_id": contract.case_id,
        "updated_on": clock.today(),
    }
    of_party = Agreement.objects.filter(region_id=contract.case.region_id, party_id=contract.party_id)
    agreement = (
        of_party.filter(case_id=contract.case_id).first()
        or of_party.filter(system=values["system"], supplier=values["supplier"]).first()
        or Agreement(region_id=contract.case.region_id, party_id=contract.party_id)
    )
    for name, value in values.items():
        setattr(agreement, name, value)
    agreement.save()
    return agreement
