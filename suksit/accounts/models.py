"""A person who signs in. What the person may do hangs on engagements, never here."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person: a name, an address, a language. Rights come from `suksit.regions` engagements."""

    language = models.CharField(max_length=5, default="nb")

    @property
    def display_name(self) -> str:
        """The name others see; falls back to the user name."""
        return self.get_full_name() or self.username
