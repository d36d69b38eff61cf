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


class InstructionState(TextChoices):
    OPEN = "open", _("待落实")
    REPORTED = "reported", _("已报落实")
    RETURNED = "returned", _("退回继续落实")
    DONE = "done", _("已落实")
    WITHDRAWN = "withdrawn", _("已撤回")


class InstructionEntryKind(TextChoices):
    GIVEN = "given", _("领导批示")
    REPORTED = "reported", _("报告落实")
    RETURNED = "returned", _("退回继续落实")
    CONFIRMED = "confirmed", _("确认落实")
    WITHDRAWN = "withdrawn", _("撤回批示")


class TopicEntryKind(TextChoices):
    CHOSEN = "chosen", _("确定为重点督办件")
    AMENDED = "amended", _("调整督办安排")
    ENDED = "ended", _("结束重点督办")


class InvitationAnswer(TextChoices):
    COMING = "coming", _("参加")
    NOT_COMING = "not_coming", _("不能参加")


class PollKind(TextChoices):
    """How the members vote in a satisfaction test (满意度测评)."""

    ELECTRONIC = "electronic", _("电子无记名投票")
    PAPER = "paper", _("纸质票，人工计票")


class PollState(TextChoices):
    PREPARED = "prepared", _("准备中")
    OPEN = "voting", _("投票中")
    COUNTED = "counted", _("已计票，待公布")
    FAILED = "short", _("票数不足，本轮无效")
    PUBLISHED = "published", _("已公布")
    WITHDRAWN = "withdrawn", _("已作废")


class Mark(TextChoices):
    """What a ballot says about one suggestion."""

    SATISFIED = "satisfied", _("满意")
    BASIC = "basic", _("基本满意")
    DISSATISFIED = "dissatisfied", _("不满意")
    VOID = "void", _("弃权")


class Band(TextChoices):
    """What the members' judgement comes to, by the office's limits."""

    SATISFIED = "satisfied", _("满意")
    BASIC = "basically_satisfied", _("基本满意")
    DISSATISFIED = "dissatisfied", _("不满意")


class PollEntryKind(TextChoices):
    PREPARED = "prepared", _("拟定测评")
    AMENDED = "amended", _("修改测评安排")
    OPENED = "opened", _("开始投票")
    COUNTED = "counted", _("投票结束，计票")
    FAILED = "failed", _("投票结束，票数不足")
    RECORDED = "recorded", _("录入纸质票计票结果")
    CORRECTED = "corrected", _("更正计票结果")
    PUBLISHED = "published", _("公布结果")
    WITHDRAWN = "withdrawn", _("作废本轮")


class ReportKind(TextChoices):
    """What comes out of a frozen report."""

    WORKBOOK = "workbook", _("年度统计表（Excel）")
    WORD = "word", _("年度报告（Word）")
    PACKAGE = "package", _("主任会议重点督办材料（Word）")
    ASSESSMENT = "assessment", _("目标考核件数表（Excel）")


class BuildState(TextChoices):
    WAITING = "waiting", _("排队中")
    RUNNING = "running", _("正在生成")
    DONE = "done", _("已生成")
    FAILED = "failed", _("生成失败")
