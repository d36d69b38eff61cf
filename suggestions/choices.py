"""The fixed vocabularies, with their labels. What an office may edit (categories, classes) is data, not here."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """Where one suggestion stands (domain.md 3.3, 9)."""

    REGISTERED = "registered", _("待审核")
    RETURNED = "returned", _("退回代表修改")
    ACCEPTED = "accepted", _("待交办")
    IN_HANDLING = "in_handling", _("办理中")
    REPLIED = "replied", _("已答复待反馈")
    JUDGED = "judged", _("已反馈")
    CLOSED = "closed", _("已办结")
    MERGED = "merged", _("已并案")
    CONVERTED = "converted", _("转来信处理")
    NOT_ACCEPTED = "not_accepted", _("不予受理")
    WITHDRAWN = "withdrawn", _("已撤回")


class AssignmentState(TextChoices):
    """Where one unit's task stands; kept apart from the suggestion's status (domain.md 9)."""

    AWAITING_RECEIPT = "awaiting_receipt", _("待签收")
    HANDLING = "handling", _("办理中")
    RETURN_REQUESTED = "return_requested", _("申请退回")
    AWAITING_SIGNATURE = "awaiting_signature", _("待签发")
    AWAITING_COORDINATOR = "awaiting_coordinator", _("待系统审核")
    AWAITING_REVIEW = "awaiting_review", _("待审核")
    ANSWERED = "answered", _("已答复")
    OPINION_FILED = "opinion_filed", _("已交协办意见")
    GIVEN_BACK = "given_back", _("已退回改办")
    CANCELLED = "cancelled", _("已撤销")


class UnitRole(TextChoices):
    LEAD = "lead", _("主办")
    ASSISTING = "assisting", _("协办")
    SEPARATE = "separate", _("分办")


class Kind(TextChoices):
    """代表法 art 24; a bill not put on the agenda is handled as a suggestion (地方组织法 art 22)."""

    SUGGESTION = "suggestion", _("建议")
    CRITICISM = "criticism", _("批评")
    OPINION = "opinion", _("意见")
    FORMER_BILL = "former_bill", _("议案转建议")


class Period(TextChoices):
    IN_SESSION = "in_session", _("大会期间")
    OUTSIDE = "outside", _("闭会期间")


class ProposerKind(TextChoices):
    INDIVIDUAL = "individual", _("个人")
    JOINT = "joint", _("联名")
    DELEGATION = "delegation", _("代表团")


class Publicity(TextChoices):
    FULL = "full", _("同意全文公开")
    TITLE = "title", _("仅公开标题")
    NONE = "none", _("不公开")


class ReviewOutcome(TextChoices):
    ACCEPT = "accept", _("受理")
    RETURN = "return_to_deputy", _("退回代表修改")
    MERGE = "merge", _("并案")
    CONVERT = "convert", _("转来信处理")
    NOT_ACCEPT = "not_accept", _("不予受理")
    WITHDRAW = "withdraw", _("撤回")


class RefusalReason(TextChoices):
    """Why a suggestion is not accepted: the union of the local lists (domain.md 1.4)."""

    PERSONAL = "personal", _("涉及代表本人或亲属的个人事务")
    FORWARDED = "forwarded", _("代转人民群众来信")
    JUDICIAL = "judicial", _("涉及正在办理的监察、审判、检察案件")
    ACADEMIC = "academic", _("学术探讨或产品推介")
    NO_CONTENT = "no_content", _("没有具体内容")
    OUTSIDE_JURISDICTION = "outside_jurisdiction", _("不属本级职权范围")
    TENDER = "tender", _("干预招标投标等具体经济活动")
    ACCUSATION = "accusation", _("检举、控告和申诉")
    INQUIRY = "inquiry", _("法律政策咨询")
    BUSINESS_INTEREST = "business_interest", _("与个人职业、企业利益有关")
    DUPLICATE = "duplicate", _("与已提出的建议重复")
    AGAINST_POLICY = "against_policy", _("不符合现行政策")
    OTHER = "other", _("其他")


class ContactStage(TextChoices):
    """三联系 (S14)."""

    BEFORE = "before", _("办前")
    DURING = "during", _("办中")
    AFTER = "after", _("办后")


class ContactKind(TextChoices):
    FACE_TO_FACE = "face_to_face", _("面商")
    FIELD_VISIT = "field_visit", _("实地察看")
    ON_SITE = "on_site", _("现场办理")
    JOINT_STUDY = "joint_study", _("共同研讨")
    RESEARCH = "research", _("调研")
    MEETING = "meeting", _("座谈")
    CALL_ON = "call_on", _("走访")
    PHONE = "phone", _("电话")
    LETTER = "letter", _("函件")


# What counts for 面商率 (domain.md 4.4): one met the deputy. 调研 may be done without.
FACE_TO_FACE = frozenset(
    {
        ContactKind.FACE_TO_FACE,
        ContactKind.FIELD_VISIT,
        ContactKind.ON_SITE,
        ContactKind.JOINT_STUDY,
        ContactKind.MEETING,
        ContactKind.CALL_ON,
    }
)


class ContactGap(TextChoices):
    """What a list may be asked about the three contacts."""

    NO_BEFORE = "no_before", _("缺办前联系")
    NO_DURING = "no_during", _("缺办中联系")
    NO_AFTER = "no_after", _("缺办后联系")
    NO_FACE = "no_face", _("没有面商")
    FACE = "face", _("已面商")


class PlanFiling(TextChoices):
    """What a list may be asked about handling plans (六定). `due` is filed and missing together."""

    MISSING = "missing", _("未报方案")
    LATE = "late", _("逾期未报方案")
    FILED = "filed", _("已报方案")
    DUE = "due", _("应报方案（含已报）")


class ReplyState(TextChoices):
    AWAITING_SIGNATURE = "awaiting_signature", _("待签发")
    SENT_BACK_BY_HEAD = "sent_back_by_head", _("单位退改")
    AWAITING_COORDINATOR = "awaiting_coordinator", _("待系统审核")
    SENT_BACK_BY_COORDINATOR = "turned_back", _("系统审核退回")
    AWAITING_REVIEW = "awaiting_review", _("待审核")
    SENT_BACK_BY_OFFICE = "sent_back_by_office", _("审核退回")
    ACCEPTED = "accepted", _("审核通过")


class RequestState(TextChoices):
    """A request of a unit to the office: return, extension, further unit."""

    PENDING = "pending", _("待决定")
    AGREED = "agreed", _("同意")
    REFUSED = "refused", _("不同意")
    TAKEN_BACK = "taken_back", _("单位撤回")


class Grade(TextChoices):
    """Three grades and no view given; unrated is never satisfied (peers.md B.5)."""

    SATISFIED = "satisfied", _("满意")
    BASICALLY_SATISFIED = "basically_satisfied", _("基本满意")
    DISSATISFIED = "dissatisfied", _("不满意")
    NO_VIEW = "no_view", _("未表态")


class EvaluationSource(TextChoices):
    ONLINE = "online", _("代表网上填写")
    PAPER = "paper", _("纸质征询意见表")
    PHONE = "phone", _("电话记录")


class AskOutcome(TextChoices):
    """What a reply says to one ask (S28)."""

    DONE = "done", _("已办")
    PLANNED = "planned", _("计划办理")
    CANNOT = "cannot", _("暂不能办")


class Delivery(TextChoices):
    """Whom the answer to a joint or merged suggestion goes to (domain.md 1.1: 分别答复每位代表, or via the lead)."""

    EACH = "each", _("分别答复每位代表")
    VIA_LEAD = "via_lead", _("商领衔代表同意后由其转复")


class ClassChangeCause(TextChoices):
    FILED = "filed", _("随答复确定")
    REVIEW = "review", _("审核调整")
    FULFILLED = "fulfilled", _("承诺兑现")
    CORRECTION = "correction", _("更正")


class Stance(TextChoices):
    AGREE = "agree", _("同意")
    OBJECT = "object", _("有意见")


class CommitmentState(TextChoices):
    """A promise from the reply that makes it to the day it is struck off (domain.md 1.6)."""

    PROPOSED = "proposed", _("随答复拟报")
    OPEN = "open", _("落实中")
    REPORTED = "reported", _("已报完成")
    FULFILLED = "fulfilled", _("已兑现")
    EXPLAINED = "explained", _("未落实已说明")
    SUPERSEDED = "superseded", _("由新答复代替")


class CommitmentEntryKind(TextChoices):
    OPENED = "opened", _("列入台账")
    PROGRESS = "progress", _("进展")
    MOVED = "moved", _("调整期限")
    REPORTED = "reported", _("报告完成")
    RETURNED = "returned", _("退回继续落实")
    CONFIRMED = "confirmed", _("确认兑现")
    EXPLAINED = "explained", _("书面说明")
    URGED = "urged", _("催办")
    SUPERSEDED = "superseded", _("由新答复代替")


class UrgeChannel(TextChoices):
    """How a unit was urged. Only the first sends a message; the others record what was done elsewhere."""

    SYSTEM = "system", _("系统消息")
    PHONE = "phone", _("电话")
    LETTER = "letter", _("催办函")


class UrgedHow(TextChoices):
    """What a list may be asked about urging: of the round under way, or of the unit's own task."""

    NEVER = "never", _("从未催办")
    ANY = "any", _("催办过")
    ONCE = "once", _("催办过1次")
    MORE = "more", _("催办过2次以上")
    TODAY = "today", _("今日催办过")
    BROKEN = "broken", _("承诺时间未兑现")


class CardColour(TextChoices):
    """A warning given to a unit for one task, by the office's rules (黄牌, 红牌)."""

    YELLOW = "yellow", _("黄牌")
    RED = "red", _("红牌")

    @classmethod
    def highest(cls, *colours: str) -> str:
        """Red outranks yellow, and either one none (an empty word)."""
        ranks = ["", *cls]
        return max(colours, key=ranks.index, default="")
