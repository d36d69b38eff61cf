from suggestions.models.ask import Ask, AskAnswer
from suggestions.models.assignment import Assignment, AssignmentBatch
from suggestions.models.attachment import Attachment
from suggestions.models.calendar_day import CalendarDay, CalendarYear
from suggestions.models.class_change import ClassChange
from suggestions.models.comment import ReplyComment
from suggestions.models.commitment import Commitment, CommitmentEntry, CommitmentReceipt
from suggestions.models.consultation import Circulation, Countersignature, OpinionRequest
from suggestions.models.contact import Contact
from suggestions.models.draft import Draft, DraftUnit
from suggestions.models.evaluation import Evaluation
from suggestions.models.event import Event
from suggestions.models.extension import Extension
from suggestions.models.import_file import ImportFile
from suggestions.models.meeting import Meeting
from suggestions.models.opinion import Opinion
from suggestions.models.plan import HandlingPlan
from suggestions.models.reference import Category, ResultClass
from suggestions.models.regulation import Regulation
from suggestions.models.reply import Reply
from suggestions.models.request import AdditionRequest, ReturnRequest
from suggestions.models.review import Review
from suggestions.models.session import CongressTerm, Session
from suggestions.models.suggestion import CoSigner, Suggestion
from suggestions.models.urging import UrgedTask, Urging

__all__ = [
    "AdditionRequest",
    "Ask",
    "AskAnswer",
    "Assignment",
    "AssignmentBatch",
    "Attachment",
    "CalendarDay",
    "CalendarYear",
    "Category",
    "Circulation",
    "ClassChange",
    "CoSigner",
    "Commitment",
    "CommitmentEntry",
    "CommitmentReceipt",
    "CongressTerm",
    "Contact",
    "Countersignature",
    "Draft",
    "DraftUnit",
    "Evaluation",
    "Event",
    "Extension",
    "HandlingPlan",
    "ImportFile",
    "Meeting",
    "Opinion",
    "OpinionRequest",
    "Regulation",
    "Reply",
    "ReplyComment",
    "ResultClass",
    "ReturnRequest",
    "Review",
    "Session",
    "Suggestion",
    "UrgedTask",
    "Urging",
]
