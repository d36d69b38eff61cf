"""An offered paper as a file: its bytes, and the name it is saved under."""

import re
import unicodedata

from suggestions.letters import (
    assignment_notice,
    commitments,
    extension_request,
    face_to_face,
    feedback_form,
    opinion_letter,
    reply_letter,
    return_request,
    transfer,
    urging,
)
from suggestions.papers import facts, reply_facts, request_facts
from suggestions.papers.facts import Desk
from suggestions.papers.kinds import PaperKind
from suggestions.papers.offers import Offer

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Each paper: where its facts come from, and what sets them.
_PRESS = {
    PaperKind.ASSIGNMENT_NOTICE: (facts.notice_facts, assignment_notice.write),
    PaperKind.TRANSFER: (facts.transfer_facts, transfer.write),
    PaperKind.REPLY_LETTER: (reply_facts.letter_facts, reply_letter.write),
    PaperKind.OPINION_LETTER: (facts.opinion_facts, opinion_letter.write),
    PaperKind.RETURN_REQUEST: (request_facts.return_facts, return_request.write),
    PaperKind.EXTENSION_REQUEST: (request_facts.extension_facts, extension_request.write),
    PaperKind.FEEDBACK_FORM: (facts.feedback_facts, feedback_form.write),
    PaperKind.URGING: (facts.urging_facts, urging.write),
    PaperKind.COMMITMENTS: (reply_facts.commitments_facts, commitments.write),
    PaperKind.FACE_TO_FACE: (reply_facts.meeting_facts, face_to_face.write),
}
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')
_MOST_OF_TITLE = 40  # Windows counts the whole path


def print_paper(offer: Offer, desk: Desk) -> bytes:
    gather, write = _PRESS[offer.kind]
    return write(gather(offer, desk))


def file_name(offer: Offer) -> str:
    """编号_标题_文书.docx, with the unit where it is a unit's and the deputy whose copy it is."""
    unit = (offer.task.unit.short_name or offer.task.unit.name) if offer.task else ""
    who = offer.deputy.name if offer.deputy else ""
    kind = str(offer.kind.label).split("（")[0]
    parts = [offer.suggestion.number, offer.suggestion.title[:_MOST_OF_TITLE], kind, unit, who]
    return "_".join(filter(None, map(_safe, parts))) + ".docx"


def _safe(part: str) -> str:
    """Of any text a part of a file name that every system takes: nothing that is a path, no control characters."""
    shown = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in part)
    return re.sub(r"\s+", " ", _FORBIDDEN.sub("_", shown)).strip(" .")
