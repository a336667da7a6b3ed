"""Benefits as they are shown across the municipalities, and when a case may go on or close."""

from django.urls import reverse

from suksit.benefits import actions
from suksit.benefits.figures import totals
from suksit.benefits.models import Benefit, Harvest, Measurement
from suksit.benefits.panels import benefit_panel
from suksit.cases.models import ChangeCase
from tests.suksit.benefits.planned import Browse, D, queries_of
from tests.walk import Walker
from workflow import clock
from workflow.models import Notification


def test_benefit_page_counts_add_up_and_shows_the_own_task(
    browse: Browse, walker: Walker, case: ChangeCase, benefit: Benefit
) -> None:
    """One on the way, one not measured; Rollag's own task; no number where none is measured."""
    page = browse("ola").get(reverse("benefit", args=[benefit.pk]))
    assert sum(row["count"] for row in page.context["counts"]) == page.context["in_all"] == 2
    assert [row["count"] for row in page.context["counts"]] == [0, 1, 1, 0]
    assert page.context["turn"]["title"].startswith("Rollag skal måle innen")
    kongsberg, rollag = page.context["rows"]
    assert (kongsberg["name"], kongsberg["state"], kongsberg["caption"]) == (
        "Kongsberg",
        "on_way",
        "Fra 36 til 30 dager",
    )
    assert (rollag["state"], rollag["measured"], rollag["mine"]) == ("not_measured", [None], True)
    text = page.content.decode()
    assert "Én av to kommuner har målt" in text
    assert "ikke målt</td>" in text
    assert browse("ingrid").get(reverse("benefit", args=[benefit.pk])).context["turn"] is None


def test_benefit_page_opens_the_list_of_a_count(
    browse: Browse, walker: Walker, case: ChangeCase, benefit: Benefit
) -> None:
    """A count is a link to those it counts; an unknown one shows all."""
    url = reverse("benefit", args=[benefit.pk])
    only = browse("kari").get(url, {"vis": "not_measured"})
    assert [row["name"] for row in only.context["rows"]] == ["Rollag"]
    assert "Bare de som er ikke målt." in only.content.decode() or "Vis alle" in only.content.decode()
    assert len(browse("kari").get(url, {"vis": "<script>"}).context["rows"]) == 2


def test_tell_story_stands_on_the_page_with_whom_to_ask(
    browse: Browse, walker: Walker, case: ChangeCase, benefit: Benefit
) -> None:
    """Ingrid tells; Ola sees it, and may write to her."""
    own = walker.part(Harvest, case, "Kongsberg")
    data = {"title": "Fast byggesaksdag", "story": "Vi samler enkle saker på én dag <b>i uken</b>. 🙂"}
    url = reverse("tell_story", args=[case.pk, own.pk])
    assert browse("ingrid").post(url, {**data, "story": "x" * 401}).status_code == 422
    assert browse("ingrid").post(url, data).status_code == 302
    page = browse("ola").get(reverse("benefit", args=[benefit.pk])).content.decode()
    assert "Fast byggesaksdag" in page
    assert "&lt;b&gt;i uken&lt;/b&gt;" in page
    assert "mailto:ingrid@example.test" in page


def test_benefit_of_another_region_is_not_found(
    browse: Browse, walker: Walker, case: ChangeCase, benefit: Benefit
) -> None:
    """404, and not on the list; nor one that is not there."""
    assert browse("per").get(reverse("benefit", args=[benefit.pk])).status_code == 404
    assert browse("nina").get(reverse("benefit_list")).context["rows"] == []
    assert browse("kari").get(reverse("benefit", args=[999_999])).status_code == 404
    own = walker.part(Harvest, case, "Rollag")
    assert browse("kari").get(reverse("harvest", args=[benefit.pk, own.pk + 999])).status_code == 404


def test_harvest_page_shows_every_round(browse: Browse, walker: Walker, case: ChangeCase, benefit: Benefit) -> None:
    """Asked for with its page; to come without a number."""
    own = walker.part(Harvest, case, "Rollag")
    page = browse("ola").get(reverse("harvest", args=[benefit.pk, own.pk]))
    assert [row["number"] for row in page.context["rows"]] == ["etterspurt", "kommer"]
    assert page.context["rows"][0]["deed"]["label"] == "Oppgi tallet"
    assert page.context["rows"][1]["deed"] is None


