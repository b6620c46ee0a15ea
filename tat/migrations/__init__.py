"""How the tables came about, one change of them after another.

After a change of tat/schema/, write the next one against a database that has all before it:

    url = "sqlite:///out/before.db"
    tat.database.upgrade(tat.database.open_tracker(url))
    alembic.command.revision(
        tat.database.alembic_config(url), "what changes", autogenerate=True, rev_id="0002"
    )

Autogenerate does not see a new word of a vocabulary: tests/test_migrations.py does.
"""
