"""The fixed vocabularies of supervision, with their labels."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Criterion(TextChoices):
    """Why a suggestion becomes a key one (山东 art 14, 青岛 art 21)."""

    SIGNIFICANT = "significant", _("事关全局或人民群众普遍关心的重大问题")
    CONCENTRATED = "concentrated", _("代表反映比较集中的问题")
    COMPLEX = "complex", _("综合性强、涉及面广、办理难度较大的问题")
    PRIORITY = "priority", _("涉及常委会和政府年度重点工作的问题")


class SupervisionKind(TextChoices):
    """The five supervisions (五项督办, S33) and the special check."""

    LEADER = "leader", _("领衔督办")
    COMMITTEE = "committee", _("联系委室跟踪督办")
    DIVIDED = "divided", _("分工督办")
    DEPUTIES = "deputies", _("邀请代表参与督办")
    ON_SITE = "on_site", _("现场视察督办")
    CHECK = "check", _("专项检查")


class SupervisionState(TextChoices):
    """Follows from what is filled in: models/supervision.py."""

    PLANNED = "planned", _("已安排")
    HELD = "held", _("已开展")
    CALLED_OFF = "called_off", _("已取消")


class FindingState(TextChoices):
    OPEN = "open", _("待整改")
    REPORTED = "reported", _("已报完成")
    RETURNED = "returned", _("退回继续整改")
    DONE = "done", _("已整改")
    WITHDRAWN = "withdrawn", _("已撤销")


class FindingEntryKind(TextChoices):
    OPENED = "opened", _("交办整改")
    REPORTED = "reported", _("报告完成")
    RETURNED = "returned", _("退回继续整改")
    CONFIRMED = "confirmed", _("确认整改完成")
    WITHDRAWN = "withdrawn", _("撤销整改任务")


class TopicEntryKind(TextChoices):
    CHOSEN = "chosen", _("确定为重点督办件")
    AMENDED = "amended", _("调整督办安排")
    ENDED = "ended", _("结束重点督办")


class InvitationAnswer(TextChoices):
    COMING = "coming", _("参加")
    NOT_COMING = "not_coming", _("不能参加")
