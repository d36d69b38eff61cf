"""People, units, sessions and the office's lists."""

from datetime import date, datetime
from itertools import count
from zoneinfo import ZoneInfo

from accounts.models import Committee, Delegation, Deputy, Unit, User
from accounts.roles import HandlingSystem, Role
from suggestions.models import CongressTerm, ResultClass, Session

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 3, 2)  # a Monday, after the session; assigned on this day unless told otherwise
PASSWORD = "a long enough password"
_serial = count(1)


def at(day: date = DAY, hour: int = 10) -> datetime:
    """A moment of `day` in Shanghai."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


def user(role: str = Role.CLERK, **fields) -> User:
    n = next(_serial)
    fields.setdefault("username", f"{role}{n}")
    fields.setdefault("name", f"测试{n}")
    if role in {Role.UNIT_HANDLER, Role.UNIT_HEAD} and "unit" not in fields:
        fields["unit"] = unit()
    if role == Role.COORDINATOR:
        fields.setdefault("handling_system", HandlingSystem.GOVERNMENT)
    if role == Role.COMMITTEE and "committee" not in fields:
        fields["committee"] = Committee.objects.create(name=f"测试委员会{n}")
    if role == Role.DEPUTY and "deputy" not in fields:
        fields["deputy"] = deputy()
    password = fields.pop("password", None)
    person = User(role=role, **fields)
    if password:
        person.set_password(password)
    else:
        person.set_unusable_password()
    person.save()
    return person


def clerk(**fields) -> User:
    return user(Role.CLERK, **fields)


def office_head(**fields) -> User:
    return user(Role.OFFICE_HEAD, **fields)


def handler(of: Unit, **fields) -> User:
    return user(Role.UNIT_HANDLER, unit=of, **fields)


def head(of: Unit, **fields) -> User:
    return user(Role.UNIT_HEAD, unit=of, **fields)


def unit(name: str = "", **fields) -> Unit:
    return Unit.objects.create(name=name or f"测试局{next(_serial)}", **fields)


def delegation(name: str = "") -> Delegation:
    return Delegation.objects.create(name=name or f"第{next(_serial)}代表团")


def deputy(name: str = "", **fields) -> Deputy:
    if "delegation" not in fields:
        fields["delegation"] = delegation()
    return Deputy.objects.create(name=name or f"代表{next(_serial)}", **fields)


def session(name: str = "十三届一次会议", **fields) -> Session:
    term, _ = CongressTerm.objects.get_or_create(name="十三届", defaults={"ordinal": 13})
    fields.setdefault("opened_on", date(DAY.year, 2, 10))
    fields.setdefault("closed_on", date(DAY.year, 2, 14))
    found, _ = Session.objects.get_or_create(name=name, defaults={"term": term, **fields})
    return found


def result_class(code: str = "A") -> ResultClass:
    """The office's classes; made again where a test's database was emptied."""
    solved, plan, reason = code == "A", code == "B", code == "C"
    found, _ = ResultClass.objects.get_or_create(
        code=code,
        defaults={
            "label": {"A": "已经解决", "B": "正在解决", "C": "暂难解决"}.get(code, code),
            "order": "ABCD".find(code) + 1,
            "counts_as_solved": solved,
            "needs_plan_date": plan,
            "needs_reason": reason,
        },
    )
    return found
