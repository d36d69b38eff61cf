"""The demo office itself: units in their tree, people with accounts, deputies, two sessions."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from accounts.models import Committee, Delegation, Deputy, Unit, User
from accounts.roles import HandlingSystem, Role
from suggestions.models import Category, CongressTerm, ResultClass, Session
from supervision.demo import catalogue
from supervision.demo.days import Days

PASSWORD = "renda-demo-2026"  # public on purpose: `make run` prints it, and a production configuration refuses the demo
CLERK = "clerk"

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张曹严华金魏陶姜谢邹喻柏章云苏潘葛范彭鲁韦马方俞任袁柳"
_EMPLOYERS = ("第一小学", "人民医院", "农业合作社", "机械制造公司", "社区居民委员会")
_GIVEN = "明华建国文军志强晓丽海燕秀英永平春梅立新雪峰佳琪思远雨桐子涵宇航嘉禾清源向东慧敏景行若兰书瑶亦辰"


@dataclass
class DemoOffice:
    """Everything the stories need at hand."""

    units: dict[str, Unit] = field(default_factory=dict)
    signs: dict[int, str] = field(default_factory=dict)
    handlers: dict[int, User] = field(default_factory=dict)
    heads: dict[int, User] = field(default_factory=dict)
    deputies: list[Deputy] = field(default_factory=list)
    delegations: list[Delegation] = field(default_factory=list)
    categories: dict[str, Category] = field(default_factory=dict)
    classes: dict[str, ResultClass] = field(default_factory=dict)
    clerks: list[User] = field(default_factory=list)
    head: User | None = None
    coordinator: User | None = None
    last_session: Session | None = None
    this_session: Session | None = None

    def session(self, pk: int) -> Session:
        return next(one for one in (self.last_session, self.this_session) if one.pk == pk)


class _Names:
    """Invented names, none twice."""

    def __init__(self, rng: Random):
        self.rng, self.used = rng, set()

    def __call__(self) -> str:
        while True:
            name = self.rng.choice(_SURNAMES) + "".join(self.rng.sample(_GIVEN, self.rng.choice((1, 2, 2))))
            if name not in self.used:
                self.used.add(name)
                return name


def build(days: Days, rng: Random) -> DemoOffice:
    office, names = DemoOffice(), _Names(rng)
    password = make_password(PASSWORD)  # hashed once: a hundred accounts would take a minute

    def account(username: str, role: str, **fields) -> User:
        fields.setdefault("name", names())
        fields.setdefault("phone", f"1000000{len(names.used):04d}")
        return User.objects.create(username=username, role=role, password=password, **fields)

    committees = _committees()
    _units(office, committees)
    for code, unit in office.units.items():
        office.handlers[unit.pk] = account(code, Role.UNIT_HANDLER, unit=unit)
        second = account(f"{code}2", Role.UNIT_HANDLER, unit=unit)
        office.heads[unit.pk] = account(f"{code}.head", Role.UNIT_HEAD, unit=unit)
        unit.first_contact, unit.second_contact = office.handlers[unit.pk], second
        unit.save(update_fields=["first_contact", "second_contact"])
    _away(office, "edu", days)
    office.clerks = [account(CLERK, Role.CLERK), account("clerk2", Role.CLERK)]
    office.head = account("head", Role.OFFICE_HEAD)
    office.coordinator = account("gov", Role.COORDINATOR, handling_system=HandlingSystem.GOVERNMENT)
    account("party", Role.COORDINATOR, handling_system=HandlingSystem.PARTY)
    account("leader", Role.LEADER)
    for code, committee in committees.items():
        account(f"committee.{code}", Role.COMMITTEE, committee=committee)
    account("auditor", Role.AUDITOR)
    account("admin", Role.ADMINISTRATOR)
    _deputies(office, names, account)
    office.categories = {category.name: category for category in Category.objects.all()}
    office.classes = {found.code: found for found in ResultClass.objects.all()}
    _sessions(office, days)
    return office


def _away(office: DemoOffice, code: str, days: Days) -> None:
    """One unit's first contact is away this week: the second gets the mail."""
    person = office.handlers[office.units[code].pk]
    person.away_from_on, person.away_until_on = days.today, days.today + timedelta(days=4)
    person.save(update_fields=["away_from_on", "away_until_on"])


def _committees() -> dict[str, Committee]:
    entries = enumerate(catalogue.committees().items(), 1)
    return {code: Committee.objects.create(name=name, order=order) for order, (code, name) in entries}


def _units(office: DemoOffice, committees: dict[str, Committee]) -> None:
    groups = {
        system: Unit.objects.create(name=name, is_group=True, handling_system=system, order=order * 100)
        for order, (system, name) in enumerate(catalogue.groups().items(), 1)
    }
    for order, entry in enumerate(catalogue.units(), 1):
        parent = office.units[entry.under] if entry.under else groups[entry.group]
        unit = Unit.objects.create(
            name=entry.name,
            short_name=entry.short,
            parent=parent,
            handling_system=parent.handling_system,
            committee=committees[entry.field],
            phone=f"000-88{order:02d}001",
            order=parent.order + order,
        )
        office.units[entry.code] = unit
        office.signs[unit.pk] = entry.sign


def _deputies(office: DemoOffice, names: _Names, account) -> None:
    office.delegations = [
        Delegation.objects.create(name=f"{district}代表团", order=order)
        for order, district in enumerate(catalogue.DISTRICTS, 1)
    ]
    for n in range(1, 43):
        delegation = office.delegations[n % len(office.delegations)]
        district = catalogue.DISTRICTS[n % len(office.delegations)]
        deputy = Deputy.objects.create(
            name=names(),
            delegation=delegation,
            certificate=f"06{n:04d}",
            employer=f"{district}{_EMPLOYERS[n % len(_EMPLOYERS)]}",
            phone=f"1000001{n:04d}",
        )
        account(f"deputy{n:02d}", Role.DEPUTY, deputy=deputy, name=deputy.name)
        office.deputies.append(deputy)


def _sessions(office: DemoOffice, days: Days) -> None:
    term = CongressTerm.objects.create(name=catalogue.TERM, ordinal=6, ends_on=days.today + timedelta(days=80))

    def session(name: str, ordinal: int, opened: int, **fields) -> Session:
        opened_on = days.before(opened)
        closed_on = opened_on + timedelta(days=4)
        return Session.objects.create(
            term=term, name=name, ordinal=ordinal, opened_on=opened_on, closed_on=closed_on, **fields
        )

    office.last_session = session("六届三次会议", 3, -505)
    office.this_session = session("六届四次会议", 4, -140, is_current=True)
