"""What the pure helpers of the reply editor cost: `.venv/bin/python bench/writing.py`. No database is needed."""

import sys
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from suggestions import sameness, text_diff


def text(length: int, seed: int) -> str:
    """`length` Chinese characters, different for each seed."""
    rng = Random(seed)
    return "".join(chr(rng.randint(0x4E00, 0x9FA5)) for _ in range(length))


def timed(what: str, work) -> None:
    began = time.perf_counter()
    work()
    print(f"{what}: {(time.perf_counter() - began) * 1000:.0f} ms")


def main() -> None:
    others = [(n, text(2000, n)) for n in range(200)]
    mine = text(500, 3) + text(1500, 999)
    timed("same words in 200 replies of 2,000 characters", lambda: sameness.find(mine, others))
    dots = [(n, "…" * 2000) for n in range(50)]
    timed("same words in 50 rows of 2,000 dots", lambda: sameness.find("…" * 2000, dots))
    old = "\n".join(f"第{n}段，" + "办理情况说明。" * 40 for n in range(60))
    new = "\n".join(f"第{n}段，" + "办理进展说明！" * 40 for n in range(60))
    timed("side by side, 60 paragraphs of 280 characters, all changed", lambda: text_diff.compare(old, new))
    timed("side by side, one paragraph of 50,000", lambda: text_diff.compare("字" * 50_000, "词" * 50_000))


if __name__ == "__main__":
    main()
