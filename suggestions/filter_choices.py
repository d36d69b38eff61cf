"""What a filter offers to choose from."""

from collections.abc import Iterable


class Choices(tuple):
    """Pairs of value and label that nobody changes, so that a copy is the thing itself.

    A filter set and its form copy all their fields for each page, and with them each of two hundred units.
    """

    def __new__(cls, pairs: Iterable[tuple] = ()):
        return super().__new__(cls, pairs)

    def __deepcopy__(self, memo: dict) -> "Choices":
        return self
