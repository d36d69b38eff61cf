"""The key topics of a session as they stood on the snapshot's day, as plain words: for the report and the chairs."""

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.recipients import local_day
from suggestions.choices import Grade
from supervision.choices import FindingState
from supervision.models import Finding, KeyTopic, Snapshot, Supervision


def of(snapshot: Snapshot) -> list[dict]:
    """Topics decided on by then that hold a suggestion of the session, by year and order."""
    rows = {row.source_id: row for row in snapshot.suggestions.select_related("result_class")}
    found = KeyTopic.objects.filter(decided_on__lte=snapshot.as_of, links__suggestion__in=list(rows)).distinct()
    related = found.select_related("leader", "committee").prefetch_related("links").order_by("year", "order")
    return [_topic(topic, rows, snapshot) for topic in related]


def _topic(topic: KeyTopic, rows: dict, snapshot: Snapshot) -> dict:
    own = [rows[link.suggestion_id] for link in topic.links.all() if link.suggestion_id in rows]
    day = snapshot.as_of
    ended = topic.ended_on is not None and topic.ended_on <= day
    held = Supervision.objects.filter(
        Q(topic=topic) | Q(suggestion__in=[row.source_id for row in own]),
        recorded_at__isnull=False,
        held_on__lte=day,
    )
    records = [each for each in held.order_by("held_on", "pk") if local_day(each.recorded_at) <= day]
    findings = Finding.objects.filter(supervision__in=records, opened_on__lte=day).select_related("unit", "suggestion")
    return {
        "year": topic.year,
        "order": topic.order,
        "title": topic.title,
        "criterion": str(topic.get_criterion_display()),
        "decided_on": topic.decided_on.isoformat(),
        "leader": topic.leader.name,
        "committee": topic.committee.name,
        "plan": topic.plan,
        "from_on": topic.plan_from_on.isoformat(),
        "until_on": topic.plan_until_on.isoformat(),
        "ended": topic.end_reason if ended else "",
        "suggestions": [_suggestion(row) for row in sorted(own, key=lambda row: row.number_key)],
        "supervisions": [
            {
                "kind": str(each.get_kind_display()),
                "held_on": each.held_on.isoformat(),
                "place": each.place,
                "people": each.people,
                "text": each.text,
            }
            for each in records
        ],
        "findings": [_finding(each, day) for each in findings],
    }


def _suggestion(row) -> dict:
    return {
        "number": row.number,
        "title": row.title,
        "proposer": row.proposer,
        "units": row.lead_unit_names,
        "helpers": row.assisting_unit_names,
        "status": str(row.get_status_display()),
        "due_on": row.due_on.isoformat() if row.due_on else "",
        "replied_on": row.replied_on.isoformat() if row.replied_on else "",
        "result_class": str(row.result_class) if row.result_class else "",
        "grade": str(Grade(row.grade).label) if row.grade else "",
        "is_faced": row.is_faced,
    }


def _finding(finding: Finding, day) -> dict:
    if finding.closed_on and finding.closed_on <= day:
        state = str(finding.get_state_display())
    elif finding.done_on and finding.done_on <= day:
        state = str(FindingState.REPORTED.label)
    else:
        state = _("%(state)s，已逾期") % {"state": FindingState.OPEN.label} if finding.due_on < day else ""
        state = state or str(FindingState.OPEN.label)
    return {
        "number": finding.suggestion.number,
        "unit": finding.unit.name,
        "matter": finding.matter,
        "due_on": finding.due_on.isoformat(),
        "state": state,
    }
