"""Static files: hashed and compressed, without asking for source maps that packages name but do not need."""

from functools import cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class KnownAddresses:
    """A storage that makes each address once: a page has forty of them, and they stand until the next start."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.url = cache(self.url)


class StaticStorage(KnownAddresses, CompressedManifestStaticFilesStorage):
    """Drops the sourceMappingURL patterns, so that the maps (half of the size) need not be collected."""

    patterns = tuple(
        (glob, tuple(p for p in found if "sourceMappingURL" not in (p if isinstance(p, str) else p[0])))
        for glob, found in CompressedManifestStaticFilesStorage.patterns
    )
