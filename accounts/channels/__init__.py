"""The ways out of the house. Each module has `send(delivery, at)`, which returns or raises `Undelivered`."""


class Undelivered(Exception):
    """This attempt failed; the sentence is shown on the page of deliveries."""
