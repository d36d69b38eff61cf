"""Files that come with something: checked by content, kept under a name of our own, gone when nothing came of it."""

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from suggestions import files as file_rules
from suggestions.errors import RuleViolation
from suggestions.models import Attachment, ImportFile, Suggestion
from suggestions.models.attachment import StoredFile

log = logging.getLogger(__name__)
# Names stored since the door opened (`nothing_left_behind`); None outside of it, where the sweep makes up for it.
_stored: ContextVar[list[str] | None] = ContextVar("stored", default=None)
# Whose rows refer to stored files; the floor above adds its own (supervision/apps.py).
HOLDERS: list = [Attachment, ImportFile]


def attach(files, *, suggestion: Suggestion, by, at: datetime, **owner) -> list[Attachment]:
    """Keep `files` (uploaded files) for `suggestion` and their owner (one of Attachment.OWNERS by its name).

    RuleViolation, with nothing kept, when one may not be kept, one comes twice, or they are too many.
    """
    return keep(Attachment, files, by=by, at=at, suggestion=suggestion, **owner)


def keep(model: type[StoredFile], files, *, by, at: datetime, **owner) -> list:
    """Keep `files` as rows of `model`, which names what they came with (`owner`). RuleViolation as `attach`."""
    files = list(files)
    kept = []
    for upload, checked in zip(files, file_rules.check(files), strict=True):
        attachment = model(
            name=checked.name,
            size=upload.size,
            content_type=checked.content_type,
            sha256=checked.sha256,
            uploaded_by=by,
            uploaded_at=at,
            **owner,
        )
        _store(attachment, upload)
        attachment.save()
        kept.append(attachment)
    return kept


def _store(attachment: StoredFile, upload) -> None:
    try:
        attachment.file.save(attachment.name, upload, save=False)
    except OSError as error:  # the disk is full, the shared store does not answer
        log.exception("storing %s", attachment.name)
        sentence = _("文件“%(name)s”暂时无法保存，请稍后重试；再不行请与系统管理员联系。")
        raise RuleViolation(sentence % {"name": attachment.name}, field="files") from error
    remember(attachment.file.name)


def remember(name: str) -> None:
    """A file was stored whose row is not yet certain."""
    stored = _stored.get()
    if stored is not None:
        stored.append(name)


@contextmanager
def nothing_left_behind():
    """Around a request: what was stored in it and has no row at its end is deleted. The row may have been rolled back,
    by a refusal, by a question that is asked first, or by a fault of ours."""
    token = _stored.set([])
    try:
        yield
    finally:
        stored = _stored.get()
        _stored.reset(token)
        if stored:
            for name in set(stored) - _referred(stored):
                _forget(name)


def _forget(name: str) -> None:
    """The answer is written by now: a store that fails here must not turn it into a fault. The sweep comes again."""
    try:
        default_storage.delete(name)
    except OSError:
        log.exception("deleting %s", name)


def sweep(*, now: datetime, older_than: timedelta, is_trial: bool = False) -> tuple[int, int]:
    """Delete stored files that no row refers to: of requests that died half-way. Returns (files found, files swept).

    Young ones are left alone: their row may be on its way. Several rows may refer to one file; one is enough.
    """
    found = swept = 0
    for folder in ("attachments", "imports", "reports"):
        names = _stored_in(folder)
        found += len(names)
        for name in sorted(set(names) - _referred(names)):
            if default_storage.get_modified_time(name) > now - older_than:
                continue
            swept += 1
            if not is_trial:
                default_storage.delete(name)
    return found, swept


def _stored_in(folder: str) -> list[str]:
    try:
        _below, names = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever stored
        return []
    return [f"{folder}/{name}" for name in names if name]


def _referred(names: list[str], batch: int = 500) -> set[str]:
    """Those of `names` that some row refers to."""
    found: set[str] = set()
    for first in range(0, len(names), batch):
        some = names[first : first + batch]
        for model in HOLDERS:
            found |= set(model.objects.filter(file__in=some).values_list("file", flat=True))
    return found
