"""What each number on the figures' pages means: its numerator, its denominator, and the sentence beside it.

Published rates differ from place to place (domain.md 4.4), so each is defined here once, counts stand beside every
percentage, and what nobody has given yet is shown as “—”: never as 0 %, never as 100 %.
"""

from django.utils.translation import gettext_lazy as _

from suggestions.definitions import NOTHING, Definition, Rate

__all__ = ["NOTHING", "Definition", "Rate"]

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
SATISFIED_RATE = Definition(
    _("满意率"),
    _("代表对办理结果评价为满意的建议"),
    _("评价为满意、基本满意、不满意的建议"),
    _("办好：代表评价满意的，占已评价的比例，以最后一轮为准。未表态和尚未评价的不计入分母，另列件数。"),
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
UNIT_REPLY_RATE = Definition(
    _("办复率"),
    _("主办已答复的件数，加已提交的协办意见"),
    _("主办和协办的件数"),
    _("（主办已答复+已交协办意见）÷（主办+协办）。分办计入主办；退回改办和撤销的不计；同一建议多轮办理只计一件。"),
)
