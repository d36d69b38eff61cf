"""What a refused password is told: in Chinese, whatever is wrong with it."""

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

from accounts.models import User


@pytest.mark.parametrize(
    ("password", "words"),
    [("kq7zt", "至少需要10个字符"), ("7315904628", "数字"), ("password123", "常见"), ("zhangsan2026", "相似")],
)
def test_every_refusal_is_chinese(password, words):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, User(username="zhangsan2026", name="张三"))
    sentences = refused.value.messages
    assert any(words in sentence for sentence in sentences), sentences
    assert not any(word.isascii() and word.isalpha() for sentence in sentences for word in sentence.split())


def test_so_is_the_help():
    for sentence in password_validators_help_texts():
        assert not any(word.isascii() and word.isalpha() for word in sentence.split()), sentence
