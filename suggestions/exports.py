"""The list as a workbook: exactly the filtered rows, all of them, read in slices so that memory stays flat."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import BinaryIO

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from suggestions.choices import (
    CardColour,
    ClassChangeCause,
    ContactStage,
    Grade,
    Kind,
    Period,
    ProposerKind,
    Publicity,
    ReplyState,
    Status,
    UnitRole,
)
from suggestions.deadlines import was_on_time
from suggestions.models import Assignment, ClassChange, Evaluation, Reply, ResultClass, Urging
from suggestions.models.suggestion import proposer_words
from suggestions.selectors.contacts import contacts_of
from suggestions.selectors.references import References
from suggestions.sheets import Column, Sheet, workbook_file
from suggestions.workflow import ENDED

_SLICE = 2000
_FIELDS = (
    "pk",
    "session_id",
    "period",
    "number",
    "is_number_provisional",
    "kind",
    "title",
    "category_id",
    "proposer_kind",
    "lead_deputy__name",
    "delegation_id",
    "co_signer_count",
    "publicity",
    "submitted_on",
    "status",
    "round",
    "assigned_on",
    "due_on",
    "open_due_on",
    "replied_on",
    "first_replied_on",
    "result_class_id",
    "grade",
    "merged_into_id",
)
_COLUMNS = (
    Column(_("编号"), "text"),
    Column(_("标题"), "text", 50),
    Column(_("会议"), "text"),
    Column(_("提出时间"), "text"),
    Column(_("类型"), "text"),
    Column(_("类别"), "text"),
    Column(_("提出方式"), "text"),
    Column(_("领衔代表"), "text"),
    Column(_("代表团"), "text"),
    Column(_("附议人数"), "number"),
    Column(_("公开意见"), "text"),
    Column(_("主办单位"), "text", 24),
    Column(_("分办单位"), "text", 24),
    Column(_("协办单位"), "text", 36),
    Column(_("收到日期"), "date"),
    Column(_("交办日期"), "date"),
    Column(_("原定期限"), "date"),
    Column(_("现期限"), "date"),
    Column(_("剩余天数"), "number"),
    Column(_("答复日期"), "date"),
    Column(_("首次答复日期"), "date"),
    Column(_("是否按期"), "text"),
    Column(_("文号"), "text", 24),
    Column(_("办理结果"), "text"),
    Column(_("类别变更"), "text", 40),
    Column(_("办了（已答复）"), "text"),
    Column(_("办成（已解决）"), "text"),
    Column(_("办好（代表满意）"), "text"),
    Column(_("首轮办理态度"), "text"),
    Column(_("首轮办理结果评价"), "text"),
    Column(_("末轮办理态度"), "text"),
    Column(_("末轮办理结果评价"), "text"),
    Column(_("状态"), "text"),
    Column(_("办理轮次"), "number"),
    Column(_("临时编号"), "text"),
)
# Between the units and those who watch over them: not in a deputy's workbook
_HANDLING_COLUMNS = (
    Column(_("方案填报日期"), "date"),
    Column(_("承办人员"), "text"),
    Column(_("办前联系"), "date"),
    Column(_("办中联系"), "date"),
    Column(_("办后联系"), "date"),
    Column(_("是否面商"), "text"),
    Column(_("催办次数"), "number"),
    Column(_("最近催办"), "date"),
    Column(_("警示牌"), "text"),
)
_YES, _NO = _("是"), _("否")


def export_list(suggestions: QuerySet, references: References, *, today: date, with_handling: bool) -> BinaryIO:
    """An open temporary file with the workbook, at its beginning; it goes away when it is closed."""
    rows = _rows(suggestions.values_list(*_FIELDS).iterator(chunk_size=_SLICE), references, today, with_handling)
    columns = (*_COLUMNS, *_HANDLING_COLUMNS) if with_handling else _COLUMNS
    return workbook_file([Sheet(title=str(_("代表建议清单")), columns=columns, rows=rows)])


def _rows(values: Iterator[tuple], references: References, today: date, with_handling: bool) -> Iterator[list]:
    words = _Words(references)
    while chunk := list(islice(values, _SLICE)):
        found = [dict(zip(_FIELDS, row, strict=True)) for row in chunk]
        pks = [one["pk"] for one in found]
        units, documents, grades = _units_of(found, words.units), _documents_of(pks), _grades_of(pks)
        changes = _class_changes_of(pks)
        handling = _handling_of(found) if with_handling else {}
        for one in found:
            pk = one["pk"]
            row = _row(one, words, units[pk], documents[pk, one["round"]], changes[pk], grades[pk], today)
            yield [*row, *handling[pk]] if with_handling else row


class _Words:
    """Codes and keys to what stands in the cell."""

    def __init__(self, references: References):
        for kind in ("sessions", "units", "categories", "delegations", "classes"):
            setattr(self, kind, references.names(kind))
        self.solved = set(ResultClass.objects.filter(counts_as_solved=True).values_list("pk", flat=True))
        self.periods, self.kinds, self.ways = dict(Period.choices), dict(Kind.choices), dict(ProposerKind.choices)
        self.publicity, self.statuses = dict(Publicity.choices), dict(Status.choices)
        self.grades = dict(Grade.choices)


def _row(
    one: dict,
    words: _Words,
    units: dict,
    documents: list[str],
    changes: list[str],
    grades: list[tuple],
    today: date,
) -> list:
    delegation = words.delegations.get(one["delegation_id"], "")
    first, last = (grades[0], grades[-1]) if grades else ((None, None), (None, None))
    replied, due = one["replied_on"], one["due_on"]
    return [
        one["number"],
        one["title"],
        words.sessions.get(one["session_id"], ""),
        words.periods[one["period"]],
        words.kinds[one["kind"]],
        words.categories.get(one["category_id"], ""),
        words.ways[one["proposer_kind"]],
        proposer_words(one["proposer_kind"], one["lead_deputy__name"], delegation, one["co_signer_count"]),
        delegation,
        one["co_signer_count"],
        words.publicity[one["publicity"]],
        _names(units[UnitRole.LEAD]),
        _names(units[UnitRole.SEPARATE]),
        _names(units[UnitRole.ASSISTING]),
        one["submitted_on"],
        one["assigned_on"],
        units["original_due_on"],
        due,
        (one["open_due_on"] - today).days if one["open_due_on"] else None,
        replied,
        one["first_replied_on"],
        _yes(was_on_time(due, replied)) if replied and due else "",
        _names(documents),
        words.classes.get(one["result_class_id"], ""),
        "；".join(changes),
        _yes(replied is not None),
        _yes(replied is not None and one["result_class_id"] in words.solved),
        _yes(one["grade"] == Grade.SATISFIED),
        *(words.grades.get(grade, "") for grade in (*first, *last)),
        words.statuses[one["status"]],
        one["round"],
        _yes(one["is_number_provisional"]),
    ]


def _units_of(found: list[dict], names: dict[int, str]) -> dict[int, dict]:
    """For each suggestion the units of its last round by part, and the date the lead had before any extension."""
    units: dict[int, dict] = defaultdict(lambda: {**{part: [] for part in UnitRole}, "original_due_on": None})
    rounds = {one["pk"]: one["round"] for one in found}
    tasks = Assignment.objects.filter(suggestion__in=list(rounds)).exclude(state__in=sorted(ENDED)).order_by("pk")
    for pk, turn, part, unit, due_on in tasks.values_list("suggestion", "round", "role", "unit", "original_due_on"):
        if turn != rounds[pk]:
            continue
        units[pk][part].append(names.get(unit, ""))
        if part != UnitRole.ASSISTING:
            units[pk]["original_due_on"] = min(units[pk]["original_due_on"] or due_on, due_on)
    return units


def _handling_of(found: list[dict]) -> dict[int, list]:
    """The last round's plan (of several units the latest day and every handler), the last day of each contact, how
    often it was urged in that round, and the highest warning card that stands."""
    rounds = {one["pk"]: one["round"] for one in found}
    contacts = contacts_of({one["pk"]: one["merged_into_id"] or one["pk"] for one in found})
    urged, cards = _urged_of(rounds), _cards_of(list(rounds))
    filed: dict[int, list] = defaultdict(list)
    tasks = Assignment.objects.active().answering().filter(suggestion__in=list(rounds), plan__isnull=False)
    fields = ("suggestion", "round", "plan__filed_on", "plan__handler")
    for pk, turn, filed_on, handler in tasks.order_by("pk").values_list(*fields):
        if turn == rounds[pk]:
            filed[pk].append((filed_on, handler))
    return {
        pk: [
            max((day for day, _handler in filed[pk]), default=None),
            _names(handler for _day, handler in filed[pk]),
            *(contacts[pk].last_on.get(stage) for stage in ContactStage),
            _yes(contacts[pk].is_face_to_face),
            *urged.get(pk, (0, None)),
            cards.get(pk, ""),
        ]
        for pk in rounds
    }


def _urged_of(rounds: dict[int, int]) -> dict[int, tuple[int, date]]:
    rows = Urging.objects.filter(suggestion__in=list(rounds)).order_by("number")
    fields = ("suggestion", "round", "number", "urged_on")
    return {pk: (n, day) for pk, turn, n, day in rows.values_list(*fields) if turn == rounds[pk]}


def _cards_of(pks: list[int]) -> dict[int, str]:
    marked = Assignment.objects.active().filter(suggestion__in=pks).exclude(card="")
    found: dict[int, str] = {}
    for pk, colour in marked.values_list("suggestion", "card"):
        found[pk] = CardColour.highest(colour, found.get(pk, ""))
    return {pk: str(CardColour(colour).label) for pk, colour in found.items()}


def _documents_of(pks: list[int]) -> dict[tuple[int, int], list[str]]:
    """Document numbers of the accepted replies by suggestion and round."""
    documents: dict[tuple[int, int], list[str]] = defaultdict(list)
    replies = Reply.objects.filter(assignment__suggestion__in=pks, state=ReplyState.ACCEPTED).order_by("pk")
    for pk, turn, number in replies.values_list("assignment__suggestion", "assignment__round", "document_number"):
        documents[pk, turn].append(number)
    return documents


def _class_changes_of(pks: list[int]) -> dict[int, list[str]]:
    """What became of the class after it was first filed, one phrase a change, in order of time."""
    changes: dict[int, list[str]] = defaultdict(list)
    found = ClassChange.objects.filter(reply__assignment__suggestion__in=pks, from_class__isnull=False)
    fields = ("reply__assignment__suggestion", "from_class__code", "to_class__code", "cause", "reason", "changed_on")
    causes = dict(ClassChangeCause.choices)
    for pk, before, after, cause, reason, day in found.order_by("at", "pk").values_list(*fields):
        why = f"{causes[cause]}：{reason}" if reason else str(causes[cause])
        changes[pk].append(f"{day:%Y-%m-%d} {before}→{after}（{why}）")
    return changes


def _grades_of(pks: list[int]) -> dict[int, list[tuple[str, str]]]:
    """(attitude, result) of every round, first round first."""
    grades: dict[int, list[tuple[str, str]]] = defaultdict(list)
    given = Evaluation.objects.filter(suggestion__in=pks).order_by("round", "pk")
    for pk, attitude, result in given.values_list("suggestion", "attitude", "result"):
        grades[pk].append((attitude, result))
    return grades


def _names(names: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(names))


def _yes(fact: bool) -> str:
    return _YES if fact else _NO
