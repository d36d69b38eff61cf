"""A typed letter is set as paper: nothing said twice, no line lost."""

import pytest

from suggestions.templatetags.letters import letter_parts


@pytest.mark.parametrize(
    ("text", "to", "body", "sign"),
    [
        ("您提的建议收悉。", [], ["您提的建议收悉。"], []),
        ("  王某等3人代表：\n\n  您提的建议收悉。", ["王某等3人代表："], ["您提的建议收悉。"], []),
        (
            "王某代表：\n\u3000\u3000收悉。\n感谢支持。\n市水利局\n李局长\n2026年5月20日",
            ["王某代表："],
            ["收悉。", "感谢支持。"],
            ["市水利局", "李局长", "2026年5月20日"],
        ),
        ("收悉。\n2026年5月20日", [], ["收悉。"], ["2026年5月20日"]),
        ("工程于2026年5月20日", [], ["工程于2026年5月20日"], []),  # a sentence, not a signature
        ("现答复如下：" + "长" * 60 + ":\n一", [], ["现答复如下：" + "长" * 60 + ":", "一"], []),
        ("", [], [], []),
        (None, [], [], []),
    ],
)
def test_parts(text, to, body, sign):
    assert letter_parts(text) == {"to": to, "body": body, "sign": sign}
