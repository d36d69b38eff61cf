"""The files of one suggestion that one person may read, by what they came with."""

from suggestions.models import Assignment, Attachment
from suggestions.selectors.reading import Sight


def readable_files(suggestion, main, tasks: list[Assignment], sight: Sight) -> dict[tuple[str, int], list[Attachment]]:
    """(owner, its key) → files; of a main suggestion only those of its replies."""
    replies = {reply.pk: reply for task in tasks for reply in task.replies.all()}
    opinions = {opinion.pk: opinion for task in tasks for opinion in task.opinions.all()}
    found: dict[tuple[str, int], list[Attachment]] = {}
    for attachment in Attachment.objects.filter(suggestion__in=[suggestion, *([main] if main else [])]):
        owner = attachment.owner
        if attachment.suggestion_id != suggestion.pk and owner != "reply":
            continue
        if owner == "reply":
            attachment.reply = replies[attachment.reply_id]
        if owner == "opinion":
            attachment.opinion = opinions[attachment.opinion_id]
        if sight.attachment(attachment):
            found.setdefault((owner, getattr(attachment, f"{owner}_id")), []).append(attachment)
    return found
