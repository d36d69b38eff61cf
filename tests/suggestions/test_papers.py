"""打印与文书: who gets which paper at which stage, and what stands on each."""

from datetime import timedelta

import pytest

from accounts.models import Deputy
from suggestions.actions import extend, give_back, reply, review
from suggestions.choices import Delivery, Grade, ReviewOutcome
from suggestions.models import HandlingPlan
from suggestions.papers.kinds import PaperKind
from tests import factories as make
from tests.factories import DAY
from tests.suggestions.paper_cases import House, links, opened, words

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


def kinds(client, user, item) -> set[str]:
    return {key[0] for key in links(client, user, item)}


def test_each_role_gets_exactly_its_papers(client):
    """The page offers them, their addresses answer, and those of all the others are not there."""
    house = House().live()
    all_links = links(client, house.clerk, house.item)
    assert set(ANSWERED) == set(house.people)
    for name, person in house.people.items():
        assert set(links(client, person, house.item)) == ANSWERED[name], name
        for key, url in all_links.items():
            answer = client.get(url)
            assert answer.status_code == (200 if key in ANSWERED[name] else 404), (name, key)
            if answer.streaming:
                assert b"".join(answer.streaming_content).startswith(b"PK")


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
def test_each_stage_has_its_papers(client, stage, clerk, lead, helper, deputy):
    house = House()
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
        user = house.people[person]
        assert kinds(client, user, house.item) == wanted, person


def test_before_it_is_handed_over_there_is_nothing_to_print(client):
    for item in (make.suggestion(), make.accepted()):
        assert kinds(client, make.clerk(), item) == set()


def test_bad_addresses_are_not_there(client):
    house = House().live()
    client.force_login(house.clerk)
    base, other = f"{house.item.get_absolute_url()}papers/", make.assigned()
    task = make.task(other)
    for path in ("nonsense/", "transfer/", "urging/", "reply-letter/?task=abc", f"reply-letter/?task={task.pk}",
                 f"assignment-notice/?about={other.pk}", "reply-letter/?deputy=999999"):  # fmt: skip
        assert client.get(base + path).status_code == 404, path
    assert client.post(f"{base}assignment-notice/").status_code == 405


class TestReplyLetter:
    def facts(self, client, **fields):
        house = House()
        make.replied(house.item, house.lead, **house.letter(**fields))
        return house, links(client, house.clerk, house.item)

    def test_what_stands_on_it(self, client):
        house, found = self.facts(client)
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

    def test_each_deputy_gets_an_own_copy(self, client):
        _house, found = self.facts(client)
        lines = words(opened(client, found[(*LETTER, "李四")])).split("\n")
        assert "李四代表：" in lines
        assert any(line.startswith("您在十三届一次会议上提出的") for line in lines)

    def test_via_the_lead_deputy_is_one_letter(self, client):
        _house, found = self.facts(client, delivery=Delivery.VIA_LEAD, consent_note="3月1日电话征得同意")
        assert [key for key in found if key[0] == "reply-letter"] == [(*LETTER, "")]
        assert "请将本答复转告其他附议代表" in words(opened(client, found[(*LETTER, "")]))

    def test_many_deputies_are_counted(self, client):
        many = [make.deputy(f"代表{n}") for n in range(4)]
        item = make.assigned(make.unit("测试甲局", short_name="甲局"), lead_deputy=make.deputy("张三"),
                             proposer_kind="joint", co_signers=many)  # fmt: skip
        make.replied(item)
        found = links(client, make.clerk(), item)
        assert "张三等5名代表：" in words(opened(client, found["reply-letter", "甲局", ""])).split("\n")

    def test_every_ask_and_its_answer(self, client):
        house = House()
        road, guard = house.split()
        answers = (
            reply.Answer(road, "planned", "已列入计划。", planned_on=DAY.replace(month=9)),
            reply.Answer(guard, "cannot", "暂无警力。", reason="编制不足"),
        )
        make.replied(house.item, house.lead, **house.letter(answers=answers, promises=()))
        found = links(client, house.clerk, house.item)
        lines = words(opened(client, found[(*LETTER, "")])).split("\n")
        assert "诉求一：拓宽道路（计划办理）" in lines
        assert "计划于2026年9月2日前完成。" in lines
        assert "诉求二：增设护学岗（暂不能办）" in lines
        assert "暂不能办理的理由：编制不足" in lines
        assert "承诺事项" not in lines  # said at its ask

    def test_what_the_writer_typed_is_not_said_twice(self, client):
        text = "张三代表：\n您提出的建议收悉，现答复如下：\n已经拓宽。\n测试住建局\n2026年3月2日"
        _house, found = self.facts(client, text=text)
        lines = words(opened(client, found[(*LETTER, "")])).split("\n")
        assert (sum("收悉" in line for line in lines), lines.count("测试住建局")) == (1, 2)  # red head and signature
        assert "张三代表：" not in lines

    def test_before_the_office_has_passed_it_says_so(self, client):
        house = House()
        make.filed(house.item, house.lead, **house.letter())
        found = links(client, house.clerk, house.item)
        assert "送审稿" in words(opened(client, found[(*LETTER, "")]))

    def test_a_kept_promise_does_not_change_the_letter_that_went_out(self, client):
        house, found = self.facts(client)
        made = make.task(house.item, house.lead).replies.get()
        reply.change_class.write(made, make.result_class("A"), "fulfilled", by=house.clerk, on=DAY, at=make.at(hour=15))
        assert words(opened(client, found[(*LETTER, "")])).startswith("类别：B\n")
        assert "A类" in words(opened(client, found["commitments", "", ""]))

    def test_the_contact_is_the_handler_of_the_plan(self, client):
        house, found = self.facts(client)
        task = make.task(house.item, house.lead)
        HandlingPlan.objects.filter(assignment=task).update(handler="钱七", handler_phone="0000-777")
        assert "（联系人：钱七；联系电话：0000-777）" in words(opened(client, found[(*LETTER, "")]))

    def test_merged_suggestions_are_answered_to_their_own_deputies(self, client):
        house = House()
        other = make.accepted(by=house.clerk, title="关于道路的另一件建议", lead_deputy=make.deputy("赵六"))
        review.review(suggestion=other, outcome=ReviewOutcome.MERGE, reason="内容相同", into=house.item,
                      by=house.clerk, at=make.at())  # fmt: skip
        make.replied(house.item, house.lead, **house.letter())
        other.refresh_from_db()
        url = links(client, house.clerk, other)[(*LETTER, "")]
        lines = words(opened(client, url)).split("\n")
        assert "赵六代表：" in lines
        assert any("已合并办理" in line for line in lines)
        client.force_login(house.handler)  # cannot open the merged one, and answers it all the same
        about = f"{house.item.get_absolute_url()}papers/reply-letter/?about={other.pk}&task="
        assert "赵六代表：" in words(opened(client, f"{about}{make.task(house.item, house.lead).pk}"))

    def test_what_no_file_may_hold_is_left_out(self, client):
        _house, found = self.facts(client, text="已经\x0b拓宽\x00道路 <b>&")
        assert "已经" in words(opened(client, found[(*LETTER, "")]))
        assert "道路 <b>&" in words(opened(client, found[(*LETTER, "")]))


