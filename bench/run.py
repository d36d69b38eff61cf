"""What the pages cost, on a PostgreSQL of their own: `.venv/bin/python bench/run.py [sizes …]` (default 5000 50000).

Each size is filled and measured in a process of its own (bench/measure.py); the table goes to the screen and to
bench/results.md.
"""

import json
import os
import platform
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from devtools import parts, servers  # noqa: E402
from devtools.processes import Child, call, signal, stop_all  # noqa: E402

SIZES = (5_000, 50_000)
HEAD = "| page | suggestions | rows in the answer | p50 ms | queries | peak MiB | raw SQL p50 ms | ratio |"


def main(sizes: list[int]) -> int:
    programs = parts.find_postgres()
    if not programs:
        print("No PostgreSQL found: install one, or run `make test` once, which fetches it.", file=sys.stderr)
        return 1
    found, text = {}, ""
    for size in sizes:
        found[size] = measured(programs, size)
        text = report(found, parts.version(str(Path(programs) / "postgres")))
        (ROOT / "bench" / "results.md").write_text(text, encoding="utf-8")
    print(text)
    return 0


def measured(programs: str, size: int) -> dict:
    """A fresh cluster filled with `size` suggestions; the answer of bench/measure.py."""
    folder = Path(tempfile.mkdtemp(prefix="suggestions-bench-"))
    started: list[Child] = []
    try:
        url = servers.start_postgres(Path(programs), folder, started)
        variables = {**os.environ, "DATABASE_URL": url, "DEMO": "1", "DEBUG": "", "VAR_DIR": str(folder / "var")}
        command = [sys.executable, str(ROOT / "bench" / "measure.py"), str(size)]
        code, output = call(command, capture=True, cwd=ROOT, env=variables)
        if code:
            raise SystemExit(f"bench/measure.py {size} ended with {code}:\n{output}")
        return json.loads(output.strip().splitlines()[-1])
    finally:
        stop_all(started, ask_with=signal.SIGINT)
        shutil.rmtree(folder, ignore_errors=True)


def report(found: dict[int, dict], postgres: str) -> str:
    lines = [
        "# Measured",
        "",
        f"{datetime.now(tz=UTC):%Y-%m-%d}, PostgreSQL {postgres}, Python {platform.python_version()}, "
        f"{os.cpu_count()} cores shared with other work. Compare within a line: both sides ran in the same process.",
        "",
        HEAD,
        "|---|" + "---:|" * 7,
    ]
    names = next(iter(found.values()))["pages"]
    for name in names:
        for size, one in found.items():
            row = one["pages"][name]
            lines.append(
                f"| {name} | {size:,} | {row['rows']:,} | {row['ms']:.1f} | {row['queries']} | {row['mib']:.1f} "
                f"| {row['raw_ms']:.1f} | {row['ms'] / row['raw_ms']:.1f} |"
            )
    filled = "; ".join(f"{size:,} suggestions in {one['fill_seconds']:.0f} s" for size, one in found.items())
    return "\n".join([*lines, "", f"Filled by `load_demo --suggestions`: {filled}.", ""])


if __name__ == "__main__":
    sys.exit(main([int(word) for word in sys.argv[1:]] or list(SIZES)))
