"""Static files straight from their sources."""

from django.contrib.staticfiles.storage import StaticFilesStorage

from config.static_files import KnownAddresses


class PlainStorage(KnownAddresses, StaticFilesStorage):
    pass
