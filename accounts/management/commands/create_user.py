"""`create_user NAME --name … --role …`: an account from the command line, as for the first administrator."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.users import KIND, TIES, one_time_password
from accounts.models import Change, Committee, Deputy, Unit, User
from accounts.roles import HandlingSystem, Role


class Command(BaseCommand):
    help = "Create an account. Without --password one is made up, printed, and must be changed at the first login."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="USERNAME")
        parser.add_argument("--name", required=True, help="the person's name")
        parser.add_argument("--role", required=True, help=", ".join(f"{role.value} ({role.label})" for role in Role))
        parser.add_argument("--unit", default="", help="the handling unit's name, for its handler or head")
        parser.add_argument("--system", default="", help=", ".join(HandlingSystem.values))
        parser.add_argument("--deputy", default="", help="the deputy's name, or NAME@DELEGATION")
        parser.add_argument("--committee", default="", help="the liaison committee's name")
        parser.add_argument("--password", default="")
        parser.add_argument("--email", default="")

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        role = _choice(Role, options["role"], _("角色"))
        user = User(
            username=options["username"],
            name=options["name"],
            role=role,
            email=options["email"],
            **_ties(role, options),
        )
        password = options["password"] or one_time_password()
        user.must_change_password = not options["password"]
        user.set_password(password)
        try:
            validate_password(password, user)
            user.full_clean()
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        user.save()
        Change.objects.create(
            kind=KIND,
            key=str(user.pk),
            name=str(user),
            what=Change.What.CREATED,
            by_name=_("命令行"),
            at=timezone.now(),
        )
        self.stdout.write(_("已建立账号%(username)s（%(role)s）。") % {"username": user.username, "role": role.label})
        if not options["password"]:
            self.stdout.write(_("一次性密码：%(password)s，首次登录须修改。") % {"password": password})


def _ties(role: Role, options: dict) -> dict:
    """What the account belongs to. A tie that the role does not have is refused: it would say nothing."""
    given = {
        "unit": options["unit"] and _named(Unit, options["unit"], _("承办单位")),
        "handling_system": options["system"] and _choice(HandlingSystem, options["system"], _("办理系统")),
        "deputy": options["deputy"] and _deputy(options["deputy"]),
        "committee": options["committee"] and _named(Committee, options["committee"], _("联系委室")),
    }
    ties = {name: value for name, value in given.items() if value}
    for name in ties:
        if role not in TIES[name]:
            label = User._meta.get_field(name).verbose_name
            raise CommandError(_("角色“%(role)s”没有“%(tie)s”。") % {"role": role.label, "tie": label})
    return ties


def _choice(choices, text: str, what: str):
    found = next((each for each in choices if text in {each.value, str(each.label)}), None)
    if found is None:
        known = "、".join(f"{each.value}({each.label})" for each in choices)
        raise CommandError(
            _("没有%(what)s“%(text)s”，可用的是：%(known)s。") % {"what": what, "text": text, "known": known}
        )
    return found


def _named(model, name: str, what: str):
    found = model.objects.filter(name=name).first()
    if found is None:
        raise CommandError(_("没有名为“%(name)s”的%(what)s。") % {"name": name, "what": what})
    return found


def _deputy(text: str) -> Deputy:
    name, _at, delegation = text.partition("@")
    found = Deputy.objects.filter(name=name, user=None)
    if delegation:
        found = found.filter(delegation__name=delegation)
    deputies = list(found[:2])
    if not deputies:
        raise CommandError(_("没有名为“%(name)s”且还没有账号的代表。") % {"name": text})
    if len(deputies) > 1:
        raise CommandError(_("有几位代表叫“%(name)s”，请写成“姓名@代表团”。") % {"name": name})
    return deputies[0]
