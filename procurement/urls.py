"""The pages of a joint procurement, stage by stage. Mounted below a case's own address."""

from django.urls import include, path

from procurement.stages import STAGES

urlpatterns = [path("", include(f"procurement.{stage}.urls")) for stage in STAGES]
