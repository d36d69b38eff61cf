"""Many papers as one .zip, written while it is sent: the download begins at once and memory stays flat."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from suggestions.papers.facts import Desk
from suggestions.papers.kinds import PaperKind
from suggestions.papers.printing import file_name, print_paper
from suggestions.papers.reading import read_many, sent_separately

MOST = 500  # suggestions in one batch; more are fetched session by session or unit by unit


class _Sink:
    """A file that can only be written: what is in it goes out, and is forgotten. ZipFile finds out by itself."""

    def __init__(self):
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits anywhere."""

    def take(self) -> bytes:
        taken, self._parts = b"".join(self._parts), []
        return taken


def papers_of(user, pks: list[int], kinds: Collection[str], *, office: str, today: date) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each paper of these kinds that `user` may have, no name twice."""
    seen: Counter[str] = Counter()
    for _suggestion, sight, found in read_many(user, pks):
        desk = Desk(office, today, sight)
        for offer in sent_separately(found):
            if offer.kind not in kinds:
                continue
            name = file_name(offer)
            seen[name] += 1
            if seen[name] > 1:
                name = f"{name.removesuffix('.docx')} ({seen[name]}).docx"
            yield name, print_paper(offer, desk)


def count_papers(user, pks: list[int]) -> Counter[PaperKind]:
    """How many of each kind a batch of these suggestions would hold."""
    return Counter(offer.kind for _, _, found in read_many(user, pks) for offer in sent_separately(found))


def zipped(files: Iterable[tuple[str, bytes]], *, today: date) -> Iterator[bytes]:
    sink = _Sink()
    with ZipFile(sink, "w") as archive:
        for name, content in files:
            entry = ZipInfo(name, date_time=(today.year, today.month, today.day, 0, 0, 0))
            # Not merely stored: some readers refuse that where sizes stand behind the content
            archive.writestr(entry, content, compress_type=ZIP_DEFLATED, compresslevel=1)
            yield sink.take()
    yield sink.take()
