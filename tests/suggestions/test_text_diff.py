"""Two versions set side by side."""

from suggestions.text_diff import Piece, Row, compare


def marked(pieces) -> str:
    return "".join(f"[{piece.text}]" if piece.is_changed else piece.text for piece in pieces)


def shown(old: str, new: str) -> list[tuple[str, str]]:
    return [(marked(row.left), marked(row.right)) for row in compare(old, new)]


def test_what_changed_inside_a_paragraph_is_marked():
    assert shown("已于2026年完成清淤。", "已于2027年完成清淤。") == [
        ("已于[2026]年完成清淤。", "已于[2027]年完成清淤。")
    ]


def test_paragraphs_find_their_partner_though_others_came_between():
    old = "第一段说的是道路拓宽。\n第二段说的是护学岗。"
    new = "新加的一段，讲经费来源。\n第一段说的是道路拓宽工程。\n第二段说的是护学岗。"
    assert shown(old, new) == [
        ("", "[新加的一段，讲经费来源。]"),
        ("第一段说的是道路拓宽。", "第一段说的是道路拓宽[工程]。"),
        ("第二段说的是护学岗。", "第二段说的是护学岗。"),
    ]


def test_what_was_taken_out_stands_alone():
    rows = compare("留下。\n删去的一段。", "留下。")
    assert rows == [Row((Piece("留下。"),), (Piece("留下。"),)), Row(left=(Piece("删去的一段。", True),))]
    assert [row.is_changed for row in rows] == [False, True]


def test_blank_lines_and_indents_are_no_change():
    assert [row.is_changed for row in compare("　　甲。\n\n乙。", "甲。\n乙。  ")] == [False, False]
    assert compare("", "") == []


def test_long_texts():
    """So many paragraphs that they are set against each other in order. How long it takes: bench/writing.py."""
    old = "\n".join(f"第{n}段，" + "办理情况说明。" * 8 for n in range(51))
    new = "\n".join(f"第{n}段，" + "办理进展说明！" * 8 for n in range(51))
    assert len(compare(old, new)) == 51
    assert all(row.is_changed for row in compare("字" * 50_000, "词" * 50_000))
