"""Every address of the product, as a table of contents."""

urlpatterns: list = []
