"""打印与文书: who gets which paper at which stage, and what stands on each."""

from copy import deepcopy
from datetime import timedelta
from itertools import cycle

import pytest

from suggestions.actions import extend, give_back, rehandle, reply, review
from suggestions.choices import Grade, ReviewOutcome
from suggestions.papers.kinds import PaperKind
from tests import factories as make
from tests.factories import DAY
from tests.suggestions.pages import undrawn
from tests.suggestions.paper_cases import House, addresses, for_page, links, offered, opened, words

pytestmark = pytest.mark.django_db
LETTER = ("reply-letter", "住建局")
OWN_COPIES = {(*LETTER, name) for name in ("张三", "李四", "王五")}
NOTICES = {("assignment-notice", "住建局", ""), ("assignment-notice", "财政局", "")}
FOR_ALL = {(*LETTER, ""), ("feedback-form", "", ""), ("commitments", "", "")}
OF_LEAD = {("assignment-notice", "住建局", ""), ("extension-request", "住建局", ""), ("face-to-face", "住建局", "")}
OF_HELPER = {("assignment-notice", "财政局", ""), ("return-request", "财政局", "")}
URGED = {"assignment-notice", "urging"}
OPINION = {("opinion-letter", "财政局", "")}
EVERYTHING = FOR_ALL | OWN_COPIES | OF_LEAD | OF_HELPER | OPINION
# After an answer with a promise: what each person may have
ANSWERED = {
    "clerk": EVERYTHING,
    "head": EVERYTHING,
    "government": EVERYTHING,
    "justice": set(),
    "lead": FOR_ALL | OWN_COPIES | OF_LEAD | OPINION,
    "lead head": FOR_ALL | OWN_COPIES | OF_LEAD | OPINION,
    "helper": (FOR_ALL - {("feedback-form", "", "")}) | OWN_COPIES | OF_HELPER | OPINION,
    "other unit": set(),
    "deputy": FOR_ALL | {(*LETTER, "张三")},
    "co-signer": FOR_ALL | {(*LETTER, "李四")},
    "other deputy": set(),
    "leader": EVERYTHING,
    "committee": EVERYTHING,
    "auditor": EVERYTHING,
    "administrator": EVERYTHING,
}


@pytest.fixture(scope="module")
def made(rows_stay):
    return House()


@pytest.fixture
def house(made):
    return deepcopy(made)


@pytest.fixture(scope="class")
def lived(made, rows_of_class):
    return deepcopy(made).live()


def kinds(person, item) -> set[str]:
    return {key[0] for key in offered(person, item)}


class TestAnswered:
    """After everything that leaves a paper, and the answer."""

    @pytest.fixture
    def house(self, lived):
        return deepcopy(lived)

    def test_each_role_gets_exactly_its_papers(self, client, house):
        """What the page offers and what their addresses ask (papers/reading.py) is the same.

        The page itself is drawn for one of each side, and the clerk opens every paper there; of the others each tries
        one address, in turn: of a paper that is not theirs, if there is one.
        """
        all_links = links(client, house.clerk, house.item)
        assert set(ANSWERED) == set(house.people)
        in_turn = cycle(all_links)
        for name, person in house.people.items():
            own, foreign = ANSWERED[name], all_links.keys() - ANSWERED[name]
            assert for_page(person, house.item) == own, name
            if name in {"helper", "deputy", "other unit"}:
                assert set(links(client, person, house.item)) == own, name
            assert set(offered(person, house.item)) == own, name
            tried = set(all_links) if name == "clerk" else {next(key for key in in_turn if key in (foreign or own))}
            client.force_login(person)
            for key in tried:
                with undrawn():
                    answer = client.get(all_links[key])
                assert answer.status_code == (200 if key in own else 404), (name, key)
                if answer.streaming:
                    assert b"".join(answer.streaming_content).startswith(b"PK")

    def test_bad_addresses_are_not_there(self, client, house):
        client.force_login(house.clerk)
        base, other = f"{house.item.get_absolute_url()}papers/", make.assigned()
        task = make.task(other)
        for path in ("nonsense/", "transfer/", "urging/", "reply-letter/?task=abc", f"reply-letter/?task={task.pk}",
                     f"assignment-notice/?about={other.pk}", "reply-letter/?deputy=999999"):  # fmt: skip
            assert client.get(base + path).status_code == 404, path
        assert client.post(f"{base}assignment-notice/").status_code == 405

    def test_the_notice_of_a_second_handling_says_why(self, client, house):
        make.judged(house.item, Grade.DISSATISFIED)
        rehandle.rehandle(suggestion=house.item, demanded_on=DAY, reason="请逐项列出时间表。\n并当面听取意见。",
                          with_assisting=True, by=house.clerk, today=DAY, at=make.at())  # fmt: skip
        client.force_login(house.clerk)
        tasks = {task.round: task for task in house.item.assignments.filter(unit=house.lead)}
        first, second = (
            words(opened(client, f"{house.item.get_absolute_url()}papers/assignment-notice/?{query}"))
            for query in (f"about={house.item.pk}&task={tasks[n].pk}" for n in (1, 2))
        )
        assert "请逐项列出时间表。" in second
        assert "并当面听取意见。" in second
        assert "对办理态度满意，对办理结果不满意。" in second
        assert "请写明时间表。" in second  # the deputy's own words
        assert "时间表" not in first
        assert "申请退回" in first
        assert "申请退回" not in second

    def test_the_feedback_form_is_the_deputys_and_blank(self, client, house):
        found = addresses(client, house.people["lead"], house.item)
        text = words(opened(client, found["feedback-form", "", ""]))
        assert "此表由代表本人填写，单位不得代填" in text
        assert "☑" not in text
        make.judged(house.item, Grade.BASICALLY_SATISFIED)
        text = words(opened(client, found["feedback-form", "", ""]))
        assert "☑满意" in text
        assert "☑基本满意" in text

    def test_the_record_of_a_talk_after_the_reply_is_filled_in(self, client, house):
        found = addresses(client, house.clerk, house.item)
        text = words(opened(client, found["face-to-face", "住建局", ""]))
        assert "张三代表、赵局长" in text
        assert "当面答复，代表认可。" in text


