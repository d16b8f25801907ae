"""Bring the database to what this Mica expects. `python -m mica.cli.house.migration`.

Several may start at once: the first does it, and the others wait and find nothing to do.
"""

from typing import Final

from mica.cli.sentences import sentences

_LOCK: Final = 6_422_115_001  # any number, the same for every Mica


def main() -> None:
    """Migrate, if there is anything to migrate."""
    import django
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    with sentences():
        django.setup()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                call_command("migrate", interactive=False, verbosity=0)


if __name__ == "__main__":
    main()
