"""Lead and assisting units (S20): asked once more, the draft countersigned, and who reads what of it."""

from copy import deepcopy
from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import Notification
from accounts.roles import Role
from suggestions.actions import ask_again, countersign, draft_text, opine
from suggestions.choices import AssignmentState, Stance
from suggestions.errors import NotAllowed, RuleViolation
from suggestions.models import Circulation, Countersignature, Draft, Event, OpinionRequest
from suggestions.selectors.work_list import read_work_list
from suggestions.views._checking import checks_of_draft
from tests import factories as make
from tests.factories import DAY
from tests.suggestions.pages import seen, stop_clock, told, words

pytestmark = pytest.mark.django_db
DRAFT = "这是送会签的答复文稿。"
OBJECTION = "第二段的完工时间做不到，建议改为年底。"
QUESTION = "请补充资金安排和具体时间。"


@pytest.fixture(scope="module")
def made(rows_stay):
    """Two assisting units beside the lead; all have signed, the first has given its opinion."""
    lead, one, two = make.unit("测试甲局"), make.unit("测试乙局"), make.unit("测试丙局")
    item = make.assigned(lead, assisting=[one, two])
    make.signed(item, lead)
    make.opined(item, one)
    make.signed(item, two)
    return item, lead, one, two


@pytest.fixture
def case(made):
    return deepcopy(made)


def asked(item, of, by=None, on=DAY, question=QUESTION) -> OpinionRequest:
    lead = make.task(item)
    return ask_again.ask(
        assignment=make.task(item, of), question=question, by=by or make.handler(lead.unit), on=on, at=make.at(on)
    )


def sent(item, *units, text=DRAFT, on=DAY, by=None) -> Circulation:
    lead = make.task(item)
    return countersign.send(
        assignment=lead,
        text=text,
        result_class=make.result_class("A"),
        units=[make.task(item, unit) for unit in units],
        by=by or make.handler(lead.unit),
        on=on,
        at=make.at(on),
    )


def given(circulation, unit, stance=Stance.AGREE, comment="", on=DAY, by=None) -> Countersignature:
    item = circulation.assignment.suggestion
    return countersign.sign(
        circulation=circulation,
        assignment=make.task(item, unit),
        stance=stance,
        comment=comment,
        by=by or make.handler(unit),
        on=on,
        at=make.at(on),
    )


class TestAskingAgain:
    def test_asked_with_its_date_and_answered_by_a_further_version(self, case):
        item, _lead, one, _two = case
        contact = make.handler(one)
        found = asked(item, one)
        assert (found.due_on, found.answered_on) == (date(2026, 3, 9), None)  # five working days
        assert Notification.objects.get(recipient=contact, key__startswith="asked-again").body.endswith(QUESTION)
        later = found.due_on + timedelta(days=1)
        before = make.task(item, one).done_on
        opine.file(assignment=make.task(item, one), text="资金已落实。", by=contact, on=later, at=make.at(later))
        found.refresh_from_db()
        assert found.answered_on == later
        assert make.task(item, one).done_on == before  # the first opinion was in time and stays so

    @pytest.mark.parametrize(
        ("broken", "sentence"),
        [
            ("twice", "只能再征求一次"),
            ("empty", "写明需要补充"),
            ("no opinion", "不能再次征求意见"),
            ("filed", "已经送签"),
        ],
    )
    def test_refused(self, case, broken, sentence):
        item, _lead, one, two = case
        of, question = one, QUESTION
        if broken == "twice":
            asked(item, one)
        elif broken == "empty":
            question = "  "
        elif broken == "no opinion":
            of = two
        else:
            make.submitted(item, without_opinions_reason="不再等待。")
        count = OpinionRequest.objects.count()
        with pytest.raises(RuleViolation, match=sentence):
            asked(item, of, question=question)
        assert OpinionRequest.objects.count() == count

    def test_only_the_unit_that_answers_asks(self, case):
        item, _lead, one, two = case
        for person in (make.handler(one), make.handler(two), make.clerk(), make.user(Role.COORDINATOR)):
            with pytest.raises((NotAllowed, RuleViolation)):
                asked(item, one, by=person)
        assert not OpinionRequest.objects.exists()

    def test_the_page_the_work_list_and_the_form_of_the_unit(self, client, monkeypatch, case):
        stop_clock(monkeypatch)
        item, lead, one, _two = case
        task = make.task(item, one)
        client.force_login(make.handler(lead))
        url = reverse("suggestions:ask_again", args=[task.pk])
        assert url in client.get(item.get_absolute_url()).text
        answer = client.post(url, {"question": QUESTION, "seen": seen(client.get(url))})
        assert "已再次征求测试乙局的意见" in told(answer)
        assert "只能再征求一次" in told(client.get(url))
        person = make.handler(one)
        block = next(b for b in read_work_list(person, today=DAY).blocks if b.group.key == "asked_again")
        assert [(row.url, row.due_on) for row in block.items] == [
            (reverse("suggestions:opinion", args=[task.pk]), date(2026, 3, 9))
        ]
        client.force_login(person)
        assert QUESTION in client.get(reverse("suggestions:opinion", args=[task.pk])).text
        stop_clock(monkeypatch, date(2026, 3, 11))
        client.force_login(person)
        assert "逾期 2 天" in words(client.get(item.get_absolute_url()))


