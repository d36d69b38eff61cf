"""A sheet as it was read: rows with their physical line, and what had to be said about it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Broken:
    """A cell whose value cannot be known: a formula that was never computed, or one that failed."""

    text: str


@dataclass(frozen=True)
class Merge:
    """Merged cells; lines and columns as in the file, both ends included (columns from 0)."""

    first_line: int
    last_line: int
    first_column: int
    last_column: int


@dataclass
class Row:
    line: int
    cells: list[object]

    def at(self, column: int) -> object:
        return self.cells[column] if column < len(self.cells) else None

    @property
    def is_blank(self) -> bool:
        return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in self.cells)


@dataclass
class Table:
    """`rows` without the blank ones. Cells: str, int, float, datetime, date, time, bool, None or Broken."""

    rows: list[Row]
    title: str = ""
    merges: list[Merge] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)
