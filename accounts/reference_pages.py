"""The lists of the accounts floor: units, accounts, deputies, delegations, committees."""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from accounts import reference
from accounts.actions.users import save_user
from accounts.forms.people import CommitteeForm, DelegationForm, DeputyForm, UnitForm, UserForm
from accounts.models import Committee, Delegation, Deputy, Unit, User
from accounts.reference import Choice, Column, Reference
from accounts.roles import HandlingSystem, Permission, Role

PEOPLE = _("人员与单位")


def as_tree(units: list[Unit]) -> list[Unit]:
    """Units below their superior, each with its `depth`; one whose superior is not in the list stands at the top."""
    children: dict[int | None, list[Unit]] = {}
    known = {unit.pk for unit in units}
    for unit in units:
        children.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)
    ordered, waiting = [], [(unit, 0) for unit in reversed(children.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        unit.depth = depth
        ordered.append(unit)
        waiting += [(child, depth + 1) for child in reversed(children.get(unit.pk, []))]
    return ordered


def _belongs_to(user: User) -> str:
    return str(user.unit or user.committee or user.get_handling_system_display() or user.deputy or "")


def _active(relation: str) -> Count:
    return Count(relation, filter=Q(**{f"{relation}__is_active": True}))


UNITS = Reference(
    kind="units",
    model=Unit,
    form=UnitForm,
    title=_("承办单位"),
    noun=_("单位"),
    lead=_("单位树、办理系统、联系委室和第一、第二联系人"),
    icon="unit",
    group=PEOPLE,
    rows=lambda: (
        Unit.objects.select_related("committee", "first_contact", "second_contact")
        .annotate(people=_active("users"))
        .order_by("order", "name", "pk")
    ),
    columns=(
        Column(_("单位名称"), "name", is_title=True),
        Column(_("简称"), "short_name", is_short=True),
        Column(_("类别"), lambda unit: _("分组") if unit.is_group else "", is_short=True),
        Column(_("办理系统"), "handling_system", is_short=True),
        Column(_("第一联系人"), "first_contact", is_short=True),
        Column(_("第二联系人"), "second_contact", is_short=True),
        Column(_("联系委室"), "committee"),
        Column(_("账号"), "people", is_number=True),
    ),
    search=("name", "short_name", "initials"),
    choices=(
        Choice("system", _("办理系统"), "handling_system", lambda: HandlingSystem.choices),
        Choice("committee", _("联系委室"), "committee", lambda: Committee.objects.values_list("pk", "name")),
    ),
    arrange=as_tree,
)
USERS = Reference(
    kind="users",
    model=User,
    form=UserForm,
    title=_("账号"),
    noun=_("账号"),
    lead=_("每人一个账号、一个角色；停用而不删除"),
    icon="people",
    group=PEOPLE,
    write=Permission.MANAGE_USERS,
    rows=lambda: User.objects.select_related("unit", "committee", "deputy").order_by("role", "name", "pk"),
    columns=(
        Column(_("姓名"), "name", is_title=True),
        Column(_("用户名"), "username", is_short=True),
        Column(_("角色"), "role", is_short=True),
        Column(_("所属"), _belongs_to),
        Column(_("手机"), "phone", is_short=True),
        Column(_("最近登录"), "last_login", is_short=True),
    ),
    search=("name", "username", "unit__name", "unit__short_name", "unit__initials"),
    choices=(Choice("role", _("角色"), "role", lambda: Role.choices),),
    save=save_user,
    form_template="accounts/user_form.html",
    opens_after_creation=True,
)
DEPUTIES = Reference(
    kind="deputies",
    model=Deputy,
    form=DeputyForm,
    title=_("人大代表"),
    noun=_("代表"),
    lead=_("姓名、代表团和代表证号；不登记身份证号"),
    icon="user",
    group=PEOPLE,
    rows=lambda: Deputy.objects.select_related("delegation").order_by("delegation__order", "delegation__name", "name"),
    columns=(
        Column(_("姓名"), "name", is_title=True),
        Column(_("代表团"), "delegation", is_short=True),
        Column(_("代表证号"), "certificate", is_short=True),
        Column(_("工作单位"), "employer"),
        Column(_("联系电话"), "phone", is_short=True),
    ),
    search=("name", "certificate", "employer"),
    choices=(Choice("delegation", _("代表团"), "delegation", lambda: Delegation.objects.values_list("pk", "name")),),
)
DELEGATIONS = Reference(
    kind="delegations",
    model=Delegation,
    form=DelegationForm,
    title=_("代表团"),
    noun=_("代表团"),
    lead=_("代表按地区分团，统计按团汇总"),
    icon="people",
    group=PEOPLE,
    rows=lambda: Delegation.objects.annotate(n=_active("deputies")).order_by("order", "name", "pk"),
    columns=(
        Column(_("名称"), "name", is_title=True),
        Column(_("在任代表"), "n", is_number=True),
        Column(_("排序"), "order", is_number=True),
    ),
    search=("name",),
)
COMMITTEES = Reference(
    kind="committees",
    model=Committee,
    form=CommitteeForm,
    title=_("联系委室"),
    noun=_("联系委室"),
    lead=_("常委会各委室，分工联系承办单位"),
    icon="flag",
    group=PEOPLE,
    rows=lambda: Committee.objects.annotate(n=_active("units")).order_by("order", "name", "pk"),
    columns=(
        Column(_("名称"), "name", is_title=True),
        Column(_("联系单位"), "n", is_number=True),
        Column(_("排序"), "order", is_number=True),
    ),
    search=("name",),
)


def register() -> None:
    reference.add(UNITS, USERS, DEPUTIES, DELEGATIONS, COMMITTEES)
