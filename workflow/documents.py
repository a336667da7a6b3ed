"""Placeholder until the door lands."""


def pdf_available() -> bool:
    """Whether PDF can be made."""
    return True
