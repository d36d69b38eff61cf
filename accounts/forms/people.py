"""Forms of the lists of people and houses. They check the shape; the models and actions check the rules."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.pickers import Picker
from accounts.models import Committee, Delegation, Deputy, Unit, User
from accounts.roles import UNIT, HandlingSystem, Role


class UserForm(forms.ModelForm):
    class Meta:
        model = User
        fields = (
            "name",
            "username",
            "role",
            "unit",
            "handling_system",
            "committee",
            "deputy",
            "email",
            "phone",
            "is_active",
        )
        widgets = {"unit": Picker(search=("short_name", "initials")), "deputy": Picker(search=("delegation",))}
        error_messages = {
            "username": {"unique": _("此用户名已被使用，请换一个。")},
            "deputy": {"unique": _("这名代表已经有账号。")},
        }

    SHOWN_FOR = {
        "unit": ",".join(sorted(UNIT)),
        "handling_system": Role.COORDINATOR.value,
        "committee": Role.COMMITTEE.value,
        "deputy": Role.DEPUTY.value,
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = self.instance
        fields = self.fields
        fields["username"].label = _("用户名")
        fields["username"].help_text = _("登录用，只用字母、数字和 @ . + - _，不能与他人相同。")
        fields["email"].label = _("电子邮箱")
        fields["email"].help_text = _("填写后，每日提醒和催办同时发到邮箱（须由系统启用邮件）。")
        fields["is_active"].label = _("启用")
        fields["is_active"].help_text = _("停用后立即不能登录；账号不删除，办理记录照旧显示姓名。")
        units = Unit.objects.filter(is_group=False)
        fields["unit"].queryset = units.filter(is_active=True) | units.filter(pk=own.unit_id)
        fields["unit"].empty_label = _("输入名称、简称或拼音首字母查找")
        fields["handling_system"].choices = [("", _("请选择")), *HandlingSystem.choices]
        fields["committee"].queryset = Committee.objects.filter(is_active=True) | Committee.objects.filter(
            pk=own.committee_id
        )
        deputies = Deputy.objects.select_related("delegation").order_by("name", "pk")
        fields["deputy"].queryset = deputies.filter(is_active=True) | deputies.filter(pk=own.deputy_id)
        fields["deputy"].empty_label = _("输入姓名或代表团查找")
        fields["deputy"].label_from_instance = lambda deputy: f"{deputy.name}（{deputy.delegation}）"

    def parts(self):
        """The fields with the roles they are for, as the page shows them: (field, roles or an empty text)."""
        return [(field, self.SHOWN_FOR.get(field.name, "")) for field in self]


class UnitForm(forms.ModelForm):
    class Meta:
        model = Unit
        fields = (
            "name",
            "short_name",
            "parent",
            "is_group",
            "handling_system",
            "committee",
            "first_contact",
            "second_contact",
            "phone",
            "order",
            "is_active",
        )
        widgets = {"parent": Picker(search=("short_name", "initials"))}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = self.instance
        fields = self.fields
        fields["short_name"].help_text = _("查找时可用，例如“水务”。拼音首字母自动生成。")
        fields["parent"].queryset = Unit.objects.exclude(pk=own.pk) if own.pk else Unit.objects.all()
        fields["parent"].empty_label = _("没有上级")
        fields["parent"].help_text = _("主管单位或分组。主管单位承办的事项不能交下属单位主办。")
        fields["committee"].queryset = Committee.objects.filter(is_active=True) | Committee.objects.filter(
            pk=own.committee_id
        )
        fields["order"].help_text = _("数字小的排在前面。")
        fields["is_active"].help_text = _("停用后不能再交办；已承办的建议不受影响。")
        people = User.objects.filter(unit=own.pk, is_active=True, role__in=UNIT) if own.pk else User.objects.none()
        for name in ("first_contact", "second_contact"):
            fields[name].queryset = people | User.objects.filter(pk=getattr(own, f"{name}_id"))
            fields[name].empty_label = _("未指定")
            fields[name].label_from_instance = lambda user: f"{user.name}（{user.get_role_display()}）"
        if own.pk:
            fields["first_contact"].help_text = _("只能选本单位的账号；交办、催办和提醒发给联系人。")
        else:
            fields["first_contact"].help_text = _("先保存单位，再为它建立账号，然后在这里选择。")

    def clean(self):
        data = super().clean()
        if data.get("first_contact") and data.get("first_contact") == data.get("second_contact"):
            self.add_error("second_contact", _("第二联系人不能与第一联系人相同。"))
        return data


class DeputyForm(forms.ModelForm):
    class Meta:
        model = Deputy
        fields = ("name", "delegation", "certificate", "employer", "phone", "is_active")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["delegation"].queryset = Delegation.objects.filter(is_active=True) | Delegation.objects.filter(
            pk=self.instance.delegation_id
        )
        self.fields["certificate"].help_text = _("同一代表团有同名代表时必填。不登记身份证号。")
        self.fields["is_active"].help_text = _("不再担任代表的取消勾选；其提出的建议照旧。")


class DelegationForm(forms.ModelForm):
    class Meta:
        model = Delegation
        fields = ("name", "order", "is_active")


class CommitteeForm(forms.ModelForm):
    class Meta:
        model = Committee
        fields = ("name", "order", "is_active")
