"""The database itself refuses to change or remove a line of the history."""

from django.db import migrations

SENTENCE = "suggestions_event is append-only"
SQLITE = (
    f"CREATE TRIGGER event_no_update BEFORE UPDATE ON suggestions_event BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
)
POSTGRES = (
    "CREATE FUNCTION event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$",
    "CREATE TRIGGER event_no_update BEFORE UPDATE OR DELETE ON suggestions_event "
    "FOR EACH ROW EXECUTE FUNCTION event_is_append_only()",
)


def forwards(apps, schema_editor):
    # SQLite empties tables between tests with DELETE, so there only UPDATE is refused.
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRES}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER event_no_update ON suggestions_event")
        schema_editor.execute("DROP FUNCTION event_is_append_only()")
    else:
        schema_editor.execute("DROP TRIGGER event_no_update")


class Migration(migrations.Migration):
    dependencies = [("suggestions", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
