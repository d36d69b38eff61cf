"""The database refuses to change what was written of a class or of a commitment, as it does for the history (0002)."""

from django.db import migrations

TABLES = ("suggestions_classchange", "suggestions_commitmententry")


def forwards(apps, schema_editor):
    # SQLite empties tables between tests with DELETE, so there only UPDATE is refused.
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    schema_editor.execute(
        "CREATE FUNCTION row_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        params=None,  # the sign above is PL/pgSQL's, not a place for a parameter
    )
    for table in TABLES:
        schema_editor.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION row_is_append_only()"
        )


def backwards(apps, schema_editor):
    for table in TABLES:
        on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER {table}_no_update{on}")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION row_is_append_only()")


class Migration(migrations.Migration):
    dependencies = [("suggestions", "0006_reply_without_plan")]
    operations = [migrations.RunPython(forwards, backwards)]