class TestCountersigning:
    def test_numbered_snapshots_and_who_says_what(self, case):
        item, lead, one, two = case
        first = sent(item, one, two)
        assert (first.number, first.due_on, first.text) == (1, date(2026, 3, 5), DRAFT)
        given(first, one)
        given(first, two, Stance.OBJECT, OBJECTION)
        second = sent(item, two, text=DRAFT + "年底前完成。")
        assert second.number == 2
        assert Circulation.objects.get(pk=first.pk).text == DRAFT
        given(second, two)
        data = {"text": second.text, "result_class": str(second.result_class_id)}
        line = next(each for each in checks_of_draft(make.task(item), data) if each.key == "countersigned")
        assert (line.level, line.text) == ("done", "第2次会签 1/1")
        said = [(each.circulation.number, each.assignment.unit.name, each.stance) for each in
                Countersignature.objects.order_by("pk")]  # fmt: skip
        assert said == [(1, "测试乙局", "agree"), (1, "测试丙局", "object"), (2, "测试丙局", "agree")]
        assert make.task(item, two).state == AssignmentState.HANDLING  # its own clock is not touched
        assert Notification.objects.filter(key__startswith="countersigned", recipient__unit=lead).exists()

    @pytest.mark.parametrize(
        ("broken", "sentence"),
        [
            ("no text", "还没有写答复文稿"),
            ("no unit", "请选择此件的协办单位"),
            ("a stranger", "请选择此件的协办单位"),
            ("the same again", "没有改动"),
        ],
    )
    def test_not_sent(self, case, broken, sentence):
        item, lead, one, _two = case
        if broken == "the same again":
            sent(item, one)
        other = make.assigned(lead, assisting=[make.unit("测试丁局")])
        tasks = {"no unit": [], "a stranger": [other.assignments.get(role="assisting")]}
        count = Circulation.objects.count()
        with pytest.raises(RuleViolation, match=sentence):
            countersign.send(
                assignment=make.task(item),
                text=" " if broken == "no text" else DRAFT,
                result_class=make.result_class("A"),
                units=tasks.get(broken, [make.task(item, one)]),
                by=make.handler(lead),
                on=DAY,
                at=make.at(),
            )
        assert Circulation.objects.count() == count

    @pytest.mark.parametrize(
        ("broken", "sentence"),
        [
            ("no stance", "请选择"),
            ("no words", "写明具体意见"),
            ("twice", "已于2026-03-02会签"),
            ("not asked", "没有送贵单位"),
            ("replaced", "新的会签稿"),
            ("with the head", "会签已经结束"),
        ],
    )
    def test_not_signed(self, case, broken, sentence):
        item, _lead, one, two = case
        circulation = sent(item, one)
        unit = two if broken == "not asked" else one
        if broken == "twice":
            given(circulation, one)
        elif broken == "replaced":
            sent(item, one, text="改过的文稿")
        elif broken == "with the head":
            make.submitted(item, without_opinions_reason="不再等待。")
        before = Event.objects.filter(action="countersign").count()
        with pytest.raises(RuleViolation, match=sentence):
            given(circulation, unit, {"no stance": "", "no words": Stance.OBJECT}.get(broken, Stance.AGREE), "  ")
        assert Event.objects.filter(action="countersign").count() == before

    def test_nobody_signs_for_another_unit(self, case):
        item, lead, one, two = case
        circulation = sent(item, one, two)
        for person in (make.handler(two), make.handler(lead), make.clerk(), make.office_head()):
            with pytest.raises(NotAllowed):
                given(circulation, one, by=person)

    def test_who_reads_the_draft_and_the_objection(self, client, case):
        item, lead, one, two = case
        given(sent(item, one), one, Stance.OBJECT, OBJECTION)
        people = {
            "clerk": make.clerk(),
            "head": make.office_head(),
            "auditor": make.user(Role.AUDITOR),
            "coordinator": make.user(Role.COORDINATOR, handling_system=lead.handling_system),
            "lead": make.handler(lead),
            "asked": make.handler(one),
            "not asked": make.handler(two),
            "deputy": make.user(Role.DEPUTY, deputy=item.lead_deputy),
            "leader": make.user(Role.LEADER),
            "admin": make.user(Role.ADMINISTRATOR),
        }
        allowed = {"clerk", "head", "auditor", "coordinator", "lead", "asked"}
        pages = {}
        for name, person in people.items():
            client.force_login(person)
            pages[name] = client.get(item.get_absolute_url()).text
        for text in (DRAFT, OBJECTION):
            assert {name for name, page in pages.items() if text in page} == allowed, text

    def test_from_the_draft_on_the_server_to_the_board(self, client, monkeypatch, case):
        stop_clock(monkeypatch)
        item, lead, one, two = case
        task, writer = make.task(item), make.handler(lead)
        client.force_login(writer)
        url = reverse("suggestions:circulate", args=[task.pk])
        assert "还没有写答复文稿" in told(client.get(url))
        data = {"text": DRAFT, "result_class": str(make.result_class("A").pk), "promise-0-matter": "修好路面",
                "promise-0-due_on": "2026-12-01"}  # fmt: skip
        draft_text.save(assignment=task, form=Draft.Form.REPLY, data=data, revision=0, by=writer, at=make.at())
        page = client.get(url)
        assert DRAFT in words(page)
        tasks = [make.task(item, unit).pk for unit in (one, two)]
        answer = client.post(url, {"units": tasks, "seen": seen(page)})
        assert "第1次会签稿已送2个协办单位" in told(answer)
        assert Circulation.objects.get().text == f"{DRAFT}\n\n承诺事项\n修好路面（2026-12-01前完成）"
        # The asked unit: its list, the draft, its word
        person = make.handler(two)
        block = next(b for b in read_work_list(person, today=DAY).blocks if b.group.key == "countersign")
        sign_url = reverse("suggestions:countersign", args=[tasks[1]])
        assert [(row.url, row.due_on) for row in block.items] == [(sign_url, date(2026, 3, 5))]
        client.force_login(person)
        assert sign_url in client.get(item.get_absolute_url()).text
        page = client.get(sign_url)
        assert DRAFT in page.text
        assert "写明具体意见" in words(client.post(sign_url, {"stance": "object", "comment": ""}))
        assert "已交测试甲局" in told(client.post(sign_url, {"stance": "object", "comment": OBJECTION}))
        assert "没有等待贵单位会签的文稿" in told(client.get(sign_url))
        # The lead's board and its checks
        client.force_login(writer)
        text = words(client.get(reverse("suggestions:reply", args=[task.pk])))
        assert "意见 1/2 · 会签 1/2" in text
        assert OBJECTION in text
        line = next(each for each in checks_of_draft(task, data) if each.key == "countersigned")
        assert (line.level, line.text) == ("advise", "第1次会签 1/2；测试丙局有意见；测试乙局未会签")
        data["text"] += "又改了。"
        line = next(each for each in checks_of_draft(task, data) if each.key == "countersigned")
        assert "会签后文稿又有改动" in line.text

    def test_what_was_read_is_what_is_signed(self, client, monkeypatch, case):
        stop_clock(monkeypatch)
        item, _lead, one, _two = case
        first = sent(item, one)
        sent(item, one, text="改过的文稿")
        client.force_login(make.handler(one))
        url = reverse("suggestions:countersign", args=[make.task(item, one).pk])
        answer = client.post(url, {"stance": "agree", "circulation": first.pk})
        assert answer.status_code == 409
        assert "改过的文稿" in answer.text
        assert not Countersignature.objects.exclude(stance="").exists()
