"""The fields and widgets that every form of the product may use."""

from workflow.form_fields import DayField, MoneyField, OptionCards

__all__ = ["DayField", "MoneyField", "OptionCards"]
