"""答复函: what stands on it, and to whom each copy is addressed."""

from copy import deepcopy

import pytest

from suggestions.actions import reply, review
from suggestions.choices import Delivery, ReviewOutcome
from suggestions.models import HandlingPlan
from tests import factories as make
from tests.factories import DAY
from tests.suggestions.paper_cases import House, addresses, opened, words

pytestmark = pytest.mark.django_db
LETTER = ("reply-letter", "住建局")


@pytest.fixture(scope="module")
def made(rows_stay):
    return House()


@pytest.fixture
def house(made):
    return deepcopy(made)


@pytest.fixture(scope="class")
def answered(made, rows_of_class):
    house = deepcopy(made)
    make.replied(house.item, house.lead, **house.letter())
    return house


class TestPlainLetter:
    @pytest.fixture
    def house(self, answered):
        return deepcopy(answered)

    def test_what_stands_on_it(self, client, house):
        found = addresses(client, house.clerk, house.item)
        text = words(opened(client, found[(*LETTER, "")]))
        lines = text.split("\n")
        assert lines[0] == "类别：B"
        assert lines[1:4] == ["测试住建局", "测建函〔2026〕18号签发人：赵局长", ""]
        assert "关于对十三届一次会议第1号建议的答复" in lines
        assert "张三、李四、王五代表：" in lines
        assert f"你们在十三届一次会议上提出的《{house.item.title}》（第1号）收悉，现答复如下：" in lines
        assert "1．建成学校门前人行道（2026年9月18日前完成）。" in lines
        copied = next(line for line in lines if line.startswith("抄送："))
        for name in ("政府办公室（督查室）", "测试城建委员会", "测试财政局", house.item.delegation.name):
            assert name in copied
        assert "2026年3月2日" in lines
        assert "送审稿" not in text

    def test_each_deputy_gets_an_own_copy(self, client, house):
        found = addresses(client, house.clerk, house.item)
        lines = words(opened(client, found[(*LETTER, "李四")])).split("\n")
        assert "李四代表：" in lines
        assert any(line.startswith("您在十三届一次会议上提出的") for line in lines)

    def test_a_kept_promise_does_not_change_the_letter_that_went_out(self, client, house):
        found = addresses(client, house.clerk, house.item)
        made = make.task(house.item, house.lead).replies.get()
        reply.change_class.write(made, make.result_class("A"), "fulfilled", by=house.clerk, on=DAY, at=make.at(hour=15))
        assert words(opened(client, found[(*LETTER, "")])).startswith("类别：B\n")
        assert "A类" in words(opened(client, found["commitments", "", ""]))

    def test_the_contact_is_the_handler_of_the_plan(self, client, house):
        found = addresses(client, house.clerk, house.item)
        task = make.task(house.item, house.lead)
        HandlingPlan.objects.filter(assignment=task).update(handler="钱七", handler_phone="0000-777")
        assert "（联系人：钱七；联系电话：0000-777）" in words(opened(client, found[(*LETTER, "")]))


class TestReplyLetter:
    def facts(self, client, house, **fields):
        make.replied(house.item, house.lead, **house.letter(**fields))
        return addresses(client, house.clerk, house.item)

    def test_via_the_lead_deputy_is_one_letter(self, client, house):
        found = self.facts(client, house, delivery=Delivery.VIA_LEAD, consent_note="3月1日电话征得同意")
        assert [key for key in found if key[0] == "reply-letter"] == [(*LETTER, "")]
        assert "请将本答复转告其他附议代表" in words(opened(client, found[(*LETTER, "")]))

    def test_many_deputies_are_counted(self, client):
        many = [make.deputy(f"代表{n}") for n in range(4)]
        item = make.assigned(make.unit("测试甲局", short_name="甲局"), lead_deputy=make.deputy("张三"),
                             proposer_kind="joint", co_signers=many)  # fmt: skip
        make.replied(item)
        found = addresses(client, make.clerk(), item)
        assert "张三等5名代表：" in words(opened(client, found["reply-letter", "甲局", ""])).split("\n")

    def test_every_ask_and_its_answer(self, client, house):
        road, guard = house.split()
        answers = (
            reply.Answer(road, "planned", "已列入计划。", planned_on=DAY.replace(month=9)),
            reply.Answer(guard, "cannot", "暂无警力。", reason="编制不足"),
        )
        make.replied(house.item, house.lead, **house.letter(answers=answers, promises=()))
        found = addresses(client, house.clerk, house.item)
        lines = words(opened(client, found[(*LETTER, "")])).split("\n")
        assert "诉求一：拓宽道路（计划办理）" in lines
        assert "计划于2026年9月2日前完成。" in lines
        assert "诉求二：增设护学岗（暂不能办）" in lines
        assert "暂不能办理的理由：编制不足" in lines
        assert "承诺事项" not in lines  # said at its ask

    def test_what_the_writer_typed_is_not_said_twice(self, client, house):
        text = "张三代表：\n您提出的建议收悉，现答复如下：\n已经拓宽。\n测试住建局\n2026年3月2日"
        found = self.facts(client, house, text=text)
        lines = words(opened(client, found[(*LETTER, "")])).split("\n")
        assert (sum("收悉" in line for line in lines), lines.count("测试住建局")) == (1, 2)  # red head and signature
        assert "张三代表：" not in lines

    def test_before_the_office_has_passed_it_says_so(self, client, house):
        make.filed(house.item, house.lead, **house.letter())
        found = addresses(client, house.clerk, house.item)
        assert "送审稿" in words(opened(client, found[(*LETTER, "")]))

    def test_merged_suggestions_are_answered_to_their_own_deputies(self, client, house):
        other = make.accepted(by=house.clerk, title="关于道路的另一件建议", lead_deputy=make.deputy("赵六"))
        review.review(suggestion=other, outcome=ReviewOutcome.MERGE, reason="内容相同", into=house.item,
                      by=house.clerk, at=make.at())  # fmt: skip
        make.replied(house.item, house.lead, **house.letter())
        other.refresh_from_db()
        url = addresses(client, house.clerk, other)[(*LETTER, "")]
        lines = words(opened(client, url)).split("\n")
        assert "赵六代表：" in lines
        assert any("已合并办理" in line for line in lines)
        client.force_login(house.handler)  # cannot open the merged one, and answers it all the same
        about = f"{house.item.get_absolute_url()}papers/reply-letter/?about={other.pk}&task="
        assert "赵六代表：" in words(opened(client, f"{about}{make.task(house.item, house.lead).pk}"))

    def test_what_no_file_may_hold_is_left_out(self, client, house):
        found = self.facts(client, house, text="已经\x0b拓宽\x1f道路 <b>&")
        text = words(opened(client, found[(*LETTER, "")]))
        assert "已经" in text
        assert "道路 <b>&" in text
