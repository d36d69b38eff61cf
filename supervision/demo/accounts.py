"""The table of demo accounts that `make run` prints."""

from accounts.models import User
from supervision.demo.office import CLERK, PASSWORD

# One of each role, and the units with most to see.
_SHOWN = (
    CLERK, "head", "gov", "party", "leader", "committee.city", "auditor", "admin",
    "housing", "housing.head", "traffic", "edu", "finance", "deputy01",
)  # fmt: skip


def table() -> list[str]:
    """Lines: username, password, role, unit. Empty where the database holds no demo office."""
    people = {
        user.username: user for user in User.objects.filter(username__in=_SHOWN).select_related("unit", "committee")
    }
    if CLERK not in people or not people[CLERK].check_password(PASSWORD):
        return []
    rows = [("账号", "密码", "角色", "单位")]
    for username in _SHOWN:
        if username in people:
            user = people[username]
            house = user.unit or user.committee or (user.get_handling_system_display() if user.handling_system else "")
            rows.append((username, PASSWORD, str(user.get_role_display()), str(house)))
    widths = [max(_width(row[n]) for row in rows) + 2 for n in range(3)]
    lines = ["".join(_pad(cell, width) for cell, width in zip(row, widths, strict=False)) + row[3] for row in rows]
    return [*lines, "其他承办单位：单位代码(经办)、单位代码.head(负责人)；代表：deputy01 至 deputy42。密码相同。"]


def _width(text: str) -> int:
    """A Chinese character is two columns wide in a terminal."""
    return sum(2 if ord(c) > 0x2E80 else 1 for c in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
