import pytest

from accounts.pinyin import initials


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("市教育局", "sjyj"),
        ("市综合行政执法局（市城管局）", "szhxzzfjscgj"),
        ("“三改一拆”领导小组办公室", "sgycldxzbgs"),
        ("5G 办公室", "5gbgs"),
        ("", ""),
    ],
)
def test_initials(name, expected):
    assert initials(name) == expected


def test_initials_fit_their_column():
    assert len(initials("局" * 300)) == 100