@pytest.mark.parametrize(
    ("stage", "clerk", "lead", "helper", "deputy"),
    [
        ("assigned", URGED, {"assignment-notice"}, {"assignment-notice"}, set()),
        ("urged", URGED, URGED, URGED, set()),
        ("draft", {"assignment-notice", "urging"}, {"assignment-notice", "reply-letter"}, {"assignment-notice"}, set()),
        (
            "filed",
            {"assignment-notice", "urging", "reply-letter", "face-to-face"},
            {"assignment-notice", "reply-letter", "face-to-face"},
            {"assignment-notice"},
            set(),
        ),
        (
            "sent back",
            {"assignment-notice", "urging"},
            {"assignment-notice"},
            {"assignment-notice"},
            set(),
        ),
        (
            "answered",
            {"assignment-notice", "reply-letter", "feedback-form", "commitments", "face-to-face"},
            {"assignment-notice", "reply-letter", "feedback-form", "commitments", "face-to-face"},
            {"assignment-notice", "reply-letter", "commitments"},
            {"reply-letter", "feedback-form", "commitments"},
        ),
    ],
)  # fmt: skip
def test_each_stage_has_its_papers(house, stage, clerk, lead, helper, deputy):
    if stage == "urged":
        house.urged()
    if stage == "draft":
        make.submitted(house.item, house.lead, **house.letter())
    if stage in {"filed", "sent back"}:
        made = make.filed(house.item, house.lead, **house.letter())
    if stage == "sent back":
        reply.reject(reply=made, reason="没有逐条答复", by=house.clerk, at=make.at())
    if stage == "answered":
        make.replied(house.item, house.lead, **house.letter())
    for person, wanted in (("clerk", clerk), ("lead", lead), ("helper", helper), ("deputy", deputy)):
        assert kinds(house.people[person], house.item) == wanted, person


def test_before_it_is_handed_over_there_is_nothing_to_print():
    for item in (make.suggestion(), make.accepted()):
        assert kinds(make.clerk(), item) == set()


class TestForms:
    def test_the_notice_tells_the_unit_its_part_and_its_date(self, client, house):
        found = addresses(client, house.people["lead"], house.item)
        text = words(opened(client, found["assignment-notice", "住建局", ""]))
        assert "现交由你单位主办" in text
        assert "于2026年6月2日前办理完毕" in text
        assert "139" in text  # who talks with the deputy has the number
        client.force_login(house.people["leader"])
        assert "139" not in words(opened(client, found["assignment-notice", "住建局", ""]))

    def test_extension_before_and_after_the_decision(self, client, house):
        asked = house.asked_for_time()
        key = ("extension-request", "住建局", "")
        text = words(opened(client, addresses(client, house.clerk, house.item)[key]))
        assert "□同意延期　　□不同意延期" in text
        assert "政府办公室意见" in text
        extend.decide(extension=asked, agreed=True, until=asked.requested_until, note="同意。",
                      by=house.people["head"], today=DAY, at=make.at())  # fmt: skip
        text = words(opened(client, addresses(client, house.clerk, house.item)[key]))
        assert "☑同意延期　　□不同意延期" in text

    def test_a_return_that_was_agreed_names_the_new_unit_and_leaves_a_transfer(self, client, house):
        new = make.unit("测试交通局", short_name="交通局")
        asked = house.asked_to_give_back()
        give_back.agree(request=asked, unit=new, assigned_on=DAY, by=house.people["head"], today=DAY, at=make.at())
        found = addresses(client, house.clerk, house.item)
        form = words(opened(client, found["return-request", "财政局", ""]))
        assert "☑同意退回" in form
        assert "测试交通局" in form
        paper = words(opened(client, found["transfer", "交通局", ""]))
        assert "原由测试财政局承办，现转由你单位协办" in paper
        assert "不属本局职责" not in paper  # the former unit's own words
        keys = set(addresses(client, make.handler(new), house.item))
        assert keys == {("assignment-notice", "交通局", ""), ("transfer", "交通局", "")}
        assert set(addresses(client, house.assistant, house.item)) == {("return-request", "财政局", "")}

    def test_a_letter_is_passed_on(self, client):
        item = make.suggestion()
        review.review(
            suggestion=item, outcome=ReviewOutcome.CONVERT, reason="属群众来信", by=make.clerk(), at=make.at()
        )
        found = addresses(client, make.clerk(), item)
        assert "属群众来信" in words(opened(client, found["transfer", "", ""]))
        assert addresses(client, make.user("deputy", deputy=item.lead_deputy), item) == {}

    def test_urging_says_how_late_it_is_and_how_often_it_was_urged(self, client, house, time_machine):
        house.urged()
        time_machine.move_to(make.at(make.task(house.item, house.lead).due_on + timedelta(days=5)))
        found = addresses(client, house.handler, house.item)
        text = words(opened(client, found["urging", "住建局", ""]))
        assert "已逾期5天" in text
        assert "第1次" in text
        assert "请抓紧办理。" in text
        assert {key[1] for key in found if key[0] == "urging"} == {"住建局"}  # the other unit's is its own

    def test_every_kind_was_seen_here(self, client):
        """All ten stand in these tests' tables."""
        named = {key[0] for key in EVERYTHING} | {"urging", "transfer"}
        assert named == set(PaperKind.values)
