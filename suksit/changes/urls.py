"""The addresses of the report and its assessment."""

from django.urls import path

from suksit.changes import assessment_views, views

urlpatterns = [
    path("meld/", views.report_new, name="report_new"),
    path("meld/lignende/", views.report_alike, name="report_alike"),
    path("meld/<uuid:case_id>/3/", views.report_change, name="report_change"),
    path("meld/<uuid:case_id>/<int:step>/", views.report_edit, name="report_edit"),
    path("meld/<uuid:case_id>/slett/", views.discard_draft, name="discard_draft"),
    path("sak/<uuid:case_id>/fyll-ut/", views.complete_report, name="complete_report"),
    path("sak/<uuid:case_id>/trekk/", views.withdraw_report, name="withdraw_report"),
    path("sak/<uuid:case_id>/bli-med/", views.join_report, name="join_report"),
    path("sak/<uuid:case_id>/spor-om-mer/", assessment_views.ask_for_more, name="ask_for_more"),
    path("sak/<uuid:case_id>/vurder/", assessment_views.assess_report, name="assess_report"),
    path("sak/<uuid:case_id>/start/", assessment_views.accept_report, name="accept_report"),
    path("sak/<uuid:case_id>/avvis/", assessment_views.reject_report, name="reject_report"),
    path("sak/<uuid:case_id>/lokalt/", assessment_views.handle_locally, name="handle_locally"),
    path("sak/<uuid:case_id>/sla-sammen/", assessment_views.merge_report, name="merge_report"),
]