def test_benefit_list_is_filtered_by_whose_and_kind(browse: Browse, walker: Walker, case: ChangeCase) -> None:
    """As the desk links to it; a filter that means nothing is let go."""
    walker.see(
        lambda: Benefit.objects.create(case=case, title="Lavere kostnad", kind="money", question="?", unit="nok_a_year")
    )
    client, url = browse("ola"), reverse("benefit_list")

    def titles(**query: str) -> list[str]:
        return [row["title"] for row in client.get(url, query).context["rows"]]

    assert titles() == ["Kortere saksbehandlingstid", "Lavere kostnad"]
    assert titles(hvem="mine") == ["Kortere saksbehandlingstid"]
    assert titles(hvem="alle", slag="money") == ["Lavere kostnad"]
    assert titles(hvem="mine", slag="money") == []
    assert titles(slag="gull", hvem="'") == ["Kortere saksbehandlingstid", "Lavere kostnad"]
    pills = client.get(url, {"slag": "money"}).context["filters"]
    assert [(row["label"], row["count"], row["current"]) for row in pills] == [
        ("Alle", 2, False),
        ("Din kommune", 1, False),
        ("Kroner i året", 1, True),
        ("Bedre kvalitet", 1, False),
    ]


def test_pages_read_as_often_for_three_as_for_one(
    browse: Browse, walker: Walker, case: ChangeCase, benefit: Benefit
) -> None:
    """The list with one and three benefits; the page with two and four municipalities; the panel."""
    client, url = browse("ola"), reverse("benefit_list")
    own = reverse("benefit", args=[benefit.pk])
    client.get(url)
    before = queries_of(client, url), queries_of(client, own)

    def more() -> None:
        for name in ("Notodden", "Tinn"):
            row = Harvest.objects.create(case=case, benefit=benefit, party=walker.cast.party(name), target=D(3))
            Measurement.objects.create(case=case, harvest=row, due=clock.today(), state="measured", value=D(4))
        for title in ("B", "C"):
            other = Benefit.objects.create(case=case, title=title, kind="quality", question="?", unit="dager")
            for name in ("Kongsberg", "Rollag"):
                Harvest.objects.create(case=case, benefit=other, party=walker.cast.party(name), target=D(3))

    walker.see(more)
    assert (queries_of(client, url), queries_of(client, own)) == before
    (panel,) = walker.cast.see("ola", lambda actor: list(benefit_panel(case, actor)))
    assert [row["title"] for row in panel.context["rows"]] == ["B", "C", "Kortere saksbehandlingstid"]


def test_totals_for_a_party_and_for_the_region(walker: Walker, case: ChangeCase, benefit: Benefit) -> None:
    """Rollag is not measured and stays in the total; the year before nothing was planned."""
    region, year = walker.cast.region.pk, clock.today().year
    rollag = walker.cast.party("Rollag").pk

    def read(party: int | None, year: int = year) -> list[tuple]:
        rows = walker.see(lambda: totals(region, party, year))
        return [(row.kind, row.planned, row.reached, row.missed, row.not_measured, row.benefits) for row in rows]

    assert read(rollag) == [("quality", D(1), D(0), D(0), D(1), 1)]
    assert read(None) == [("quality", D(2), D(0), D(1), D(1), 2)]
    assert read(None, year - 1) == []


def test_start_harvest_says_that_nobody_uses_it(browse: Browse, walker: Walker) -> None:
    """In words; no form; the deed is refused."""
    case = walker.to("rollout")
    client, url = browse("kari"), reverse("start_harvest", args=[case.pk])
    assert "Ingen har bekreftet at løsningen er i bruk." in client.get(url).content.decode()
    assert client.post(url).status_code == 422
    assert browse("ola").get(url).status_code == 403


def test_close_case_waits_for_the_last_round(browse: Browse, walker: Walker, case: ChangeCase) -> None:
    """Which numbers are to come; then the lessons, and the case is closed and told."""
    client, url = browse("kari"), reverse("close_case", args=[case.pk])
    assert "Rollag: Kortere saksbehandlingstid" in client.get(url).content.decode()
    assert client.post(url, {"lessons": "Start i tide."}).status_code == 422
    walker.do("ola", actions.skip_measurement, walker.round_of(case, "Rollag"))
    walker.see(lambda: Measurement.objects.filter(case=case, state="planned").delete())
    assert client.post(url, {"lessons": ""}).status_code == 422
    assert client.post(url, {"lessons": "Start i tide."}).status_code == 302
    assert walker.see(lambda: ChangeCase.objects.get(pk=case.pk).state) == "closed"
    told = walker.see(
        lambda: set(
            Notification.objects.filter(case=case, fact__startswith="close_case:", kind="workflow/decided").values_list(
                "recipient__username", flat=True
            )
        )
    )
    assert {"ola", "ingrid"} <= told
    assert client.post(url, {"lessons": "Igjen"}).status_code == 409
