"""Every address of the product, as a table of contents."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import include, path
from django.views.i18n import set_language

from suksit import around, sign_in
from suksit.demo import views as demo

handler400 = "suksit.request_limit.bad_request"

urlpatterns = [
    path("", include("workflow.inbox.urls")),
    path("logg-inn/", sign_in.SignIn.as_view(), name="sign_in"),
    path("logg-inn/som/", sign_in.sign_in_as, name="sign_in_as"),
    path("logg-ut/", LogoutView.as_view(), name="sign_out"),
    path("sprak/", login_not_required(set_language), name="set_language"),
    path("utseende/", around.set_appearance, name="set_appearance"),
    path("personvern/", around.privacy, name="privacy"),
    path("tilgjengelighet/", around.accessibility, name="accessibility"),
    path("kildekode/", around.source, name="source"),
    path("kildekode/last-ned/", around.source_archive, name="source_archive"),
    path("demo/e-post/", demo.demo_mails, name="demo_mails"),
    path("demo/e-post/<str:name>/", demo.demo_mail, name="demo_mail"),
    path("hjelp/", around.help_page, name="help"),
    path("drift/", include("suksit.operations.urls")),
    path("region/", include("suksit.regions.urls")),
    path("", include("suksit.dashboards.urls")),
    path("", include("suksit.solutions.urls")),
    path("", include("suksit.changes.urls")),
    path("", include("suksit.cases.urls")),
    path("", include("suksit.cases.file_urls")),
    path("", include("suksit.rollout.urls")),
    path("", include("suksit.benefits.urls")),
    path("sak/<uuid:case_id>/", include("procurement.urls")),
]
