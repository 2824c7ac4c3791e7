"""How a command comes to the hub's records, and how it says that there are none."""

from __future__ import annotations

import os


class Unusable(Exception):
    """What is in the way, in a sentence without its full stop."""


def ready() -> None:
    """Django made ready; Unusable where its settings or its folder do not allow it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iscm.site.settings")
    import django

    try:
        django.setup()
    except OSError as fault:
        raise Unusable(
            f"the folder of ISCM_HOME cannot be used: {fault.strerror}: {fault.filename}"
        ) from fault
    except ValueError as fault:
        raise Unusable(str(fault)) from fault


def opened() -> None:
    """Django made ready, and a database with records in it; Unusable where there is none."""
    ready()
    from django.db import DatabaseError, connection

    from iscm.registry.models import Mechanism

    try:
        empty = not Mechanism.objects.exists()
    except DatabaseError as fault:
        if connection.vendor == "postgresql" and "does not exist" not in str(fault):
            raise Unusable(f"the database does not answer: {' '.join(str(fault).split())}") from fault
        empty = True
    if empty:
        raise Unusable("the hub has no records yet; iscm load takes the shipped ones in")
    if _is_older():
        raise Unusable("the hub's database was made by an older version; iscm load brings it up to date")


def _is_older() -> bool:
    """Whether the database lacks changes of form that this version needs."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
