"""Files that come with something: checked by content, kept under a name of our own."""

from datetime import datetime

from suggestions import files as file_rules
from suggestions.models import Attachment, Suggestion


def attach(files, *, suggestion: Suggestion, by, at: datetime, **owner) -> list[Attachment]:
    """Keep `files` (uploaded files) for `suggestion` and their owner (one of Attachment.OWNERS by its name).

    RuleViolation, with nothing kept, when one is too large, empty, or not what its name says.
    """
    kinds = [file_rules.check(upload) for upload in files]
    return [
        Attachment.objects.create(
            suggestion=suggestion,
            file=upload,
            name=file_rules.safe_name(upload.name),
            size=upload.size,
            content_type=kind,
            uploaded_by=by,
            uploaded_at=at,
            **owner,
        )
        for upload, kind in zip(files, kinds, strict=True)
    ]
