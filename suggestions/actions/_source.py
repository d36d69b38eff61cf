"""Where the deputy's word comes from: the deputy's own hand, paper with its scan, or the telephone."""

from django.utils.translation import gettext as _

from accounts.roles import Role
from suggestions.choices import EvaluationSource
from suggestions.errors import RuleViolation


def source_of(source: str, *, by, files, paper: str) -> str:
    """The source to record. `paper`: what the form is called, in Chinese.

    RuleViolation for a member of staff who calls it the deputy's own, or for paper without its scan.
    """
    if by.role == Role.DEPUTY:
        return EvaluationSource.ONLINE
    if source == EvaluationSource.ONLINE:
        raise RuleViolation(_("由工作人员录入的，请选择%(paper)s或电话记录。") % {"paper": paper}, field="source")
    if source == EvaluationSource.PAPER and not files:
        raise RuleViolation(_("请上传%(paper)s的扫描件。") % {"paper": paper}, field="files")
    return source
