"""The papers there are. Their layout stands in suggestions/letters, who may have which in offers.py."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PaperKind(TextChoices):
    ASSIGNMENT_NOTICE = "assignment-notice", _("交办通知单")
    TRANSFER = "transfer", _("转办单")
    REPLY_LETTER = "reply-letter", _("答复函")
    OPINION_LETTER = "opinion-letter", _("协办意见函")
    RETURN_REQUEST = "return-request", _("退回申请")
    EXTENSION_REQUEST = "extension-request", _("延期申请与审批表")
    FEEDBACK_FORM = "feedback-form", _("征询意见表（附回执）")
    URGING = "urging", _("催办单")
    COMMITMENTS = "commitments", _("承诺事项落实情况登记表")
    FACE_TO_FACE = "face-to-face", _("当面答复记录")
