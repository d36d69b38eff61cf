from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class LoginForm(AuthenticationForm):
    """One sentence for every failure: it does not tell whether the name, the password or the account was wrong."""

    error_messages = {
        "invalid_login": _("用户名或密码不正确，或账号已停用。请核对后重新输入；连续输错5次将暂停登录15分钟。"),
        "inactive": _("用户名或密码不正确，或账号已停用。请核对后重新输入；连续输错5次将暂停登录15分钟。"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("用户名")
        self.fields["password"].label = _("密码")


class OwnPasswordForm(PasswordChangeForm):
    """The new password must differ: a one-time password is known to the person who gave it out."""

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": _("当前密码不正确，请重新输入。"),
        "same_password": _("新密码不能与当前密码相同。"),
        "password_mismatch": _("两次输入的新密码不一致。"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("当前密码")
        self.fields["new_password1"].label = _("新密码")
        self.fields["new_password2"].label = _("再次输入新密码")
        self.fields["new_password2"].help_text = ""

    def clean_new_password1(self):
        password = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise ValidationError(self.error_messages["same_password"], code="same_password")
        return password
