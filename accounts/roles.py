"""Who does what. Readable by someone who does not program; `/settings/roles/` prints these tables."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    CLERK = "clerk", _("代表工作机构经办人")
    OFFICE_HEAD = "office_head", _("代表工作机构负责人")
    COORDINATOR = "coordinator", _("系统协调人")
    UNIT_HANDLER = "unit_handler", _("承办单位经办人")
    UNIT_HEAD = "unit_head", _("承办单位负责人")
    LEADER = "leader", _("常委会领导")
    COMMITTEE = "committee", _("联系委室")
    DEPUTY = "deputy", _("人大代表")
    AUDITOR = "auditor", _("审计监督")
    ADMINISTRATOR = "administrator", _("系统管理员")


class HandlingSystem(TextChoices):
    """The four systems a congress reports by (domain.md S02)."""

    GOVERNMENT = "government", _("政府系统")
    PARTY = "party", _("党群系统")
    JUSTICE = "justice", _("法检系统")
    OTHER = "other", _("其他")


class Scope(TextChoices):
    """Which suggestions a role can see at all."""

    ALL = "all", _("全部建议")
    SYSTEM = "system", _("本系统承办的建议")
    UNIT = "unit", _("本单位承办的建议")
    OWN = "own", _("本人提出或附议的建议")


OFFICE = frozenset({Role.CLERK, Role.OFFICE_HEAD})
UNIT = frozenset({Role.UNIT_HANDLER, Role.UNIT_HEAD})

SCOPES: dict[Role, Scope] = {
    Role.CLERK: Scope.ALL,
    Role.OFFICE_HEAD: Scope.ALL,
    Role.COORDINATOR: Scope.SYSTEM,
    Role.UNIT_HANDLER: Scope.UNIT,
    Role.UNIT_HEAD: Scope.UNIT,
    Role.LEADER: Scope.ALL,
    Role.COMMITTEE: Scope.ALL,
    Role.DEPUTY: Scope.OWN,
    Role.AUDITOR: Scope.ALL,
    Role.ADMINISTRATOR: Scope.ALL,
}


class Permission(TextChoices):
    """What is not about one suggestion; actions on a suggestion stand in suggestions/workflow.py."""

    REGISTER = "register", _("登记建议")
    IMPORT = "import", _("导入台账")
    ASSIGN_IN_BULK = "assign_in_bulk", _("批量交办")
    SUPERVISE = "supervise", _("查看督办总览")
    SEE_JOBS = "see_jobs", _("查看提醒、送达和任务运行情况")
    CHANGE_RULES = "change_rules", _("修改办理规则")
    EDIT_CALENDAR = "edit_calendar", _("维护工作日历")
    EDIT_REFERENCE = "edit_reference", _("维护届次、类别、代表、单位")
    MANAGE_USERS = "manage_users", _("管理账号")
    SEE_HISTORY = "see_history", _("查看规则和全部操作记录")
    EXPORT = "export", _("导出清单")
    SEE_LEDGER = "see_ledger", _("查看承诺台账")
    SEE_CARDS = "see_cards", _("查看警示牌")
    WITHDRAW_CARD = "withdraw_card", _("撤回警示牌")
    SEE_KEY = "see_key", _("查看重点督办和督办记录")
    CHOOSE_KEY = "choose_key", _("确定、调整重点督办件")
    RUN_POLL = "run_poll", _("组织满意度测评")
    RECORD_SUPERVISION = "record_supervision", _("安排、记录督办，交办和确认整改")
    SEE_REPORTS = "see_reports", _("查看、下载年度报告")
    FREEZE_REPORT = "freeze_report", _("年度报告定稿和更正")
    INSTRUCT = "instruct", _("作批示")


PERMISSIONS: dict[Permission, frozenset[Role]] = {
    Permission.REGISTER: OFFICE,
    Permission.IMPORT: OFFICE,
    Permission.ASSIGN_IN_BULK: OFFICE,
    Permission.SUPERVISE: OFFICE | {Role.COORDINATOR, Role.LEADER, Role.COMMITTEE, Role.AUDITOR, Role.ADMINISTRATOR},
    Permission.SEE_JOBS: OFFICE | {Role.AUDITOR, Role.ADMINISTRATOR},
    Permission.CHANGE_RULES: frozenset({Role.OFFICE_HEAD}),
    Permission.EDIT_CALENDAR: OFFICE | {Role.ADMINISTRATOR},
    Permission.EDIT_REFERENCE: OFFICE | {Role.ADMINISTRATOR},
    Permission.MANAGE_USERS: frozenset({Role.ADMINISTRATOR}),
    Permission.SEE_HISTORY: OFFICE | {Role.AUDITOR, Role.ADMINISTRATOR},
    Permission.EXPORT: frozenset(Role),
    # A coordinator's own system, a unit's own; a deputy reads the promises at the own suggestions.
    Permission.SEE_LEDGER: OFFICE | UNIT | {Role.COORDINATOR, Role.LEADER, Role.COMMITTEE, Role.AUDITOR},
    # A unit's own, a coordinator's own system
    Permission.SEE_CARDS: frozenset(Role) - {Role.DEPUTY},
    Permission.WITHDRAW_CARD: frozenset({Role.OFFICE_HEAD}),
    Permission.SEE_KEY: OFFICE | {Role.COORDINATOR, Role.LEADER, Role.COMMITTEE, Role.AUDITOR},
    Permission.CHOOSE_KEY: OFFICE,
    Permission.RUN_POLL: OFFICE,
    # A leader the topics led, a committee the topics followed; the office all.
    Permission.RECORD_SUPERVISION: OFFICE | {Role.LEADER, Role.COMMITTEE},
    Permission.SEE_REPORTS: OFFICE | {Role.LEADER, Role.COMMITTEE, Role.AUDITOR},
    Permission.FREEZE_REPORT: frozenset({Role.OFFICE_HEAD}),
    Permission.INSTRUCT: frozenset({Role.LEADER}),
}


def may(role: str, permission: Permission) -> bool:
    """Whether `role` (a Role value; anything else has no rights) holds `permission`."""
    return role in PERMISSIONS[permission]
