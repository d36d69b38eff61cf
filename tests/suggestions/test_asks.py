"""What a suggestion asks for: found by its own numbering, kept by whoever answers, fixed once it stands answered."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.urls import reverse

from suggestions import asks
from suggestions.actions import reply, split
from suggestions.errors import RuleViolation
from suggestions.models import Ask, Event
from tests import factories as make
from tests.suggestions.pages import told, words

DONE, PLANNED, CANNOT = "done", "planned", "cannot"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("", []),
        ("现状不好。\n一、加强管理。\n二、增加投入。", ["加强管理。", "增加投入。"]),
        ("1. 修路\n2. 架桥\n3．通车", ["修路", "架桥", "通车"]),
        ("1、修路\n2、架桥", ["修路", "架桥"]),
        ("(一)修路\n（二）架桥", ["修路", "架桥"]),
        # what stands before the heading is why; the numbering under it counts
        ("一、问题\n1.路窄\n2.车多\n二、建议\n1.拓宽\n2.限行", ["拓宽", "限行"]),
        ("一、存在的问题\n路窄。\n二、具体建议如下：\n（一）拓宽。\n细说。\n（二）限行。", ["拓宽。", "限行。"]),
        ("路窄。\n建议：\n拓宽道路。\n增设护学岗。", ["拓宽道路。", "增设护学岗。"]),
        ("路窄车多。为此建议：一是拓宽；二是限行；三是增设护学岗。", ["拓宽", "限行", "增设护学岗。"]),
        ("建议：1.拓宽3.5米；2.限行。", ["拓宽3.5米", "限行。"]),
        ("路窄。\n建议拓宽道路。\n车多。\n希望限行。", ["拓宽道路。", "希望限行。"]),
        ("学校门前道路狭窄。", ["学校门前道路狭窄。"]),
        ("2026.3.5日调研。\n2026年共3处。", ["2026年共3处。"]),  # a date is no numbering
    ],
)
def test_proposed_by_the_numbering_of_the_text(body, found):
    assert asks.propose(body) == found


def test_a_proposal_is_never_too_long_nor_endless():
    found = asks.propose("\n".join(f"{n % 90 + 1}、" + "办" * 900 for n in range(200)))
    assert 0 < len(found) <= 30
    assert max(map(len, found)) <= asks.LONGEST


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ([], None),
        ([DONE, ""], None),
        ([DONE, DONE], "A"),
        ([DONE, PLANNED], "B"),
        ([PLANNED], "B"),
        ([DONE, PLANNED, CANNOT], "C"),
    ],
)
@pytest.mark.django_db
def test_the_class_of_the_whole_follows_from_the_parts(outcomes, code):
    classes = [make.result_class(each) for each in "ABC"]
    found = asks.proposed_class(outcomes, classes)
    assert (found and found.code) == code
    assert asks.proposed_class([DONE], classes[1:]) is None  # an office without such a class


# The page


def url(item) -> str:
    return reverse("suggestions:asks", args=[item.pk])


@pytest.fixture(scope="module")
def made(rows_stay):
    return make.assigned(make.unit("市水务局"), body="现状。\n建议：\n1.清淤\n2.建泵站")


@pytest.fixture(scope="module")
def handler(made):
    return make.handler(make.task(made).unit)


@pytest.fixture
def item(client, db, made, handler):
    client.force_login(handler)
    return deepcopy(made)


def texts(item) -> list[str]:
    return list(item.asks.values_list("text", flat=True))


def rows(page) -> list[str]:
    return [row.text for row in page.context["form"].drawn()]


def test_proposed_moved_and_saved(client, item):
    page = client.get(url(item))
    assert "可以拆出 2 项" in words(page)
    page = client.post(url(item), {"propose": "1", "key": "", "text": ""})
    assert rows(page) == ["清淤", "建泵站"]
    page = client.post(url(item), {"down": "1", "key": ["", ""], "text": ["清淤", "建泵站"]})
    assert rows(page) == ["建泵站", "清淤"]
    page = client.post(url(item), {"add": "1", "key": ["", ""], "text": ["建泵站", "清淤"]})
    assert rows(page) == ["建泵站", "清淤", ""]
    assert not Ask.objects.exists()  # only drawn so far
    answer = client.post(url(item), {"key": ["", "", ""], "text": ["建泵站", "清淤", " "]})
    assert "已保存2项诉求" in told(answer)
    assert texts(item) == ["建泵站", "清淤"]
    assert Event.objects.filter(suggestion=item, action="split").count() == 1
    page = words(client.get(item.get_absolute_url()))
    assert "诉求 建泵站 清淤" in page


def test_reworded_reordered_and_removed_an_ask_stays_itself(client, item):
    first, second, third = make.asked(item, "清淤", "建泵站", "栽树")
    item.refresh_from_db()
    client.post(url(item), {"key": [third.pk, first.pk, ""], "text": ["多栽树", "清淤", "护坡"]})
    kept = {ask.pk: (ask.position, ask.text) for ask in item.asks.all()}
    assert kept[third.pk] == (1, "多栽树")
    assert kept[first.pk] == (2, "清淤")
    assert second.pk not in kept
    assert texts(item) == ["多栽树", "清淤", "护坡"]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (["清淤", "清淤"], "重复"),
        (["办" * 501], "超过500字"),
        ([f"第{n}件" for n in range(31)], "最多30项"),
    ],
)
def test_what_is_refused_leaves_everything_on_the_page(client, item, sent, sentence):
    page = client.post(url(item), {"key": [""] * len(sent), "text": sent})
    assert page.status_code == 200
    assert sentence in words(page)
    assert rows(page) == sent
    assert not Ask.objects.exists()


def test_keys_of_another_suggestion_are_none_of_this(client, item):
    (strange,) = make.asked(make.assigned(), "别处的")
    page = client.post(url(item), {"key": [strange.pk], "text": ["改写"]})
    assert "被其他人删去" in words(page)
    strange.refresh_from_db()
    assert strange.text == "别处的"


def test_who_may_split(client, item):
    helper = make.unit()
    for person, status in [
        (make.clerk(), 200),
        (make.head(make.task(item).unit), 200),
        (make.handler(helper), 404),
        (make.user("auditor"), 403),
        (make.user("leader"), 403),
    ]:
        client.force_login(person)
        assert client.get(url(item)).status_code == status, person.role


def test_two_who_split_at_once_the_second_is_told(client, item):
    seen = client.get(url(item)).context["seen"]
    make.asked(item, "清淤")
    page = client.post(url(item), {"seen": seen, "key": "", "text": "建泵站"})
    assert page.status_code == 409
    assert rows(page) == ["建泵站"]
    assert texts(item) == ["清淤"]


# Once answered


def answered(item, *outcomes: str, **fields):
    found = list(item.asks.all())
    answers = tuple(make.answer(ask, outcome) for ask, outcome in zip(found, outcomes, strict=False))
    item.refresh_from_db()
    return make.submitted(item, answers=answers, **fields)


@pytest.mark.django_db
def test_wording_stands_while_a_version_that_answers_it_is_on_its_way():
    item = make.assigned()
    first, second = make.asked(item)
    made = answered(item, DONE, DONE)
    item.refresh_from_db()
    for lines in (
        [split_line("改写", first.pk), split_line(second.text, second.pk)],
        [split_line(second.text, second.pk)],
    ):
        with pytest.raises(RuleViolation, match="第1项诉求已有答复"):
            split.split(suggestion=item, lines=lines, by=make.clerk(), at=make.at())
    item.refresh_from_db()
    moved = [split_line(second.text, second.pk), split_line(first.text, first.pk), split_line("另加", None)]
    split.split(suggestion=item, lines=moved, by=make.clerk(), at=make.at())
    made.refresh_from_db()
    reply.send_back_draft(reply=made, reason="改", by=make.head(made.assignment.unit), at=make.at())
    item.refresh_from_db()
    split.split(suggestion=item, lines=[split_line("改写", first.pk)], by=make.clerk(), at=make.at())
    assert list(item.asks.values_list("text", flat=True)) == ["改写"]
    assert [one.ask_text for one in made.answers.all()] == [first.text, second.text]  # as it was when it was written


def split_line(text, key):
    return split.Line(text, key)


@pytest.mark.parametrize(
    ("outcomes", "changes", "sentence"),
    [
        ([DONE], {}, "第2项诉求还没有答复"),
        ([DONE, DONE], {"text": " "}, "第2项诉求还没有答复"),
        ([DONE, PLANNED], {"planned_on": None}, "承诺要有期限"),
        ([DONE, PLANNED], {"planned_on": make.DAY - timedelta(days=1)}, "不能早于答复日期"),
        ([DONE, CANNOT], {"reason": " "}, "实事求是说明理由"),
    ],
)
@pytest.mark.django_db
def test_each_ask_is_answered(outcomes, changes, sentence):
    item = make.assigned()
    found = make.asked(item)
    answers = [make.answer(ask, outcome) for ask, outcome in zip(found, outcomes, strict=False)]
    answers[-1] = make.answer(found[len(outcomes) - 1], outcomes[-1], **changes)
    item.refresh_from_db()
    with pytest.raises(RuleViolation, match=sentence):
        make.submitted(item, answers=tuple(answers))


@pytest.mark.django_db
def test_a_planned_ask_is_a_promise_by_its_day():
    item = make.assigned()
    make.asked(item)
    made = answered(item, DONE, PLANNED, result_class=make.result_class("B"), promises=())
    assert [(one.matter, one.ask.position) for one in made.commitments.all()] == [("增设护学岗", 2)]
