"""One suggestion, as far along its way as a test needs it."""

from datetime import date, timedelta

from accounts.models import Unit, User
from suggestions.actions import contact, evaluate, opine, plan, reply
from suggestions.actions import register as registering
from suggestions.actions.reply import Letter, Promise
from suggestions.choices import (
    ContactKind,
    ContactStage,
    EvaluationSource,
    Grade,
    Kind,
    ProposerKind,
    UnitRole,
)
from suggestions.models import Assignment
from tests.factories import answered, handed_over, prepared
from tests.factories.people import DAY, _serial, at, clerk, deputy, handler, head, result_class, session, unit


def suggestion(*, by: User | None = None, on: date = DAY, co_signers=(), **fields):
    """A registered suggestion."""
    fields = facts(on, **fields)
    return registering.register(fields=fields, co_signers=co_signers, by=by or clerk(), on=on, at=at(on))


def facts(on: date, **fields) -> dict:
    """What stands on the sheet of a suggestion that came in by `on`."""
    fields.setdefault("session", session())
    fields.setdefault("number", "")
    fields.setdefault("title", f"关于完善第{next(_serial)}小学周边道路的建议")
    fields.setdefault("body", "学校门前道路狭窄，上下学时段拥堵，建议拓宽。")
    fields.setdefault("kind", Kind.SUGGESTION)
    fields.setdefault("proposer_kind", ProposerKind.INDIVIDUAL)
    fields.setdefault("submitted_on", date(on.year, 2, 12) if on >= date(on.year, 2, 12) else on)
    if "lead_deputy" not in fields and "delegation" not in fields:
        fields["lead_deputy"] = deputy()
        fields["delegation"] = fields["lead_deputy"].delegation
    return fields


def accepted(*, by: User | None = None, on: date = DAY, co_signers=(), **fields):
    return handed_over.accepted(facts(on, **fields), co_signers, by=by or clerk(), on=on)


def assigned(
    *leads: Unit,
    assisting=(),
    separate: bool = False,
    by: User | None = None,
    on: date = DAY,
    co_signers=(),
    **fields,
):
    """A suggestion handed over on `on` to `leads` (one is made when none is given) and `assisting`."""
    by, units = by or clerk(), leads or [unit()]
    item = handed_over.assigned(facts(on, **fields), co_signers, units, assisting, separate=separate, by=by, on=on)
    item.refresh_from_db()
    return item


def task(item, of: Unit | None = None):
    """The task of `of` (or of the lead unit) in the round under way."""
    tasks = item.assignments.active().filter(round=item.round)
    return tasks.get(unit=of) if of else tasks.exclude(role=UnitRole.ASSISTING).get()


def signed(item, of: Unit | None = None, on: date = DAY, *, is_planned: bool = True, by: User | None = None):
    """Signed for and, as most are, with its handling plan where one is asked for."""
    found = task(item, of)
    prepared.signed(found, fixings if is_planned else None, by=by or handler(found.unit), on=on)
    return found


def fixings(of: Assignment, **fields) -> plan.Fixings:
    """A handling plan that keeps the rules."""
    names = {"principal": "赵局长", "deputy_head": "钱副局长", "leader": "钱副局长", "handler": "孙科长"}
    words = {"measures": "踏勘现场，会同设计单位提出方案。", "standard": "方案经代表认可。"}
    days = {"complete_on": of.due_on, "limit_on": of.due_on}
    return plan.Fixings(**{**names, "handler_phone": "8801", **words, **days, **fields})


def letter(**fields) -> Letter:
    fields.setdefault("text", "您提出的建议收悉，现答复如下：已会同有关单位拓宽道路，增设护学岗。")
    fields.setdefault("document_number", "测教函〔2026〕8号")
    fields.setdefault("result_class", result_class("A"))
    fields.setdefault("signatory", "测试局长")
    fields.setdefault("dated_on", DAY)
    if fields["result_class"].needs_plan_date:
        fields.setdefault("promises", (promise(fields["dated_on"] + timedelta(days=200)),))
    return Letter(**fields)


def opined(item, of: Unit, on: date = DAY):
    by = handler(of)
    found = signed(item, of, on=on, by=by)
    return opine.file(assignment=found, text="拟同意，建议纳入年度计划。", by=by, on=on, at=at(on))


def contacted(item, of: Unit | None = None, on: date = DAY, *, by: User | None = None, **fields):
    """The lead unit spoke with the deputy before answering."""
    found = task(item, of)
    fields = {"stage": ContactStage.BEFORE, "kind": ContactKind.FACE_TO_FACE, "people": "代表、经办人"} | fields
    fields.setdefault("note", "面对面听取了代表的意见。")
    by = by or handler(found.unit)
    return contact.record(suggestion=item, assignment=found, contacted_on=on, by=by, today=on, at=at(on), **fields)


def promise(due_on: date | None = None, **fields) -> Promise:
    fields.setdefault("matter", "建成学校门前人行道")
    return Promise(due_on=due_on or DAY + timedelta(days=200), **fields)


def submitted(item, of: Unit | None = None, on: date = DAY, **fields):
    """The lead's reply, waiting for its head's signature."""
    found, by = _ready(item, of, on)
    return reply.submit(assignment=found, letter=letter(**_dated(on, fields)), by=by, today=on, at=at(on))


def _ready(item, of: Unit | None, on: date) -> tuple[Assignment, User]:
    """The lead's task, signed for and spoken about, and who writes."""
    found = task(item, of)
    by = handler(found.unit)
    if found.signed_at is None:
        found = signed(item, of, on=on, by=by)
    if not reply.has_contact(found):
        contacted(item, found.unit, on=on, by=by)
    return found, by


def _dated(on: date, fields: dict) -> dict:
    return {"dated_on": on} | fields


def filed(item, of: Unit | None = None, on: date = DAY, **fields):
    """The lead's reply, signed off and with the office for review."""
    made = submitted(item, of, on=on, **fields)
    reply.sign_off(reply=made, by=head(made.assignment.unit), on=on, at=at(on))
    return made


def replied(item, of: Unit | None = None, on: date = DAY, **fields):
    """The lead's reply, passed by the office."""
    found, by = _ready(item, of, on)
    words = letter(**_dated(on, fields))
    if answered.is_plain(found, words):
        made = answered.replied(found, words, by=by, head=head, reviewer=clerk, on=on)
    else:
        made = reply.submit(assignment=found, letter=words, by=by, today=on, at=at(on))
        reply.sign_off(reply=made, by=head(found.unit), on=on, at=at(on))
        reply.accept(reply=made, by=clerk(), on=on, at=at(on))
    item.refresh_from_db()
    return made


def judged(item, grade: str = Grade.SATISFIED, on: date = DAY, **fields):
    """The deputy's judgement by telephone, keyed by a clerk."""
    fields.setdefault("attitude", Grade.SATISFIED)
    fields.setdefault("comment", "请写明时间表。" if grade == Grade.DISSATISFIED else "")
    made = evaluate.evaluate(
        suggestion=item,
        result=grade,
        source=EvaluationSource.PHONE,
        given_on=on,
        by=clerk(),
        today=on,
        at=at(on),
        **fields,
    )
    item.refresh_from_db()
    return made
