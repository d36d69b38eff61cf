from suggestions.models.assignment import Assignment, AssignmentBatch
from suggestions.models.attachment import Attachment
from suggestions.models.calendar_day import CalendarDay, CalendarYear
from suggestions.models.contact import Contact
from suggestions.models.draft import Draft, DraftUnit
from suggestions.models.evaluation import Evaluation
from suggestions.models.event import Event
from suggestions.models.extension import Extension
from suggestions.models.import_file import ImportFile
from suggestions.models.opinion import Opinion
from suggestions.models.reference import Category, ResultClass
from suggestions.models.regulation import Regulation
from suggestions.models.reply import Reply
from suggestions.models.request import AdditionRequest, ReturnRequest
from suggestions.models.review import Review
from suggestions.models.session import CongressTerm, Session
from suggestions.models.suggestion import CoSigner, Suggestion

__all__ = [
    "AdditionRequest",
    "Assignment",
    "AssignmentBatch",
    "Attachment",
    "CalendarDay",
    "CalendarYear",
    "Category",
    "CoSigner",
    "CongressTerm",
    "Contact",
    "Draft",
    "DraftUnit",
    "Evaluation",
    "Event",
    "Extension",
    "ImportFile",
    "Opinion",
    "Regulation",
    "Reply",
    "ResultClass",
    "ReturnRequest",
    "Review",
    "Session",
    "Suggestion",
]
