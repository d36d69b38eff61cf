"""The house that the tests of urging share."""

from accounts.models import Notification, User
from accounts.roles import HandlingSystem, Role
from suggestions.actions import urge
from tests import factories as make
from tests.factories import DAY


class House:
    """Two units of two systems with all who can be told, and what they owe."""

    def __init__(self):
        self.clerk, self.chief = make.clerk(name="经办甲"), make.office_head(name="主任")
        self.edu = make.unit("测试教育局", handling_system=HandlingSystem.GOVERNMENT)
        self.court = make.unit("测试法院", handling_system=HandlingSystem.JUSTICE)
        self.edu.first_contact = make.handler(self.edu, name="教育联系人")
        self.edu.save()
        make.head(self.edu, name="教育局长")
        make.handler(self.court, name="法院经办")
        self.gov = make.user(Role.COORDINATOR, name="政府协调人")
        self.justice = make.user(Role.COORDINATOR, name="法检协调人", handling_system=HandlingSystem.JUSTICE)
        self.one = make.assigned(self.edu, assisting=[self.court], number="1", by=self.clerk)
        self.two = make.assigned(self.edu, number="2", by=self.clerk)
        self.done = make.assigned(self.edu, number="3", by=self.clerk)
        make.filed(self.done)
        User.objects.filter(unit=self.edu, role=Role.UNIT_HEAD).exclude(name="教育局长").update(is_active=False)

    def urge(self, *items, by=None, on=DAY, **how) -> urge.UrgePlan:
        keys = [item.pk for item in items or (self.one, self.two, self.done)]
        return urge.urge_many(suggestions=keys, by=by or self.clerk, today=on, at=make.at(on), **how)

    def told(self) -> dict[str, int]:
        """Messages of urging by name."""
        names = list(Notification.objects.filter(kind="urge").values_list("recipient__name", flat=True))
        return {name: names.count(name) for name in names}
