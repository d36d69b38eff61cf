"""Two versions of a reply or an opinion, for whoever reads both, set side by side."""

from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext as _

from suggestions import text_diff
from suggestions.models import Assignment, Opinion, Reply
from suggestions.selectors.answers import AnswerLine, answer_lines
from suggestions.selectors.reading import Sight


@dataclass(frozen=True)
class Section:
    """A part of both versions; `rows` are its paragraphs, each beside the one it became."""

    label: str
    rows: list[text_diff.Row]

    @property
    def is_changed(self) -> bool:
        return any(row.is_changed for row in self.rows)


def readable_version(user, model: type[Model], pk: int) -> Reply | Opinion | None:
    """The version, when `user` may read it."""
    tasks = Assignment.objects.visible_to(user)
    found = model.objects.filter(assignment__in=tasks, pk=pk).select_related(
        "assignment__unit", "assignment__suggestion"
    )
    version = found.first()
    return version if version is not None and _reads(user, version) else None


def other_versions(user, version: Reply | Opinion) -> list:
    """Those that `user` may read, newest first; a reply is also held against the unit's reply of another round."""
    found = type(version).objects.filter(assignment__suggestion=version.assignment.suggestion_id).exclude(pk=version.pk)
    found = found.filter(assignment__unit=version.assignment.unit_id).select_related("assignment__suggestion")
    sight = _sight(user, version)
    newest = found.order_by("-assignment__round", "-version")
    return [one for one in newest if _seen_by(sight, one)]


def sections_of_replies(old: Reply, new: Reply) -> list[Section]:
    parts = [
        (_("标题"), old.title, new.title),
        (_("文号、日期、签发人"), _head(old), _head(new)),
        (_("办理结果"), str(old.result_class), str(new.result_class)),
        *_answers(old, new),
        (_("正文"), old.text, new.text),
        (_("承诺事项"), _promises(old), _promises(new)),
        (_("未能解决的理由"), old.unsolved_reason, new.unsolved_reason),
    ]
    return _sections(parts)


def sections_of_opinions(old: Opinion, new: Opinion) -> list[Section]:
    return _sections(
        [
            (_("正文"), old.text, new.text),
            (_("文号"), old.document_number, new.document_number),
            (_("签发人"), old.signatory, new.signatory),
        ]
    )


def _sections(parts) -> list[Section]:
    return [Section(str(label), text_diff.compare(old, new)) for label, old, new in parts if old or new]


def _head(reply: Reply) -> str:
    return f"{reply.document_number}\n{reply.dated_on:%Y-%m-%d}\n{reply.signatory}"


def _answers(old: Reply, new: Reply) -> list[tuple[str, str, str]]:
    """By the ask's words: asks may have been moved, added or removed between the versions."""
    before = {line.ask: line for line in answer_lines(old)}
    after = {line.ask: line for line in answer_lines(new)}
    return [
        (_("诉求：%(ask)s") % {"ask": ask}, _answer(before.get(ask)), _answer(after.get(ask)))
        for ask in dict.fromkeys([*after, *before])
    ]


def _answer(line: AnswerLine | None) -> str:
    if line is None or not line.outcome:
        return ""
    day = f"{line.planned_on:%Y-%m-%d}" if line.planned_on else ""
    return "\n".join(word for word in (f"{line.label} {day}".strip(), line.text, line.reason) if word)


def _promises(reply: Reply) -> str:
    return "\n".join(
        f"{promise.original_due_on:%Y-%m-%d} {promise.matter} {promise.responsible}".strip()
        for promise in reply.commitments.order_by("pk")
    )


def _reads(user, version) -> bool:
    return _seen_by(_sight(user, version), version)


def _sight(user, version) -> Sight:
    return Sight(user, Assignment.objects.filter(suggestion=version.assignment.suggestion_id))


def _seen_by(sight: Sight, version) -> bool:
    return sight.reply(version) if isinstance(version, Reply) else sight.opinion(version)
