"""Every address of the site and who may open it. A new one must find its place here."""

from accounts.roles import OFFICE, PERMISSIONS, UNIT, Permission, Role

EVERYONE = frozenset(Role)
READERS = OFFICE | {Role.AUDITOR, Role.ADMINISTRATOR}
EDITORS = PERMISSIONS[Permission.EDIT_REFERENCE]
OPEN = {"accounts:login", "accounts:healthz"}
ANSWERS_JSON = {"suggestions:save_draft", "suggestions:assignment_save"}  # a script reads 401, not a login page

# Pages that are about no single thing: who gets a page (GET). Everybody else gets 403.
PAGES: dict[str, frozenset[Role]] = {
    "suggestions:work_list": EVERYONE,
    "suggestions:list": EVERYONE,
    "suggestions:export": EVERYONE,
    "suggestions:papers": EVERYONE,
    "suggestions:urge_many": OFFICE | {Role.COORDINATOR},
    "suggestions:cross": PERMISSIONS[Permission.SUPERVISE],
    "suggestions:cross_export": PERMISSIONS[Permission.SUPERVISE],
    "suggestions:numbers": PERMISSIONS[Permission.REGISTER],
    "suggestions:register": PERMISSIONS[Permission.REGISTER],
    "suggestions:assignment": PERMISSIONS[Permission.ASSIGN_IN_BULK],
    "suggestions:assignment_issue": PERMISSIONS[Permission.ASSIGN_IN_BULK],
    "suggestions:assignment_lists": PERMISSIONS[Permission.ASSIGN_IN_BULK],
    "suggestions:imports": PERMISSIONS[Permission.IMPORT],
    "suggestions:commitments": PERMISSIONS[Permission.SEE_LEDGER],
    "suggestions:commitments_export": PERMISSIONS[Permission.SEE_LEDGER],
    "suggestions:rules": PERMISSIONS[Permission.SEE_HISTORY],
    "suggestions:rules_change": PERMISSIONS[Permission.CHANGE_RULES],
    "suggestions:calendar": PERMISSIONS[Permission.EDIT_CALENDAR] | {Role.AUDITOR},
    "suggestions:calendar_year": PERMISSIONS[Permission.EDIT_CALENDAR],
    "suggestions:calendar_day": PERMISSIONS[Permission.EDIT_CALENDAR],
    "suggestions:roles": EVERYONE,
    "accounts:password": EVERYONE,
    "accounts:inbox": EVERYONE,
    "accounts:away": EVERYONE,
    "accounts:settings": READERS,
    "accounts:changes": PERMISSIONS[Permission.SEE_HISTORY],
    "accounts:reference_list": EDITORS | {Role.AUDITOR},
    "accounts:reference_new": EDITORS,
    "accounts:reference_edit": EDITORS | {Role.AUDITOR},
    "supervision:overview": PERMISSIONS[Permission.SUPERVISE] | UNIT,
    "supervision:wall": PERMISSIONS[Permission.SUPERVISE],
    "supervision:wall_figures": PERMISSIONS[Permission.SUPERVISE],
    "supervision:instructions": PERMISSIONS[Permission.SEE_KEY] | UNIT,
    "supervision:definitions": PERMISSIONS[Permission.SUPERVISE],
    "supervision:cards": PERMISSIONS[Permission.SEE_CARDS],
    "supervision:cards_export": PERMISSIONS[Permission.SEE_CARDS],
    "supervision:key": PERMISSIONS[Permission.SEE_KEY],
    "supervision:key_new": PERMISSIONS[Permission.CHOOSE_KEY],
    "supervision:findings": PERMISSIONS[Permission.SEE_KEY] | UNIT,
    "supervision:polls": PERMISSIONS[Permission.SEE_KEY],
    "supervision:poll_new": PERMISSIONS[Permission.RUN_POLL],
    "supervision:reports": PERMISSIONS[Permission.SEE_REPORTS],
    "supervision:report_new": PERMISSIONS[Permission.SEE_REPORTS],
    "supervision:rehearsal": PERMISSIONS[Permission.SEE_JOBS],
    "supervision:jobs": PERMISSIONS[Permission.SEE_JOBS],
}
# Only for POST, and not about a suggestion: who is not refused.
POSTS: dict[str, frozenset[Role]] = {
    "accounts:logout": EVERYONE,
    "accounts:inbox_open": EVERYONE,
    "accounts:inbox_read_all": EVERYONE,
    "accounts:user_password": PERMISSIONS[Permission.MANAGE_USERS],
    "accounts:user_unlock": PERMISSIONS[Permission.MANAGE_USERS],
    "suggestions:import_commit": PERMISSIONS[Permission.IMPORT],
    "suggestions:sign_many": EVERYONE,  # each task is asked for itself; those one does not see are left out
    "supervision:retry": PERMISSIONS[Permission.SEE_JOBS] - {Role.AUDITOR},
    "supervision:report_build": OFFICE,
    "supervision:report_count": PERMISSIONS[Permission.SEE_REPORTS],
}
# About one thing that only some see: 404 to everybody else. What the others may do there is tested with the workflow.
OF_SUGGESTION = ("detail", "dates", "amend", "review", "resubmit", "revise", "assign", "add_unit", "urge", "note",
                 "rehandle", "close", "reopen", "contact", "evaluate", "change_class", "paper",
                 "call_meeting", "record_meeting", "asks")  # fmt: skip
