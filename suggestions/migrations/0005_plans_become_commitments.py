"""The one planned date of a reply becomes its first commitment; the classes so far become their first change."""

from django.db import migrations

OPENED = "opened"


def forwards(apps, schema_editor):
    Reply = apps.get_model("suggestions", "Reply")
    Commitment = apps.get_model("suggestions", "Commitment")
    Entry = apps.get_model("suggestions", "CommitmentEntry")
    ClassChange = apps.get_model("suggestions", "ClassChange")
    for reply in Reply.objects.select_related("assignment").iterator():
        is_accepted = reply.state == "accepted"
        opened_on = reply.assignment.done_on or reply.dated_on
        if is_accepted:
            ClassChange.objects.create(
                reply=reply,
                to_class_id=reply.result_class_id,
                cause="filed",
                changed_on=opened_on,
                by_id=reply.signed_by_id,
                at=reply.signed_at or reply.submitted_at,
            )
        if reply.plan_due_on is None:
            continue
        commitment = Commitment.objects.create(
            suggestion_id=reply.assignment.suggestion_id,
            assignment=reply.assignment,
            reply=reply,
            matter=(reply.plan or "答复中承诺的事项")[:500],
            original_due_on=reply.plan_due_on,
            due_on=reply.plan_due_on,
            responsible=reply.signatory,
            state="open" if is_accepted else "proposed",
            opened_on=opened_on if is_accepted else None,
        )
        if is_accepted:
            Entry.objects.create(
                commitment=commitment,
                kind=OPENED,
                new_due_on=reply.plan_due_on,
                happened_on=opened_on,
                by_id=reply.reviewed_by_id,
                at=reply.reviewed_at or reply.submitted_at,
            )


class Migration(migrations.Migration):
    dependencies = [("suggestions", "0004_handling_desk")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
