"""What an import says: counts, and each error and warning with its line and column."""

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Issue:
    """`line` is the line of the file (the first one is 1); `column` the file's own header, or empty."""

    line: int
    column: str
    message: str


@dataclass
class Report:
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: list[Issue] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)

    def error(self, line: int, column: str, message: str) -> None:
        self.errors.append(Issue(line, column, message))

    def warn(self, line: int, column: str, message: str) -> None:
        self.warnings.append(Issue(line, column, message))

    def as_dict(self) -> dict:
        """The answer of the import commands, keys as promised in docs/importing.md."""
        self.errors.sort(key=lambda issue: issue.line)
        self.warnings.sort(key=lambda issue: issue.line)
        return asdict(self)
