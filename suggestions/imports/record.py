"""The record of what an import makes or changes of the office's lists: units, sessions, deputies, classes …"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.actions.keep import differences, line
from accounts.models import Change, Delegation, Deputy, Unit
from suggestions.actions import keep_class, keep_session
from suggestions.imports import plan
from suggestions.models import Category, CongressTerm, ResultClass, Session

EACH = 10  # more new ones of a kind share one line: 197 units one by one would be all that the page shows
_KINDS = {
    Unit: "units",
    Delegation: "delegations",
    Deputy: "deputies",
    Category: "categories",
    ResultClass: keep_class.KIND,
    CongressTerm: "terms",
    Session: keep_session.KIND,
}


class Record:
    """Collects the lines of one import. `write` is called in its transaction. `name`: the file."""

    def __init__(self, *, by, at: datetime, name: str):
        self.by, self.at, self.name = by, at, name
        self.lines: list[Change] = []

    def created(self, things: Sequence[Model]) -> None:
        """New rows of one list, saved: a line each, or one line with the number and all the names."""
        where = _("从“%(file)s”导入") % {"file": self.name}
        if len(things) > EACH:
            self.lines.append(self._together(things, where))
            return
        for thing in things:
            self._add(thing, Change.What.CREATED, f"{where}\n{differences(None, thing)}")

    def changed(self, thing: Model, at_line: int, changes: Iterable[plan.Change]) -> None:
        """One line per changed row: what was and what is."""
        where = _("按“%(file)s”第%(line)d行更新") % {"file": self.name, "line": at_line}
        self._add(thing, Change.What.CHANGED, "\n".join((where, *map(str, changes))))

    def write(self) -> None:
        Change.objects.bulk_create(self.lines, batch_size=100)

    def _add(self, thing: Model, what: str, detail: str) -> None:
        self.lines.append(line(thing, what, kind=_KINDS[type(thing)], detail=detail, by=self.by, at=self.at))

    def _together(self, things: Sequence[Model], where: str) -> Change:
        made = line(things[0], Change.What.CREATED, kind=_KINDS[type(things[0])], by=self.by, at=self.at)
        made.key = ""
        made.name = _("%(what)s%(count)d个") % {"what": things[0]._meta.verbose_name, "count": len(things)}
        made.detail = f"{where}\n{'、'.join(map(str, things))}"
        return made
