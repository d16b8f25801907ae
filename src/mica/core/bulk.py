"""Many rows in one statement: the table's own types read them out of JSON.

Django's `bulk_create` works out an expression for each value: 0.7 ms for an award and its
credential, where this takes 0.1.
"""

from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import Model

_INSERT = """
INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, %s)
ON CONFLICT DO NOTHING RETURNING {key}
"""
Row = TypeVar("Row", bound=Model)


def insert_new(rows: Iterable[Row]) -> list[Row]:
    """Put rows into their table, in their order; one that would break a unique constraint is not.

    Args:
        rows: of one model whose primary key is set by us, unsaved.

    Returns:
        Those that are in the table now.
    """
    asked = list(rows)
    if not asked:
        return []
    options = asked[0]._meta  # noqa: SLF001 - Django's documented way to a model's fields
    names = [(field.column, field.attname) for field in options.concrete_fields]
    said = orjson.dumps(
        [{column: getattr(row, name) for column, name in names} for row in asked], default=_plain
    )
    table, key = connection.ops.quote_name(options.db_table), options.pk.column
    with connection.cursor() as cursor:
        cursor.execute(_INSERT.format(table=table, key=key), [said.decode()])
        kept: set[UUID] = {found for (found,) in cursor.fetchall()}
    made = [row for row in asked if row.pk in kept]
    for row in made:
        row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - as Django does
    return made


def _plain(value: Any) -> str:
    """Bytes, as PostgreSQL writes them."""
    return f"\\x{bytes(value).hex()}"