OF_TASK = ("reassign", "cancel", "sign", "give_back", "take_back", "request_addition", "request_extension", "opinion",
           "plan", "ask_again", "circulate", "countersign", "reply", "save_draft")  # fmt: skip
OF_OTHERS = ("decide_return", "decide_addition", "decide_extension", "review_reply", "sign_off", "attachment",
             "attachment_view", "answer_urging",
             "coordinate", "comment", "settle_comment", "compare", "compare_opinions")  # fmt: skip
OF_COMMITMENT = ("commitment", "commitment_progress", "commitment_move", "commitment_done", "commitment_confirm",
                 "commitment_urge", "commitment_explain")  # fmt: skip
OF_TOPIC = ("key_topic", "key_edit", "key_end", "arrange", "record")
OF_SUPERVISED = ("arrange_of", "record_of")
OF_SUPERVISION = ("supervision", "record_arranged", "call_off", "open_finding")
OF_INSTRUCTION = ("instruction", "instruction_report", "instruction_decide", "instruction_withdraw")
OF_POLL = ("poll", "poll_edit", "poll_open", "poll_vote", "poll_close", "poll_record", "poll_correct", "poll_publish",
           "poll_withdraw", "poll_again", "poll_export")  # fmt: skip
OF_FINDING = ("finding", "finding_report", "finding_decide", "finding_withdraw")
SUPERVISED = (*OF_TOPIC, *OF_SUPERVISED, *OF_SUPERVISION, *OF_FINDING, *OF_INSTRUCTION, *OF_POLL, "invitation",
              "file", "unit")  # fmt: skip
THINGS = {f"suggestions:{name}" for name in (*OF_SUGGESTION, *OF_TASK, *OF_OTHERS, *OF_COMMITMENT)}
THINGS |= {f"supervision:{name}" for name in SUPERVISED}
# About one thing, for a role of the office only: 403 to everybody else.
OFFICE_THINGS = {
    "accounts:away_of": PERMISSIONS[Permission.MANAGE_USERS],
    "accounts:hand_over": PERMISSIONS[Permission.MANAGE_USERS],
    "suggestions:assignment_list": PERMISSIONS[Permission.ASSIGN_IN_BULK],
    "suggestions:import_preview": PERMISSIONS[Permission.IMPORT],
    "supervision:card_withdraw": PERMISSIONS[Permission.WITHDRAW_CARD],
    "supervision:report": PERMISSIONS[Permission.SEE_REPORTS],
    "supervision:report_file": PERMISSIONS[Permission.SEE_REPORTS],
    "supervision:instruct": PERMISSIONS[Permission.INSTRUCT],
}
OTHER_POSTS = {"suggestions:assignment_save"}
_READ_ONLY = ("detail", "dates", "attachment", "attachment_view", "commitment", "compare", "compare_opinions", "paper")
READ_ONLY_THINGS = {f"suggestions:{name}" for name in _READ_ONLY} | {
    f"supervision:{name}"
    for name in ("key_topic", "supervision", "finding", "instruction", "file", "unit", "poll", "poll_export")
}
