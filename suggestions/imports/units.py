"""The list of handling units: names, their headings or superiors, and the system that handles them."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Unit
from accounts.pinyin import initials
from accounts.roles import HandlingSystem
from suggestions.imports import values
from suggestions.imports.names import key
from suggestions.imports.plan import Change, Result
from suggestions.imports.record import Record
from suggestions.imports.report import Report
from suggestions.imports.source import Line, Source

NAME_LIMIT, SHORT_LIMIT = 100, 50
# The first that occurs decides; courts and procuratorates before all others.
_WORDS = (
    (HandlingSystem.JUSTICE, ("法院", "检察院")),
    (HandlingSystem.PARTY, ("党委", "市委", "县委", "区委", "群团", "党群", "纪委", "党校", "工会", "妇联", "团委")),
    (HandlingSystem.GOVERNMENT, ("政府", "街道", "府办", "管委会")),
)
_ENDINGS = (HandlingSystem.GOVERNMENT, ("镇", "乡", "局"))
_YES, _NO = frozenset({"是", "分组", "1", "true"}), frozenset({"", "否", "0", "false"})


@dataclass
class UnitEntry:
    line: int
    unit: Unit
    result: Result
    parent: str = ""
    changes: list[Change] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)


@dataclass
class UnitPlan:
    entries: list[UnitEntry]
    headings: list[Unit]  # new ones that are named only as 上级分组


def system_of(name: str, heading: str) -> str:
    """By what the unit is, then by its heading, then by its own name: 市法院 is a court wherever it is listed."""
    for text in (name, heading):
        if any(word in text for word in _WORDS[0][1]):
            return HandlingSystem.JUSTICE
    for text in (heading, name):
        for system, words in _WORDS[1:]:
            if any(word in text for word in words):
                return system
        if text.rstrip(")）").endswith(_ENDINGS[1]) or "各镇" in text:
            return _ENDINGS[0]
    return HandlingSystem.OTHER


def build(source: Source, report: Report) -> UnitPlan:
    """Plan the import; writes nothing. A name that stands as 上级分组 and has none above itself is a heading."""
    stored = {key(unit.name): unit for unit in Unit.objects.select_related("parent")}
    rows = _rows(source, report)
    parents = {key(parent) for _line, _name, parent in rows if parent}
    is_group_given = "is_group" in source.headers
    entries, order = [], len(stored)
    for line, name, parent in rows:
        is_group = _is_group(line, source, report) if is_group_given else key(name) in parents and not parent
        wanted = {
            "short_name": values.text(line.get("short_name"))[:SHORT_LIMIT],
            "handling_system": _system(line, name, parent, source, report),
        }
        unit = stored.get(key(name))
        if unit is None:
            order += 1
            unit = Unit(name=name, initials=initials(name), is_group=is_group, order=order, **wanted)
            entries.append(UnitEntry(line.number, unit, Result.CREATED, parent))
        else:
            wanted = {"short_name": wanted["short_name"]} if "system" not in source.headers else wanted
            entries.append(_compare(line.number, unit, parent, {**wanted, "is_group": is_group or unit.is_group}))
    plan = UnitPlan(entries, [])
    _link(plan, stored, source, report)
    report.created = sum(entry.result == Result.CREATED for entry in entries)
    report.updated = sum(entry.result == Result.UPDATED for entry in entries)
    report.unchanged = sum(entry.result == Result.UNCHANGED for entry in entries)
    return plan


def apply(plan: UnitPlan, *, by, at: datetime, name: str) -> None:
    """Write in one transaction of the caller's: headings and superiors before those below them. `name`: the file."""
    Unit.objects.bulk_create(plan.headings)
    waiting = [entry for entry in plan.entries if entry.result == Result.CREATED]
    while waiting:
        ready = [entry for entry in waiting if entry.unit.parent is None or entry.unit.parent.pk]
        Unit.objects.bulk_create([entry.unit for entry in ready])
        waiting = [entry for entry in waiting if entry.unit.pk is None]
    for entry in plan.entries:
        if entry.fields:
            entry.unit.save(update_fields=sorted(entry.fields))
    _record(plan, Record(by=by, at=at, name=name))


