"""Static files straight from their sources; each address is made once: a page has forty of them."""

from functools import cache

from django.contrib.staticfiles.storage import StaticFilesStorage


class PlainStorage(StaticFilesStorage):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.url = cache(self.url)
