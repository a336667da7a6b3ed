"""Single rows, read and written by statements that are put together once for each model.

A step touches a handful of rows by their keys. Django's queries put the same statement together anew each time, which
costs more than the statement itself. What is read is an instance of the model as any other.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import GeneratedField, Model

Row = TypeVar("Row", bound=Model)


@cache
def _locking(model: type[Model]) -> tuple[str, list[str]]:
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, GeneratedField)]
    if any(hasattr(field, "from_db_value") for field in fields):
        raise TypeError(f"{model.__name__} has fields that only Django can read")
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table, key = (connection.ops.quote_name(name) for name in (model._meta.db_table, model._meta.pk.column))
    return f"SELECT {columns} FROM {table} WHERE {key} = %s FOR UPDATE", [field.attname for field in fields]  # noqa: S608


def lock(model: type[Row], key: Any) -> Row | None:
    """The row of a key, read afresh and locked until the transaction ends; None when there is none to be seen.

    Generated columns, as what a search looks in, are read when they are asked for.
    """
    statement, names = _locking(model)
    with connection.cursor() as cursor:
        cursor.execute(statement, [key])
        row = cursor.fetchone()
    return model.from_db(connection.alias, names, row) if row else None


@cache
def _writing(model: type[Model], names: tuple[str, ...]) -> tuple[str, list[Any]]:
    fields = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    return f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {quote(model._meta.pk.column)} = %s", fields  # noqa: S608


def write(record: Model, names: Iterable[str]) -> bool:
    """Save some fields of a record that stands in the database. Returns whether it still does."""
    statement, fields = _writing(type(record), tuple(names))
    values = [field.get_db_prep_save(field.pre_save(record, False), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, record.pk])
        return bool(cursor.rowcount)


@cache
def _adding(model: type[Model], names: tuple[str, ...]) -> tuple[str, list[Any], list[str]]:
    fields = [model._meta.get_field(name) for name in names]
    made = [model._meta.pk, *(field for field in model._meta.concrete_fields if field.has_db_default())]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    returned = ", ".join(quote(field.column) for field in made)
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places}) RETURNING {returned}"  # noqa: S608
    return statement, fields, [field.attname for field in made]


def add(record: Row, names: Iterable[str]) -> Row:
    """Put a new record into the database, with these fields; it gets its key, and what the database fills in."""
    statement, fields, made = _adding(type(record), tuple(names))
    values = [field.get_db_prep_save(field.pre_save(record, True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for name, value in zip(made, cursor.fetchone(), strict=True):
            setattr(record, name, value)
    record._state.adding = False
    return record