class TestForms:
    def test_the_notice_tells_the_unit_its_part_and_its_date(self, client):
        house = House()
        found = links(client, house.people["lead"], house.item)
        text = words(opened(client, found["assignment-notice", "住建局", ""]))
        assert "现交由你单位主办" in text
        assert "于2026年6月2日前办理完毕" in text
        assert "139" in text  # who talks with the deputy has the number
        client.force_login(house.people["leader"])
        assert "139" not in words(opened(client, found["assignment-notice", "住建局", ""]))

    def test_extension_before_and_after_the_decision(self, client):
        house = House()
        asked = house.asked_for_time()
        key = ("extension-request", "住建局", "")
        text = words(opened(client, links(client, house.clerk, house.item)[key]))
        assert "□同意延期　　□不同意延期" in text
        assert "政府办公室意见" in text
        extend.decide(extension=asked, agreed=True, until=asked.requested_until, note="同意。",
                      by=house.people["head"], today=DAY, at=make.at())  # fmt: skip
        text = words(opened(client, links(client, house.clerk, house.item)[key]))
        assert "☑同意延期　　□不同意延期" in text

    def test_a_return_that_was_agreed_names_the_new_unit_and_leaves_a_transfer(self, client):
        house, new = House(), make.unit("测试交通局", short_name="交通局")
        asked = house.asked_to_give_back()
        give_back.agree(request=asked, unit=new, assigned_on=DAY, by=house.people["head"], today=DAY, at=make.at())
        found = links(client, house.clerk, house.item)
        form = words(opened(client, found["return-request", "财政局", ""]))
        assert "☑同意退回" in form
        assert "测试交通局" in form
        paper = words(opened(client, found["transfer", "交通局", ""]))
        assert "原由测试财政局承办，现转由你单位协办" in paper
        assert "不属本局职责" not in paper  # the former unit's own words
        keys = set(links(client, make.handler(new), house.item))
        assert keys == {("assignment-notice", "交通局", ""), ("transfer", "交通局", "")}
        assert set(links(client, house.assistant, house.item)) == {("return-request", "财政局", "")}

    def test_a_letter_is_passed_on(self, client):
        item = make.suggestion()
        review.review(
            suggestion=item, outcome=ReviewOutcome.CONVERT, reason="属群众来信", by=make.clerk(), at=make.at()
        )
        found = links(client, make.clerk(), item)
        assert "属群众来信" in words(opened(client, found["transfer", "", ""]))
        assert links(client, make.user("deputy", deputy=item.lead_deputy), item) == {}

    def test_the_feedback_form_is_the_deputys_and_blank(self, client):
        house = House().live()
        found = links(client, house.people["lead"], house.item)
        text = words(opened(client, found["feedback-form", "", ""]))
        assert "此表由代表本人填写，单位不得代填" in text
        assert "☑" not in text
        make.judged(house.item, Grade.BASICALLY_SATISFIED)
        text = words(opened(client, found["feedback-form", "", ""]))
        assert "☑满意" in text
        assert "☑基本满意" in text

    def test_urging_says_how_late_it_is_and_how_often_it_was_urged(self, client, time_machine):
        house = House()
        house.urged()
        time_machine.move_to(make.at(make.task(house.item, house.lead).due_on + timedelta(days=5)))
        found = links(client, house.handler, house.item)
        text = words(opened(client, found["urging", "住建局", ""]))
        assert "已逾期5天" in text
        assert "第1次" in text
        assert "请抓紧办理。" in text
        assert {key[1] for key in found if key[0] == "urging"} == {"住建局"}  # the other unit's is its own

    def test_the_record_of_a_talk_after_the_reply_is_filled_in(self, client):
        house = House().live()
        found = links(client, house.clerk, house.item)
        text = words(opened(client, found["face-to-face", "住建局", ""]))
        assert "张三代表、赵局长" in text
        assert "当面答复，代表认可。" in text

    def test_every_kind_was_seen_here(self, client):
        """All ten stand in these tests' tables."""
        named = {key[0] for key in EVERYTHING} | {"urging", "transfer"}
        assert named == set(PaperKind.values)
        assert not Deputy.objects.exists()
