"""The same answers in plain SQL: what the pages are compared with."""

_OWED = "s.status = 'in_handling' AND a.round = s.round AND a.state IN ('awaiting_receipt', 'handling', 'return_requested', 'awaiting_signature')"  # noqa: E501
_COLUMNS = """s.id, s.number, s.title, s.category_id, s.proposer_kind, d.name, s.co_signer_count, s.delegation_id,
 s.lead_unit_names, s.assigned_on, s.due_on, s.filed_on, s.status, s.round, s.replied_on, s.result_class_id, s.grade"""
_PAGE = f"""SELECT {_COLUMNS} FROM suggestions_suggestion s LEFT JOIN accounts_deputy d ON d.id = s.lead_deputy_id"""
_TASKS_OF_PAGE = """SELECT a.suggestion_id, a.unit_id, a.role, a.state, a.due_on FROM suggestions_assignment a
 WHERE a.suggestion_id IN ({page}) AND a.state NOT IN ('given_back', 'cancelled')"""
_FIRST = (
    "SELECT s.id FROM suggestions_suggestion s {where} ORDER BY s.open_due_on NULLS LAST, s.number_key, s.id LIMIT 50"
)


def _list(where: str) -> tuple[str, ...]:
    return (
        f"SELECT count(*) FROM suggestions_suggestion s {where}",
        f"{_PAGE} {where} ORDER BY s.open_due_on NULLS LAST, s.number_key, s.id LIMIT 50",
        _TASKS_OF_PAGE.format(page=_FIRST.format(where=where)),
    )


LIST = _list("WHERE s.session_id = %(session)s")
LIST_ALL = _list("")

DETAIL = (
    "SELECT * FROM suggestions_suggestion WHERE id = %(item)s",
    "SELECT a.*, u.name FROM suggestions_assignment a JOIN accounts_unit u ON u.id = a.unit_id"
    " WHERE a.suggestion_id = %(item)s",
    "SELECT r.* FROM suggestions_reply r JOIN suggestions_assignment a ON a.id = r.assignment_id"
    " WHERE a.suggestion_id = %(item)s",
    "SELECT o.* FROM suggestions_opinion o JOIN suggestions_assignment a ON a.id = o.assignment_id"
    " WHERE a.suggestion_id = %(item)s",
    "SELECT * FROM suggestions_contact WHERE suggestion_id = %(item)s",
    "SELECT * FROM suggestions_evaluation WHERE suggestion_id = %(item)s",
    "SELECT * FROM suggestions_event WHERE suggestion_id = %(item)s ORDER BY at",
)

_DONE = "a.state IN ('answered', 'opinion_filed')"
_LEAD, _ASSISTING = "a.role IN ('lead', 'separate')", "a.role = 'assisting'"
_LATE = f"{_OWED} AND a.due_on < %(today)s"


def _distinct(*conditions: str) -> str:
    return ", ".join(f"count(DISTINCT a.suggestion_id) FILTER (WHERE {condition})" for condition in conditions)


_CELLS = _distinct(
    _LEAD,
    f"{_LEAD} AND {_DONE}",
    f"{_LEAD} AND {_DONE} AND a.done_on <= a.due_on",
    f"{_LEAD} AND {_DONE} AND a.done_on > a.due_on",
    f"{_LEAD} AND {_LATE}",
    _ASSISTING,
    f"{_ASSISTING} AND {_DONE}",
    f"{_ASSISTING} AND {_LATE}",
    f"{_OWED} AND a.state = 'awaiting_receipt'",
)
_STATUSES = (
    *("registered", "returned", "accepted", "in_handling", "replied", "judged"),
    *("closed", "merged", "converted", "not_accepted", "withdrawn"),
)
_GRADES = ["satisfied", "basically_satisfied", "dissatisfied", "no_view"]


def _filtered(*conditions: str) -> str:
    return ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in conditions)


_OPEN = "s.status = 'in_handling' AND s.filed_on IS NULL"
OVERVIEW = (
    f"""SELECT a.unit_id, u.handling_system, {_CELLS}, min(a.due_on) FILTER (WHERE {_LEAD} AND {_LATE})
 FROM suggestions_assignment a JOIN suggestions_suggestion s ON s.id = a.suggestion_id
 JOIN accounts_unit u ON u.id = a.unit_id
 WHERE s.session_id = %(session)s AND a.state NOT IN ('given_back', 'cancelled')
 GROUP BY GROUPING SETS ((a.unit_id, u.handling_system), (u.handling_system))""",
    f"""SELECT count(*), {
        _filtered(
            *(f"s.status = '{status}'" for status in _STATUSES),
            *(f"s.grade = '{grade}'" for grade in _GRADES),
            "s.replied_on IS NOT NULL",
            "s.replied_on <= s.due_on",
            "s.replied_on > s.due_on",
            "c.counts_as_solved",
            "s.replied_on IS NOT NULL AND s.grade = ''",
            f"{_OPEN} AND s.due_on < %(today)s",
            f"{_OPEN} AND s.due_on = %(today)s",
            f"{_OPEN} AND s.due_on <= %(month)s",
            f"{_OPEN} AND s.due_on > %(month)s",
        )
    } FROM suggestions_suggestion s LEFT JOIN suggestions_resultclass c ON c.id = s.result_class_id
 WHERE s.session_id = %(session)s""",
)

