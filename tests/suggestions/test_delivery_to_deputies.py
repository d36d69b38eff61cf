"""Joint and merged suggestions: every deputy is told, or the lead one who passes it on (domain.md 1.1)."""

from copy import deepcopy

import pytest

from accounts.models import Notification
from accounts.roles import Role
from suggestions.actions import review
from suggestions.choices import Delivery, ProposerKind, ReviewOutcome
from tests import factories as make

pytestmark = pytest.mark.django_db
JUDGE, KNOW = "请填写反馈意见", "您附议的"


@pytest.fixture(scope="module")
def made(rows_stay):
    """A joint suggestion with two co-signers, one without an account, and a joint one merged into it."""
    people = {name: make.deputy(name) for name in ("领衔甲", "附议乙", "附议丙", "并案丁", "并案附议戊")}
    users = {name: make.user(Role.DEPUTY, deputy=each) for name, each in people.items() if name != "附议丙"}
    joint = {"proposer_kind": ProposerKind.JOINT}
    twin = make.suggestion(
        lead_deputy=people["并案丁"], delegation=people["并案丁"].delegation, co_signers=[people["并案附议戊"]], **joint
    )
    item = make.assigned(
        lead_deputy=people["领衔甲"],
        delegation=people["领衔甲"].delegation,
        co_signers=[people["附议乙"], people["附议丙"]],
        **joint,
    )
    review.review(
        suggestion=twin, outcome=ReviewOutcome.MERGE, into=item, reason="同一事项", by=make.clerk(), at=make.at()
    )
    return item, twin, users


@pytest.fixture
def case(made):
    return deepcopy(made)


def told(users) -> dict[str, list[str]]:
    """What each deputy was told of the answer."""
    found = {}
    for name, user in users.items():
        messages = Notification.objects.filter(recipient=user, key__startswith="answered")
        words = [f"{each.subject} {each.body}" for each in messages]
        found[name] = [kind for kind in (JUDGE, KNOW, "请您转告附议代表") for text in words if kind in text]
    return found


@pytest.mark.parametrize(
    ("delivery", "expected"),
    [
        (Delivery.EACH, {"领衔甲": [JUDGE], "附议乙": [KNOW], "并案丁": [JUDGE], "并案附议戊": [KNOW]}),
        (
            Delivery.VIA_LEAD,
            {
                "领衔甲": [JUDGE, "请您转告附议代表"],
                "附议乙": [],
                "并案丁": [JUDGE, "请您转告附议代表"],
                "并案附议戊": [],
            },
        ),
    ],
)
def test_who_is_told_what(case, delivery, expected):
    item, _twin, users = case
    make.replied(item, delivery=delivery, consent_note="电话商定" if delivery == Delivery.VIA_LEAD else "")
    assert told(users) == expected


def test_a_co_signer_reads_the_answer_and_does_not_judge(client, case):
    item, _twin, users = case
    make.replied(item, text="这是给各位代表的答复。")
    client.force_login(users["附议乙"])
    page = client.get(item.get_absolute_url()).text
    assert "这是给各位代表的答复。" in page
    assert "/evaluate/" not in page


@pytest.mark.parametrize(
    ("delivery", "ways"),
    [
        (Delivery.EACH, ["已通知账号", "已通知账号", "寄送纸质答复函", "已通知账号", "已通知账号"]),
        (Delivery.VIA_LEAD, ["已通知账号", "由领衔代表转告", "由领衔代表转告", "已通知账号", "由领衔代表转告"]),
    ],
)
def test_the_office_sees_how_each_was_reached(client, case, delivery, ways):
    item, _twin, users = case
    make.replied(item, delivery=delivery, consent_note="电话商定" if delivery == Delivery.VIA_LEAD else "")
    client.force_login(make.clerk())
    page = client.get(item.get_absolute_url())
    assert [each.how for each in page.context["detail"].reached] == ways
    client.force_login(users["领衔甲"])
    assert "答复送达代表" not in client.get(item.get_absolute_url()).text
