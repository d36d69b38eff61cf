"""The repository keeps its own promises: no other host, nothing unfinished, small files, no machine's path."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def tracked(*endings: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name.endswith(endings) and (ROOT / name).is_file()]


def lines(*endings: str):
    for path in tracked(*endings):
        if path != Path(__file__):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                yield f"{path.relative_to(ROOT)}:{number}", line


def matching(pattern: str, *endings: str) -> list[str]:
    found = re.compile(pattern)
    return [where for where, line in lines(*endings) if found.search(line)]


def test_no_page_asks_another_host():
    assert (
        matching(r"""(?:src|href|action|url\()\s*=?\s*["'(]?\s*(?:https?:)?//""", ".html", ".css", ".js", ".svg") == []
    )


def test_no_page_has_inline_style_or_script():
    assert matching(r"""<[^>]*\s(?:style|on[a-z]+)=["']|<style|<script(?![^>]*\bsrc=)""", ".html") == []


def test_nothing_is_left_unfinished():
    assert matching(r"\b(?:TODO|FIXME|XXX|HACK)\b|raise NotImplementedError", ".py", ".html", ".js", ".css") == []


def test_no_path_of_a_machine():
    assert matching(r"/(?:root|home|work)/\w", ".py", ".md", ".html", ".toml", ".txt", ".yaml", "Makefile") == []


def test_files_are_small():
    sizes = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in tracked(".py", ".html", ".css", ".js")}
    assert {str(p.relative_to(ROOT)): n for p, n in sizes.items() if n > 300 and "migrations" not in p.parts} == {}


@pytest.mark.parametrize("folder", ["accounts", "suggestions", "supervision"])
def test_labels_in_templates_are_marked_for_translation(folder):
    """Chinese words stand in {% translate %} or {% blocktranslate %}."""
    wrong = []
    for path in (ROOT / "templates" / folder).rglob("*.html"):
        text = re.sub(
            r"\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}",
            "",
            path.read_text(encoding="utf-8"),
            flags=re.S,
        )
        text = re.sub(r"\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}", "", text, flags=re.S)
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.S)
        wrong += [f"{path.relative_to(ROOT)}: {word}" for word in re.findall(r"[\u4e00-\u9fff]{2,}", text)]
    assert wrong == []