def _record(plan: UnitPlan, record: Record) -> None:
    record.created([*plan.headings, *(entry.unit for entry in plan.entries if entry.result == Result.CREATED)])
    for entry in plan.entries:
        if entry.fields:
            record.changed(entry.unit, entry.line, entry.changes)
    record.write()


def _rows(source: Source, report: Report) -> list[tuple[Line, str, str]]:
    """(line, name, parent) of each line with a name of its own; others are errors."""
    rows, first = [], {}
    column = source.column("name")
    for line in source.lines:
        name, parent = values.text(line.get("name")), values.text(line.get("parent"))
        if not name:
            report.error(line.number, column, _("第%(line)d行没有单位名称。") % {"line": line.number})
        elif len(name) > NAME_LIMIT:
            report.error(line.number, column, _("单位名称超过%(n)d字。") % {"n": NAME_LIMIT})
        elif key(name) in first:
            report.error(
                line.number,
                column,
                _("“%(name)s”在第%(line)d行已经有了。") % {"name": name, "line": first[key(name)]},
            )
        else:
            first[key(name)] = line.number
            if key(parent) == key(name):
                report.warn(line.number, source.column("parent"), _("上级就是本单位，按没有上级导入。"))
                parent = ""
            rows.append((line, name, parent))
    return rows


def _is_group(line: Line, source: Source, report: Report) -> bool:
    word = values.word(line.get("is_group")).lower()
    if word not in _YES | _NO:
        report.warn(line.number, source.column("is_group"), _("“是否分组”应填“是”或“否”，按“否”导入。"))
    return word in _YES


def _system(line: Line, name: str, parent: str, source: Source, report: Report) -> str:
    word = values.word(line.get("system"))
    if not word:
        return system_of(name, parent)
    for system in HandlingSystem:
        if word in {str(system.label), str(system.label).removesuffix("系统"), system.value}:
            return system
    found = system_of(name, word)
    report.warn(
        line.number,
        source.column("system"),
        _("不认识办理系统“%(word)s”，按“%(system)s”导入。") % {"word": word, "system": HandlingSystem(found).label},
    )
    return found


def _compare(line: int, unit: Unit, parent: str, wanted: dict) -> UnitEntry:
    entry = UnitEntry(line, unit, Result.UNCHANGED, parent)
    for name, new in wanted.items():
        if new not in ("", None) and getattr(unit, name) != new:
            _set(entry, name, new)
    return entry


def _set(entry: UnitEntry, name: str, new) -> None:
    label, old = str(Unit._meta.get_field(name).verbose_name), _shown(name, getattr(entry.unit, name))
    setattr(entry.unit, name, new)
    entry.changes.append(Change(label, old, _shown(name, new)))
    entry.fields.add(name)
    entry.result = Result.UPDATED


def _shown(name: str, value: object) -> str:
    if name == "handling_system":
        return str(HandlingSystem(value).label)
    return {True: "是", False: "否", None: ""}.get(value, str(value)) if name != "parent" else str(value or "")


def _link(plan: UnitPlan, stored: dict[str, Unit], source: Source, report: Report) -> None:
    """Point each unit at its parent, in the file or stored; an unknown parent becomes a new heading."""
    units = stored | {key(entry.unit.name): entry.unit for entry in plan.entries}
    for entry in plan.entries:
        if not entry.parent:
            continue
        parent = units.get(key(entry.parent))
        if parent is None:
            parent = Unit(
                name=entry.parent[:NAME_LIMIT],
                initials=initials(entry.parent),
                is_group=True,
                order=len(units) + 1,
                handling_system=system_of(entry.parent, ""),
            )
            units[key(entry.parent)] = parent
            plan.headings.append(parent)
            report.warn(
                entry.line,
                source.column("parent"),
                _("上级分组“%(name)s”不在表中，将新建为分组。") % {"name": entry.parent},
            )
        if _is_below(parent, entry.unit):
            report.error(
                entry.line, source.column("parent"), _("上级“%(name)s”又是本单位的下级。") % {"name": parent.name}
            )
        elif entry.result == Result.CREATED:
            entry.unit.parent = parent
        elif entry.unit.parent != parent:
            _set(entry, "parent", parent)


def _is_below(unit: Unit | None, top: Unit) -> bool:
    """Whether `unit` is `top` or stands below it: such a link would close a circle."""
    while unit is not None:
        if unit == top:
            return True
        unit = unit.parent
    return False
