"""What each number on the figures' pages means: its numerator, its denominator, and the sentence beside it.

Published rates differ from place to place (domain.md 4.4), so each is defined here once, counts stand beside every
percentage, and what nobody has given yet is shown as “—”: never as 0 %, never as 100 %.
"""

from django.utils.translation import gettext_lazy as _

from suggestions.definitions import KEPT_RATE, NOTHING, Definition, Rate

__all__ = ["KEPT_RATE", "NOTHING", "Definition", "Rate"]

ASSIGNMENT_RATE = Definition(
    _("交办率"),
    _("已交办的建议"),
    _("已交办的，加上已受理、尚待交办的建议"),
    _("受理之后是否都交给了承办单位。退回代表修改、转来信、不予受理和撤回的不计；并案的随主件交办，各计一件。"),
)
CLOSED_RATE = Definition(
    _("办结率"),
    _("已办结的建议"),
    _("已受理的建议，不含撤回的"),
    _("代表已反馈（或反馈期已过）并由代表工作机构办结的，占已受理的比例；答复了不等于办结。并案的随主件，不另计。"),
)
REPLY_RATE = Definition(
    _("答复率"),
    _("已答复的建议"),
    _("已交办的建议"),
    _("办了：各主办单位的答复均已审核通过的，占已交办的比例。并案的随主件答复，各计一件；撤回的不计。"),
)
SOLVED_RATE = Definition(
    _("解决率"),
    _("办理结果计为解决的建议"),
    _("已答复的建议"),
    _("办成：答复的办理结果类别计为“解决”的，占已答复的比例；分办的以各单位中最差的一类为准。"),
)
PLANNED_RATE = Definition(
    _("解决和计划解决率"),
    _("办理结果计为解决的，加上列入计划逐步解决的建议"),
    _("已答复的建议"),
    _("列入计划的须有完成期限，另在承诺台账中跟踪；是否兑现看落实率。"),
)
SATISFIED_RATE = Definition(
    _("满意率"),
    _("代表对办理结果评价为满意的建议"),
    _("评价为满意、基本满意、不满意的建议"),
    _("办好：代表评价满意的，占已评价的比例，以最后一轮为准。未表态和尚未评价的不计入分母，另列件数。"),
)
CONTENT_RATE = Definition(
    _("满意率（含基本满意）"),
    _("代表评价为满意和基本满意的建议"),
    _("评价为满意、基本满意、不满意的建议"),
    _("各地公布的满意率常含基本满意，此处单列，不与满意率混用。未表态和尚未评价的不计入分母。"),
)
FIRST_SATISFIED_RATE = Definition(
    _("首次办理满意率"),
    _("首次办理后代表评价为满意的建议"),
    _("首次办理后评价为满意、基本满意、不满意的建议"),
    _("只看第一轮的评价，不因重新办理后的评价而改变。"),
)
AGAIN_SATISFIED_RATE = Definition(
    _("重新办理后满意率"),
    _("重新办理后代表评价为满意的建议"),
    _("重新办理后评价为满意、基本满意、不满意的建议"),
    _("只计交回重新办理过的建议，以最后一轮的评价为准。"),
)
ON_TIME_RATE = Definition(
    _("按期答复率"),
    _("在期限当日或之前答复的建议"),
    _("已答复的，加上逾期仍未答复的建议"),
    _("经批准延期的以延期后的期限为准；期限未到、尚未答复的不计入。"),
)
FACE_RATE = Definition(
    _("面商率"),
    _("已答复、且与代表当面沟通过的建议"),
    _("已答复的建议"),
    _(
        "办前、办中、办后各阶段有面商、实地察看、现场办理、共同研讨、座谈或走访记录的，占已答复的比例；电话、函件和调研不计。"
        "并案的随主件；各单位只计主办件中本单位的记录。"
    ),
)
POLL_RATE = Definition(
    _("测评满意率"),
    _("投“满意”的票"),
    _("收回的票"),
    _(
        "满意度测评中成员对一件重点督办建议的投票，弃权和废票计入收回；与代表本人评价的“满意率”是两回事，不混用。"
        "各轮分别计算，第一轮的结果不因再次测评而改变。"
    ),
)
POLL_CONTENT_RATE = Definition(
    _("测评满意率（含基本满意）"),
    _("投“满意”和“基本满意”的票"),
    _("收回的票"),
    _("等次按办理规则中的比例评定，以测评拟定时的规则为准：按保留两位小数的比例比较，达到下限即为该等次。"),
)
UNIT_REPLY_RATE = Definition(
    _("办复率"),
    _("主办已答复的件数，加已提交的协办意见"),
    _("主办和协办的件数"),
    _("（主办已答复+已交协办意见）÷（主办+协办）。分办计入主办；退回改办和撤销的不计；同一建议多轮办理只计一件。"),
)
