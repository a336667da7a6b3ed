"""Reading the plan: its figures against the law, and its people."""

from procurement.cases import ProcurementCase
from procurement.planning.models import Responsible
from workflow import people
from workflow.models import Grade, Party
from workflow.participants import grades
from workflow.people import Person


def evaluators(case: ProcurementCase) -> list[Responsible]:
    """The evaluation group, by name. One query."""
    rows = case.responsibles.filter(task=Responsible.Task.EVALUATOR).select_related("person", "party")
    return sorted(rows, key=lambda row: row.person.display_name)


def possible_evaluators(case: ProcurementCase) -> list[tuple[Person, str]]:
    """Who may be named, with the name of the party: people of those who take part, the lead buyer's, the region's.

    The coordinator sees the tenders as a member of the group, and in no other way.
    """
    parties = {party for (_case, party), grade in grades([case]).items() if grade >= Grade.TAKES_PART}
    parties.add(case.region_id)
    if case.plan.lead_buyer_id:
        parties.add(case.plan.lead_buyer_id)
    names = dict(Party.objects.filter(pk__in=parties).values_list("pk", "name"))
    found = {(person.user_id, person.party_id): person for person in people.of_parties(parties, case.region_id)}
    return [(person, names[person.party_id]) for person in found.values()]