# The dashboard: the totals above, who is late, the promises, the key suggestions, and the lines of one table
_TASKS, _TOTALS = OVERVIEW
_PARTS = _filtered(
    "TRUE",
    "s.assigned_on IS NOT NULL",
    f"{_OPEN} AND s.due_on < %(today)s",
    f"{_OPEN} AND s.due_on BETWEEN %(today)s AND %(month)s",
    f"{_OPEN} AND s.due_on > %(month)s",
    "s.replied_on IS NOT NULL",
    "c.counts_as_solved",
    "s.grade = 'satisfied'",
)
_BY_LEAD = f"""SELECT u.id, u.name, {_PARTS} FROM suggestions_suggestion s
 LEFT JOIN suggestions_resultclass c ON c.id = s.result_class_id
 LEFT JOIN suggestions_assignment a ON a.suggestion_id = s.id AND {_LEAD} AND a.round = s.round
  AND a.state NOT IN ('given_back', 'cancelled')
 LEFT JOIN accounts_unit u ON u.id = a.unit_id {{where}} GROUP BY u.id, u.name"""
_LATE_UNITS = f"""SELECT a.unit_id, u.name, count(DISTINCT s.id), min(a.due_on) FROM suggestions_assignment a
 JOIN suggestions_suggestion s ON s.id = a.suggestion_id JOIN accounts_unit u ON u.id = a.unit_id
 WHERE {_LATE} AND {_LEAD} {{where}} GROUP BY a.unit_id, u.name"""
_PROMISES = """SELECT a.unit_id, count(*) FILTER (WHERE p.state = 'open' AND p.due_on < %(today)s),
 count(*) FILTER (WHERE p.state = 'open' AND p.due_on BETWEEN %(today)s AND %(month)s),
 count(*) FILTER (WHERE p.state = 'fulfilled') FROM suggestions_commitment p
 JOIN suggestions_assignment a ON a.id = p.assignment_id JOIN suggestions_suggestion s ON s.id = p.suggestion_id
 WHERE p.state NOT IN ('proposed', 'superseded') {where} GROUP BY a.unit_id"""
_KEY = """SELECT t.*, s.* FROM supervision_keysuggestion k JOIN supervision_keytopic t ON t.id = k.topic_id
 JOIN suggestions_suggestion s ON s.id = k.suggestion_id WHERE t.ended_on IS NULL {where}"""


def _dashboard(of_session: str) -> tuple[str, ...]:
    totals = _TOTALS if of_session else _TOTALS.replace("WHERE s.session_id = %(session)s", "")
    whole = f"WHERE {of_session}" if of_session else ""
    more = f"AND {of_session}" if of_session else ""
    others = (_LATE_UNITS.format(where=more), _PROMISES.format(where=more), _KEY.format(where=more))
    return (totals, *others, _BY_LEAD.format(where=whole))


DASHBOARD, DASHBOARD_ALL = _dashboard("s.session_id = %(session)s"), _dashboard("")
TASKS = (_TASKS, *DASHBOARD[:-1])

EXPORT = (
    f"{_PAGE} ORDER BY s.open_due_on NULLS LAST, s.number_key, s.id",
    "SELECT a.suggestion_id, a.role, a.state, a.due_on, a.done_on, u.name FROM suggestions_assignment a"
    " JOIN accounts_unit u ON u.id = a.unit_id WHERE a.state NOT IN ('given_back', 'cancelled')",
)

# One digest a person, then each owed task at its rung, for both contacts of the unit, in the ledger's own table.
_WAITING = """FROM suggestions_assignment a JOIN suggestions_suggestion s ON s.id = a.suggestion_id
 JOIN accounts_unit u ON u.id = a.unit_id JOIN accounts_user p ON p.id IN (u.first_contact_id, u.second_contact_id)"""
_WHERE = f"WHERE {_OWED} AND a.due_on <= %(today)s + 30"
SWEEP = (
    f"""INSERT INTO accounts_notification (recipient_id, key, kind, subject, body, path, created_at)
 SELECT DISTINCT p.id, 'digest', 'digest', '', '', '/', now() {_WAITING} {_WHERE}""",
    f"""INSERT INTO supervision_reminder
 (suggestion_id, assignment_id, kind, due_on, rung, recipient_id, planned_on, created_at, notification_id)
 SELECT s.id, a.id, CASE WHEN a.role = 'assisting' THEN 'opinion' ELSE 'reply' END, a.due_on,
  CASE WHEN a.due_on < %(today)s THEN -1 - ((%(today)s - a.due_on - 1) / 7) * 7
       WHEN a.due_on - %(today)s <= 0 THEN 0 WHEN a.due_on - %(today)s <= 1 THEN 1
       WHEN a.due_on - %(today)s <= 3 THEN 3 WHEN a.due_on - %(today)s <= 7 THEN 7
       WHEN a.due_on - %(today)s <= 15 THEN 15 ELSE 30 END,
  p.id, %(today)s, now(), n.id
 {_WAITING} JOIN accounts_notification n ON n.recipient_id = p.id AND n.key = 'digest' {_WHERE}
 ON CONFLICT DO NOTHING""",
)
