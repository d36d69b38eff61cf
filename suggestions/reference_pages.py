"""The lists of this floor, shown and edited by the accounts floor's one page: terms, sessions, categories, classes."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from accounts import reference
from accounts.reference import Column, Reference
from suggestions.actions.keep_class import keep_class
from suggestions.actions.keep_session import keep_session
from suggestions.forms.settings.lists import CategoryForm, ResultClassForm, SessionForm, TermForm
from suggestions.models import Category, CongressTerm, ResultClass, Session

LISTS = _("届次与名录")

SESSIONS = Reference(
    kind="sessions",
    model=Session,
    form=SessionForm,
    title=_("会议"),
    noun=_("会议"),
    lead=_("每次会议的起止日期、编号样式和当前会议"),
    icon="calendar",
    group=LISTS,
    rows=lambda: (
        Session.objects.select_related("term")
        .annotate(n=Count("suggestions"))
        .order_by("-term__ordinal", "-ordinal", "-pk")
    ),
    columns=(
        Column(_("会议名称"), "name", is_title=True),
        Column(_("当前"), lambda session: _("当前会议") if session.is_current else "", is_short=True),
        Column(_("届"), "term", is_short=True),
        Column(_("开幕"), "opened_on", is_short=True),
        Column(_("闭幕"), "closed_on", is_short=True),
        Column(_("会中编号"), "number_pattern", is_short=True),
        Column(_("闭会编号"), "outside_number_pattern", is_short=True),
        Column(_("建议"), "n", is_number=True),
    ),
    save=keep_session,
)
TERMS = Reference(
    kind="terms",
    model=CongressTerm,
    form=TermForm,
    title=_("届"),
    noun=_("届"),
    lead=_("新一届人大开始时新建"),
    icon="flag",
    group=LISTS,
    rows=lambda: CongressTerm.objects.annotate(n=Count("sessions")).order_by("-ordinal", "name"),
    columns=(
        Column(_("名称"), "name", is_title=True),
        Column(_("第几届"), "ordinal", is_number=True),
        Column(_("届满"), "ends_on", is_short=True),
        Column(_("会议"), "n", is_number=True),
    ),
)
CATEGORIES = Reference(
    kind="categories",
    model=Category,
    form=CategoryForm,
    title=_("建议类别"),
    noun=_("类别"),
    lead=_("教育、医疗、交通等主题，统计按类别汇总"),
    icon="filter",
    group=LISTS,
    rows=lambda: Category.objects.annotate(n=Count("suggestions")).order_by("order", "name", "pk"),
    columns=(
        Column(_("名称"), "name", is_title=True),
        Column(_("建议"), "n", is_number=True),
        Column(_("排序"), "order", is_number=True),
    ),
    search=("name",),
)
CLASSES = Reference(
    kind="classes",
    model=ResultClass,
    form=ResultClassForm,
    title=_("办理结果类别"),
    noun=_("结果类别"),
    lead=_("A、B、C 各是什么意思，哪些计为解决，哪些须填计划或理由"),
    icon="check-circle",
    group=LISTS,
    rows=lambda: ResultClass.objects.order_by("order", "code"),
    columns=(
        Column(_("代码"), "code", is_title=True),
        Column(_("简称"), "label", is_short=True),
        Column(_("含义"), "meaning"),
        Column(_("计为解决"), "counts_as_solved", is_short=True),
        Column(_("须填计划日期"), "needs_plan_date", is_short=True),
        Column(_("须说明理由"), "needs_reason", is_short=True),
        Column(_("排序"), "order", is_number=True),
    ),
    save=keep_class,
)


def register() -> None:
    reference.add(SESSIONS, TERMS, CATEGORIES, CLASSES)
