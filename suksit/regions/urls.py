"""The region's pages."""

from django.urls import path

from suksit.regions import views

urlpatterns = [
    path("", views.region, name="region"),
    path("velg/", views.choose_region, name="choose_region"),
    path("person/", views.add_person, name="add_person"),
    path("person/<int:person_id>/", views.mend_person, name="mend_person"),
    path("rolle/", views.engage_person, name="engage_person"),
    path("rolle/<int:engagement_id>/slutt/", views.end_engagement, name="end_engagement"),
    path("fravaer/", views.note_absence, name="note_absence"),
    path("medlem/", views.add_membership, name="add_membership"),
    path("medlem/<int:membership_id>/slutt/", views.end_membership, name="end_membership"),
    path("organ/", views.add_body, name="add_body"),
]
