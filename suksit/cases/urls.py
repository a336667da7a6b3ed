"""The addresses of cases."""

from django.urls import path

from suksit.cases import deed_views, views

urlpatterns = [
    path("saker/", views.case_list, name="case_list"),
    path("sak/<uuid:case_id>/", views.case, name="case"),
    path("sak/<uuid:case_id>/historie/", views.case_history, name="case_history"),
    path("sak/<uuid:case_id>/slik-den-var/", views.case_as_of, name="case_as_of"),
    path("sak/<uuid:case_id>/kommenter/", deed_views.comment_case, name="comment_case"),
    path("sak/<uuid:case_id>/legg-ved/", deed_views.attach_document, name="attach_document"),
    path("sak/<uuid:case_id>/arkivnummer/", deed_views.set_archive_number, name="set_archive_number"),
    path("sak/<uuid:case_id>/vent/", deed_views.hold_case, name="hold_case"),
    path("sak/<uuid:case_id>/ta-opp/", deed_views.resume_case, name="resume_case"),
    path("sak/<uuid:case_id>/avlys/", deed_views.cancel_case, name="cancel_case"),
    path("sak/<uuid:case_id>/gjenapne/", deed_views.reopen_case, name="reopen_case"),
    path("dokument/<uuid:document_id>/", views.document, name="document"),
]
