"""Writes the life of one suggestion, act by act, through the same actions the pages use, on days of its own."""

from datetime import date, datetime, timedelta
from random import Random

from suggestions.actions import (
    change_class,
    close,
    comment,
    contact,
    evaluate,
    extend,
    give_back,
    meeting,
    opine,
    rehandle,
    sign,
)
from suggestions.actions import reply as replying
from suggestions.actions.reply import Letter, Promise
from suggestions.choices import ContactKind, Delivery, EvaluationSource, Grade, ProposerKind
from suggestions.models import Assignment, Reply, Suggestion
from suggestions.selectors.meetings import proposed_guests
from supervision.demo import paper, texts
from supervision.demo.answers import answers_to, split_asks
from supervision.demo.catalogue import Topic
from supervision.demo.days import Days, moment
from supervision.demo.fixings import file_plans, visit_record
from supervision.demo.office import DemoOffice
from supervision.demo.reading import Reading

_PROMISED_IN = (40, 60, 90, 150, 240, 330)  # days from the reply


class Pen(Reading):
    """`day` is the day of the next act; `wait` moves it on. An act asks for its moment (`act`) last of all."""

    def __init__(self, office: DemoOffice, days: Days, item: Suggestion, topic: Topic, rng: Random):
        super().__init__(office, item.pk)
        self.days, self.topic, self.rng = days, topic, rng
        self.day = item.submitted_on

    def act(self) -> datetime:
        """The moment of an act that gives or ends tasks: what was read before it is read afresh after it."""
        self.forget()
        return self.now

    @property
    def now(self) -> datetime:
        """The moment of an everyday act, which moves nothing but what it is given, and leaves that as it now is."""
        return moment(self.day, self.rng.randint(9, 17), self.rng.randint(0, 59))

    def wait(self, n: int) -> None:
        self.day = self.days.later(self.day, n)

    def wait_until(self, offset: int) -> None:
        """The working day at `offset` from today; an act that is already later stays where it is."""
        self.day = max(self.day, min(self.days.before(offset), self.days.last))

    # A unit at work

    def sign(self, *, only: Assignment | None = None) -> None:
        for task in [only] if only else [*self.leads(), *self.assisting()]:
            sign.sign(assignment=task, by=self.office.handlers[task.unit_id], on=self.day, at=self.now)
        split_asks(self)

    def plan(self, *, is_late: bool = False) -> None:
        """Most units say in time how they mean to handle it; of each eleventh that forgets, every second is late."""
        if self.pk % 2 == 0 if is_late else self.pk % 11:
            file_plans(self)

    def contact(self, stage: str, kind: str = "") -> None:
        task = self.lead()
        item = self.item
        kind = kind or self.rng.choice((ContactKind.FACE_TO_FACE, ContactKind.FIELD_VISIT, ContactKind.PHONE))
        contact.record(
            suggestion=item,
            assignment=task,
            stage=stage,
            kind=kind,
            contacted_on=self.day,
            place=texts.PLACES.get(kind, ""),
            deputies=self.spoken_with,
            people=f"{task.unit.short_name}分管负责人、经办人",
            note=texts.CONTACT_NOTES[stage],
            files=visit_record(item, kind),
            by=self.office.handlers[task.unit_id],
            today=self.day,
            at=self.now,
        )

    def opinions(self, *, most: int | None = None) -> None:
        for task in self.assisting()[:most]:
            opine.file(
                assignment=task,
                text=texts.opinion(task.suggestion, task.unit.name),
                signatory=self.office.heads[task.unit_id].name,
                by=self.office.handlers[task.unit_id],
                on=self.day,
                at=self.now,
            )

    def draft(self, code: str = "", *, task: Assignment | None = None) -> Reply:
        """The handler hands the letter to the head for signature."""
        task = task or self.lead()
        result = self.office.classes[code or self.rng.choice("AAABBBBC")]
        lines = [f"{task.unit}", f"关于{task.suggestion.number}号建议的答复", "（演示文件）"]
        files = [paper.pdf("答复函.pdf", lines)] if self.rng.random() < 0.15 else []
        return replying.submit(
            assignment=task,
            letter=self._letter(task, result),
            files=files,
            by=self._handler(task),
            today=self.day,
            at=self.now,
        )

    def _letter(self, task: Assignment, result) -> Letter:
        item, signatory = self.item, self.office.heads[task.unit_id].name
        via_lead = item.proposer_kind == ProposerKind.JOINT and item.pk % 2 == 1
        number = int(item.pk) + task.round * 200
        days = self.rng.choice((40, 60, 90, 150, 240, 330)) if result.needs_plan_date else 0
        return Letter(
            text=self.words(task),
            document_number=f"澜{self.office.signs[task.unit_id]}函〔{self.day.year}〕{number}号",
            result_class=result,
            signatory=signatory,
            dated_on=self.day,
            answers=answers_to(list(item.asks.all()), result, self.day),
            promises=(Promise(self.topic.plan, self.day + timedelta(days=days), signatory),) if days else (),
            unsolved_reason="目前资金和用地条件尚不具备，已作为储备事项继续研究。" if result.needs_reason else "",
            without_opinions_reason=texts.LATE_REASON if replying.missing_opinions(task) else "",
            delivery=Delivery.VIA_LEAD if via_lead else Delivery.EACH,
            consent_note="经电话商领衔代表同意，由其转告各附议代表。" if via_lead else "",
        )

    def words(self, task: Assignment) -> str:
        """The text of the letter as the handler of `task` would write it on this day."""
        return texts.reply(
            self.item,
            self.topic,
            lead=task.unit.name,
            assisting=[assistant.unit.name for assistant in self.assisting()],
            dated_on=self.day,
            second=task.round > 1,
            mended=task.replies.exists(),
            signatory=self.office.heads[task.unit_id].name,
        )

    def sign_off(self) -> None:
        letter = self.letters()[-1]
        head = self.office.heads[letter.assignment.unit_id]
        replying.sign_off(reply=letter, by=head, on=self.day, at=self.now)

    def send_back_draft(self, reason: str) -> None:
        letter = self.letters()[-1]
        head = self.office.heads[letter.assignment.unit_id]
        replying.send_back_draft(reply=letter, reason=reason, by=head, at=self.now)

    def ask_extension(self, until: date):
        task = self.lead()
        return extend.request(
            assignment=task,
            until=until,
            reason=texts.EXTENSION_REASON,
            work_done=texts.WORK_DONE,
            is_deputy_informed=True,
            by=self._handler(task),
            today=self.day,
            at=self.now,
        )

    def ask_return(self, proposed: str):
        task = self.lead()
        return give_back.request(
            assignment=task,
            reason=texts.RETURN_REASON,
            proposed_unit=self.office.units[proposed],
            by=self._handler(task),
            on=self.day,
            at=self.now,
        )

    # The office and the deputy

    def remark(self, paragraph: int, text: str, *, quote: str = "", by_head: bool = False) -> None:
        letter = self.letters()[-1]
        by = self.office.heads[letter.assignment.unit_id] if by_head else self.office.clerks[0]
        comment.add(reply=letter, paragraph=paragraph, text=text, quote=quote, by=by, at=self.now)

    def accept(self, code: str = "", reason: str = "") -> None:
        result_class = self.office.classes[code] if code else None
        replying.accept(
            reply=self.letters()[-1],
            by=self._clerk(),
            on=self.day,
            at=self.now,
            result_class=result_class,
            class_reason=reason,
        )

    def correct_class(self, code: str, reason: str) -> None:
        change_class.correct(
            reply=self.letters()[-1],
            to_class=self.office.classes[code],
            reason=reason,
            by=self._clerk(),
            on=self.day,
            at=self.now,
        )

    def reject(self, reason: str) -> None:
        replying.reject(reply=self.letters()[-1], reason=reason, by=self._clerk(), at=self.now)

    def judge(self, result: str, attitude: str = Grade.SATISFIED) -> None:
        """By the deputy in the browser; for a delegation, or now and then, by a clerk from paper or telephone."""
        item = self.item
        online = item.lead_deputy_id is not None and self.rng.random() < 0.7
        source = (
            EvaluationSource.ONLINE if online else self.rng.choice((EvaluationSource.PAPER, EvaluationSource.PHONE))
        )
        scan = [paper.pdf("征询意见表.pdf", ["征询意见表", f"{item.number}号", "（演示文件）"])]
        evaluate.evaluate(
            suggestion=item,
            attitude=attitude,
            result=result,
            comment=self.rng.choice(texts.COMPLAINTS if result == Grade.DISSATISFIED else texts.PRAISE),
            source=source,
            given_on=self.day,
            files=scan if source == EvaluationSource.PAPER else (),
            by=item.lead_deputy.user if online else self._clerk(),
            today=self.day,
            at=self.now,
        )

    def rehandle(self, *, with_assisting: bool = False) -> None:
        rehandle.rehandle(
            suggestion=self.item,
            demanded_on=self.day,
            reason="代表对办理结果不满意，请针对反馈意见逐条研究，主要负责人与代表当面沟通后重新答复。",
            with_assisting=with_assisting,
            by=self._clerk(),
            today=self.day,
            at=self.act(),
        )

    def call_meeting(self) -> None:
        item = self.item
        meeting.call(
            suggestion=item,
            planned_on=self.days.clock.calendar.next_workday(self.day + timedelta(days=6)),
            place="市人大常委会三楼会议室",
            invited=proposed_guests(item),
            by=self.office.clerks[0],
            today=self.day,
            at=self.act(),
        )

    def record_meeting(self) -> None:
        item = self.item
        meeting.record(
            suggestion=item,
            held_on=self.day,
            present=proposed_guests(item),
            minutes=texts.MEETING_MINUTES,
            conclusion=texts.MEETING_CONCLUSION,
            files=[paper.pdf("协商会议纪要.pdf", ["协商会议纪要", f"{item.number}号", "（演示文件）"])],
            by=self.office.clerks[0],
            today=self.day,
            at=self.act(),
        )

    def close(self, reason: str = "") -> None:
        close.close(suggestion=self.item, reason=reason, by=self._clerk(), today=self.day, at=self.now)

    def _handler(self, task: Assignment):
        return self.office.handlers[task.unit_id]

    def _clerk(self):
        return self.rng.choice(self.office.clerks)
