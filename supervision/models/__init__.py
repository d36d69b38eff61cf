from supervision.models.card import Card
from supervision.models.comparison import Comparison
from supervision.models.finding import Finding, FindingEntry
from supervision.models.instruction import Instruction, InstructionEntry
from supervision.models.job_run import JobRun
from supervision.models.poll import Poll, PollBox, PollEntry, PollSubject, PollVoter
from supervision.models.reminder import Reminder
from supervision.models.report import AnnualReport, ReportBuild, ReportDraft
from supervision.models.snapshot import (
    Snapshot,
    SnapshotClass,
    SnapshotPromise,
    SnapshotSuggestion,
    SnapshotTask,
    SnapshotUnit,
)
from supervision.models.supervision import Invitation, Supervision, SupervisionFile
from supervision.models.topic import KeySuggestion, KeyTopic, TopicEntry

__all__ = [
    "AnnualReport",
    "Card",
    "Comparison",
    "Finding",
    "FindingEntry",
    "Instruction",
    "InstructionEntry",
    "Invitation",
    "JobRun",
    "KeySuggestion",
    "KeyTopic",
    "Poll",
    "PollBox",
    "PollEntry",
    "PollSubject",
    "PollVoter",
    "Reminder",
    "ReportBuild",
    "ReportDraft",
    "Snapshot",
    "SnapshotClass",
    "SnapshotPromise",
    "SnapshotSuggestion",
    "SnapshotTask",
    "SnapshotUnit",
    "Supervision",
    "SupervisionFile",
    "TopicEntry",
]
