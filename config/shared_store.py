"""The shared store of uploads: any server that speaks the S3 protocol. Objects stay private; Django streams them.

No address of an object is ever given out: each file goes through its gate, whichever server answers.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

CLIENT = Config(
    signature_version="s3v4",
    s3={"addressing_style": "path"},  # the office's own server has one name, not one for each bucket
    connect_timeout=5,
    read_timeout=30,
    retries={"max_attempts": 3, "mode": "standard"},
    # Newer clients add sums that older servers of this protocol refuse.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
IN_MEMORY = 2 * 1024 * 1024  # a larger file on its way through goes to a temporary file


@contextmanager
def _as_file_errors() -> Iterator[None]:
    """A store that does not answer is like a disk that does not: OSError, which callers know."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise OSError(f"shared store: {error}") from error


class SharedStorage(S3Storage):
    def __init__(self, **options):
        super().__init__(
            **options, client_config=CLIENT, default_acl=None, file_overwrite=False, max_memory_size=IN_MEMORY
        )

    def url(self, name, *args, **kwargs):
        raise PermissionError("Files have no address of their own: they go through their gate.")

    def _open(self, name, mode="rb"):
        """Read at once, so that a store that fails does so here and not in the middle of an answer."""
        with _as_file_errors():
            found = super()._open(name, mode)
            return found.open()

    def _save(self, name, content):
        with _as_file_errors():
            return super()._save(name, content)

    def delete(self, name):
        with _as_file_errors():
            super().delete(name)
