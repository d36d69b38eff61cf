"""Uploads of a request that came to nothing do not stay in the store."""

from suggestions.actions import attach


class UploadsMiddleware:
    """Innermost: every rollback of the page is over when it looks."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method != "POST":
            return self.get_response(request)
        with attach.nothing_left_behind():
            return self.get_response(request)
