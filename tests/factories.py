"""Small makers of what the tests need. Everything is invented; every day is passed in or stands at DAY."""

from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Committee, Delegation, Deputy, Unit, User
from accounts.roles import HandlingSystem, Role
from suggestions.actions import (
    assign,
    comment,
    contact,
    draft_units,
    evaluate,
    opine,
    plan,
    rehandle,
    reply,
    review,
    sign,
    split,
)
from suggestions.actions import commitment as promising
from suggestions.actions import register as registering
from suggestions.actions.reply import Answer, Letter, Promise
from suggestions.choices import (
    AskOutcome,
    ContactKind,
    ContactStage,
    EvaluationSource,
    Grade,
    Kind,
    ProposerKind,
    ReviewOutcome,
    UnitRole,
)
from suggestions.models import Assignment, CongressTerm, Regulation, ResultClass, Session

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


def suggestion(*, by: User | None = None, on: date = DAY, co_signers=(), **fields):
    """A registered suggestion."""
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
    return registering.register(fields=fields, co_signers=co_signers, by=by or clerk(), on=on, at=at(on))


def accepted(*, by: User | None = None, on: date = DAY, **fields):
    by = by or clerk()
    item = suggestion(by=by, on=on, **fields)
    review.review(suggestion=item, outcome=ReviewOutcome.ACCEPT, by=by, at=at(on))
    return item


def assigned(*leads: Unit, assisting=(), separate: bool = False, by: User | None = None, on: date = DAY, **fields):
    """A suggestion handed over on `on` to `leads` (one is made when none is given) and `assisting`."""
    by = by or clerk()
    item = accepted(by=by, on=on, **fields)
    draft_units.draft(suggestion=item, leads=leads or [unit()], assisting=assisting, separate=separate, by=by)
    assign.issue(suggestions=[item], session=item.session, assigned_on=on, by=by, today=on, at=at(on))
    item.refresh_from_db()
    return item


def task(item, of: Unit | None = None):
    """The task of `of` (or of the lead unit) in the round under way."""
    tasks = item.assignments.active().filter(round=item.round)
    return tasks.get(unit=of) if of else tasks.exclude(role=UnitRole.ASSISTING).get()


def signed(item, of: Unit | None = None, on: date = DAY, *, is_planned: bool = True):
    """Signed for and, as most are, with its handling plan where one is asked for."""
    found = task(item, of)
    by = handler(found.unit)
    sign.sign(assignment=found, by=by, on=on, at=at(on))
    if is_planned and found.plan_due_on is not None:
        plan.file(assignment=found, fixings=fixings(found), by=by, on=on, at=at(on))
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
    found = signed(item, of, on=on)
    return opine.file(assignment=found, text="拟同意，建议纳入年度计划。", by=handler(of), on=on, at=at(on))


def contacted(item, of: Unit | None = None, on: date = DAY, **fields):
    """The lead unit spoke with the deputy before answering."""
    found = task(item, of)
    fields = {"stage": ContactStage.BEFORE, "kind": ContactKind.FACE_TO_FACE, "people": "代表、经办人"} | fields
    fields.setdefault("note", "面对面听取了代表的意见。")
    return contact.record(
        suggestion=item, assignment=found, contacted_on=on, by=handler(found.unit), today=on, at=at(on), **fields
    )


def promise(due_on: date | None = None, **fields) -> Promise:
    fields.setdefault("matter", "建成学校门前人行道")
    return Promise(due_on=due_on or DAY + timedelta(days=200), **fields)


def submitted(item, of: Unit | None = None, on: date = DAY, **fields):
    """The lead's reply, waiting for its head's signature."""
    found = task(item, of)
    if found.signed_at is None:
        signed(item, of, on=on)
        found = task(item, of)
    fields.setdefault("dated_on", on)
    if not reply.has_contact(found):
        contacted(item, found.unit, on=on)
    return reply.submit(assignment=found, letter=letter(**fields), by=handler(found.unit), today=on, at=at(on))


def filed(item, of: Unit | None = None, on: date = DAY, **fields):
    """The lead's reply, signed off and with the office for review."""
    made = submitted(item, of, on=on, **fields)
    reply.sign_off(reply=made, by=head(made.assignment.unit), on=on, at=at(on))
    return made


def remark(reply_, text: str = "请写明完成时间。", by: User | None = None, on: date = DAY, **fields):
    """A remark of the office on a reply that waits for its review."""
    fields = {"paragraph": 1, "quote": "现答复如下"} | fields
    return comment.add(reply=reply_, text=text, by=by or clerk(), at=at(on), **fields)


def replied(item, of: Unit | None = None, on: date = DAY, **fields):
    """The lead's reply, passed by the office."""
    made = filed(item, of, on=on, **fields)
    reply.accept(reply=made, by=clerk(), on=on, at=at(on))
    item.refresh_from_db()
    return made


def coordinated() -> None:
    """The office has each system's coordinator read a signed reply first."""
    Regulation.objects.create(is_coordinator_review=True, changed_at=at())


def twice_dissatisfied(of: Unit | None = None, on: date = DAY, **fields):
    """Answered, dissatisfied, handled again, answered again, dissatisfied again."""
    item = assigned(*([of] if of else []), on=on, **fields)
    replied(item, on=on)
    judged(item, Grade.DISSATISFIED, on=on)
    rehandled(item, on=on)
    replied(item, on=on, document_number="测教函〔2026〕9号")
    judged(item, Grade.DISSATISFIED, on=on)
    return item


def rehandled(item, on: date = DAY) -> None:
    """Handed over a second time."""
    rehandle.rehandle(suggestion=item, demanded_on=on, reason="代表不满意。", by=clerk(), today=on, at=at(on))


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


def commitment(item=None, of: Unit | None = None, on: date = DAY, due_on: date | None = None, **fields):
    """A promise on the ledger, made in an accepted B reply of `on`."""
    made = replied(
        item or assigned(*([of] if of else []), on=on),
        of,
        on=on,
        result_class=result_class("B"),
        promises=(promise(due_on or on + timedelta(days=200), **fields),),
    )
    return made.commitments.select_related("suggestion", "assignment__unit", "reply__result_class").get()


def reported(made, on: date = DAY, by: User | None = None, **fields):
    """The unit says the promise is kept, and proves it."""
    fields.setdefault("text", "人行道已建成并开放。")
    fields.setdefault("files", [SimpleUploadedFile("验收单.pdf", b"%PDF-1.4\n%%EOF\n")])
    fields.setdefault("done_on", on)
    by = by or handler(made.assignment.unit)
    promising.report_done(commitment=made, by=by, today=on, at=at(on), **fields)
    return made


def asked(item, *texts: str, by: User | None = None) -> list:
    """`item`, split into `texts`."""
    lines = [split.Line(text) for text in texts or ("拓宽道路", "增设护学岗")]
    return split.split(suggestion=item, lines=lines, by=by or clerk(), at=at())


def answer(ask, outcome: str = AskOutcome.DONE, **fields) -> Answer:
    fields.setdefault("text", "已会同有关单位办理。")
    if outcome == AskOutcome.PLANNED:
        fields.setdefault("planned_on", DAY + timedelta(days=200))
    if outcome == AskOutcome.CANNOT:
        fields.setdefault("reason", "用地条件尚不具备。")
    return Answer(ask, outcome, **fields)
