"""From the record to what a paper says: one function a paper, each giving the frozen facts its layout asks for."""

from dataclasses import dataclass
from datetime import date

from accounts.recipients import local_day
from suggestions.choices import ClassChangeCause, Period, ReviewOutcome, UnitRole
from suggestions.deadlines import days_left
from suggestions.letters import assignment_notice, feedback_form, opinion_letter, transfer, urging
from suggestions.letters.words import Matter
from suggestions.models import Assignment, Reply, ResultClass, Suggestion
from suggestions.papers.offers import Offer, deputies_of, urgings
from suggestions.paragraphs import split as letter_lines
from suggestions.selectors.reading import Sight
from suggestions.workflow import ANSWERING, ENDED


@dataclass(frozen=True)
class Desk:
    """Who prints, and when: the office's name on the papers it sends."""

    office: str
    today: date
    sight: Sight


def matter(suggestion: Suggestion, desk: Desk, task: Assignment | None = None) -> Matter:
    """The suggestion as papers name it, with the units of the round of `task`, or of the last one."""
    handled = suggestion.merged_into or suggestion
    round = task.round if task else handled.round
    # A suggestion merged into the one at hand is handled with it: its units are those of the main one.
    found = (task.suggestion if task else handled).assignments.all()
    tasks = [one for one in found if one.round == round and one.state not in ENDED]
    lead = suggestion.lead_deputy
    return Matter(
        number=suggestion.number,
        title=suggestion.title,
        session=suggestion.session.name,
        is_in_session=suggestion.period == Period.IN_SESSION,
        proposer=suggestion.proposer,
        deputies=tuple(deputy.name for deputy in deputies_of(suggestion)),
        delegation=str(suggestion.delegation or ""),
        phone=lead.phone if lead and desk.sight.phone_numbers else "",
        category=str(suggestion.category or ""),
        publicity=str(suggestion.get_publicity_display()),
        submitted_on=suggestion.submitted_on,
        lead_units=tuple(one.unit.name for one in tasks if one.role in ANSWERING),
        assisting_units=tuple(one.unit.name for one in tasks if one.role == UnitRole.ASSISTING),
        body=tuple(letter_lines(suggestion.body)),
    )


def contact_of(task: Assignment, written_by) -> tuple[str, str]:
    """Whom to ask: the handler of the plan, the unit's first contact, or who wrote it; with a telephone."""
    plan, unit = getattr(task, "plan", None), task.unit
    if plan is not None:
        return plan.handler, plan.handler_phone
    person = unit.first_contact or written_by
    return (person.name, person.phone or unit.phone) if person else ("", unit.phone)


def class_as_sent(reply: Reply) -> ResultClass:
    """The class the letter went out with: a promise kept later changes the class, not the letter."""
    sent = [each for each in reply.class_changes.all() if each.cause != ClassChangeCause.FULFILLED]
    return max(sent, key=lambda each: (each.at, each.pk)).to_class if sent else reply.result_class


def notice_facts(offer: Offer, desk: Desk) -> assignment_notice.AssignmentNotice:
    task = offer.task
    return assignment_notice.AssignmentNotice(
        matter=matter(offer.suggestion, desk, task),
        office=desk.office,
        unit=task.unit.name,
        part=str(task.get_role_display()),
        round=task.round,
        assigned_on=task.assigned_on,
        due_on=task.due_on,
        receipt_due_on=task.receipt_due_on,
        return_until_on=task.return_until_on,
        may_be_returned=task.may_be_given_back,
        instruction=task.instruction,
        demand=_demand(offer.suggestion, task),
        judged=_judged(offer.suggestion, task),
    )


def _demand(suggestion: Suggestion, task: Assignment) -> str:
    """Why the round of `task` was asked for; the history names the last round last, an imported one it may not know."""
    place = len(suggestion.rehandlings) - 1 - (suggestion.round - task.round)
    return suggestion.rehandlings[place].reason if task.round > 1 and place >= 0 else ""


def _judged(suggestion: Suggestion, task: Assignment) -> assignment_notice.Judged | None:
    given = next((one for one in suggestion.evaluations.all() if one.round == task.round - 1), None)
    return given and assignment_notice.Judged(
        attitude=str(given.get_attitude_display()),
        result=str(given.get_result_display()),
        comment=given.comment,
        given_on=given.given_on,
    )


def transfer_facts(offer: Offer, desk: Desk) -> transfer.Transfer:
    """The former unit's reason stays with it: another unit does not read it on its page either."""
    task, suggestion = offer.task, offer.suggestion
    if task is None:
        reviews = [review for review in suggestion.reviews.all() if review.outcome == ReviewOutcome.CONVERT]
        last = reviews[-1] if reviews else None
        return transfer.Transfer(
            matter=matter(suggestion, desk),
            office=desk.office,
            moved_on=local_day(last.decided_at) if last else desk.today,
            reason=last.reason if last else "",
        )
    return transfer.Transfer(
        matter=matter(suggestion, desk, task),
        office=desk.office,
        moved_on=task.assigned_on,
        unit=task.unit.name,
        from_unit=task.replaces.unit.name,
        part=str(task.get_role_display()),
        due_on=task.due_on,
        instruction=task.instruction,
    )


def opinion_facts(offer: Offer, desk: Desk) -> opinion_letter.OpinionLetter:
    opinion = offer.subject
    found = matter(offer.suggestion, desk, offer.task)
    name, phone = contact_of(offer.task, opinion.filed_by)
    return opinion_letter.OpinionLetter(
        matter=found,
        unit=offer.task.unit.name,
        lead_units=found.lead_units,
        signatory=opinion.signatory,
        filed_on=opinion.filed_on,
        text=opinion.text,
        document_number=opinion.document_number,
        office=desk.office,
        contact=name,
        contact_phone=phone,
    )


def feedback_facts(offer: Offer, desk: Desk) -> feedback_form.FeedbackForm:
    suggestion = offer.suggestion
    handled = suggestion.merged_into or suggestion
    tasks = [one for one in handled.assignments.all() if one.round == handled.round and one.role in ANSWERING]
    accepted = [(t.unit.name, r.document_number) for t in tasks for r in t.replies.all() if desk.sight.reply(r)]
    given = next((one for one in suggestion.evaluations.all() if one.round == handled.round), None)
    return feedback_form.FeedbackForm(
        matter=matter(suggestion, desk),
        office=desk.office,
        round=handled.round,
        units=tuple(dict.fromkeys(unit for unit, _ in accepted)),
        document_numbers=tuple(dict.fromkeys(number for _, number in accepted)),
        replied_on=handled.replied_on,
        feedback_due_on=suggestion.feedback_due_on,
        given=given
        and feedback_form.Given(
            attitude=str(given.get_attitude_display()),
            result=str(given.get_result_display()),
            comment=given.comment,
            given_on=given.given_on,
            source=str(given.get_source_display()),
        ),
    )


def urging_facts(offer: Offer, desk: Desk) -> urging.Urging:
    task = offer.task
    urged = [one.urging for one in urgings(task)]
    return urging.Urging(
        matter=matter(offer.suggestion, desk, task),
        office=desk.office,
        unit=task.unit.name,
        part=str(task.get_role_display()),
        owed="协办意见" if task.role == UnitRole.ASSISTING else "答复",
        state=str(task.get_state_display()),
        assigned_on=task.assigned_on,
        signed_on=local_day(task.signed_at) if task.signed_at else None,
        due_on=task.due_on,
        days_left=days_left(task.due_on, desk.today),
        urged_on=urged[-1].urged_on if urged else desk.today,
        words=urged[-1].words if urged else "",
        times=len(urged),
    )
