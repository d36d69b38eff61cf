"""What is typed is kept on the server: the contract with static/js/autosave.js, and who comes first of two windows."""

import json
from copy import deepcopy
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from suggestions.actions import reply, split
from suggestions.models import Draft, Suggestion
from tests import factories as make
from tests.suggestions.pages import stop_clock, words

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 20)
JSON = {"HTTP_ACCEPT": "application/json", "HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


@pytest.fixture(scope="module")
def made(rows_stay):
    return make.signed(make.assigned(make.unit("市水务局")))


@pytest.fixture(scope="module")
def writer(made):
    return make.handler(made.unit, name="张三")


@pytest.fixture
def task(client, monkeypatch, made, writer):
    stop_clock(monkeypatch, TODAY)
    client.force_login(writer)
    return deepcopy(made)


def url(task, form: str = "reply") -> str:
    return reverse("suggestions:save_draft", args=[form, task.pk])


def save(client, task, revision=0, form="reply", **fields):
    return client.post(url(task, form), {"revision": revision, **fields}, **JSON)


def test_what_is_typed_is_kept_and_counted(client, task):
    typed = {"text": "您提出的建议收悉", "document_number": "水函[2026]8号"}
    first = save(client, task, **typed, csrfmiddlewaretoken="x", role="head")
    assert first.status_code == 200
    assert first.json()["saved_at"] == "10:00:00"
    assert first.json()["revision"] == 1
    draft = Draft.objects.get()
    assert draft.data == typed  # the form's own fields only
    assert draft.saved_by.name == "张三"
    second = save(client, task, revision=1, text="您提出的建议收悉，现答复如下", dated_on="")
    assert second.json()["revision"] == 2
    assert Draft.objects.get().data["text"].endswith("现答复如下")


def test_the_answer_brings_the_list_of_checks(client, task):
    solved, planned = make.result_class("A"), make.result_class("B")
    answer = save(client, task, text="短", document_number="水函[2026]8号", result_class=solved.pk)
    assert "水函〔2026〕8号" in answer.json()["checks"]
    assert "承诺要有期限" not in answer.json()["checks"]
    row = {"promise-0-matter": "", "promise-0-due_on": "2026-02-31"}
    answer = save(client, task, 1, result_class=planned.pk, text="<b>", **row)
    assert "承诺要有期限" in answer.json()["checks"]
    assert "<b>" not in answer.json()["checks"]


def test_the_list_of_checks_asks_for_the_lead_deputys_consent_where_it_is_needed(client, task):
    typed = {"delivery": "via_lead", "text": "已办理。"}
    assert "征得其同意" not in save(client, task, **typed).json()["checks"]  # one deputy, nobody to pass it on to
    Suggestion.objects.update(proposer_kind="joint")
    assert "由领衔代表转复的，填写何时" in save(client, task, 1, **typed).json()["checks"]
    assert "由领衔代表转复的" not in save(client, task, 2, **typed, consent_note="5月6日电话").json()["checks"]


def test_an_older_window_is_told_and_does_not_overwrite(client, task):
    save(client, task, text="张三的新文字")
    colleague = Client()
    colleague.force_login(make.handler(task.unit, name="李四"))
    answer = save(colleague, task, text="李四的旧文字")
    assert answer.status_code == 409
    assert "张三在另一个窗口保存了更新的草稿" in answer.json()["message"]
    assert Draft.objects.get().data["text"] == "张三的新文字"


@pytest.mark.parametrize("revision", [0, 1])
def test_a_reloaded_page_goes_on_from_what_it_sent_when_it_was_left(client, task, revision):
    """Whichever came first, those words or the new page: it knows them, and the older ones come too late."""
    if revision:
        save(client, task, text="先前的文字", page="earlier")
    farewell = {"text": "离开时的文字", "page": "left", "after": "left"}
    assert save(client, task, revision, **farewell).status_code == 200
    answer = save(client, task, revision, text="离开时的文字，再写。", page="again", after=["left", "<b>", ""])
    assert answer.json()["revision"] == revision + 2
    assert save(client, task, revision, **farewell).status_code == 409
    assert Draft.objects.get().data["text"] == "离开时的文字，再写。"


def test_a_reloaded_page_does_not_go_on_over_another_hand(client, task):
    save(client, task, text="离开时的文字", page="left")
    colleague = Client()
    colleague.force_login(make.handler(task.unit, name="李四"))
    assert save(colleague, task, 1, text="李四接着写的", page="other").status_code == 200
    answer = save(client, task, 0, text="离开时的文字", page="again", after="left")
    assert answer.status_code == 409
    assert "李四在另一个窗口" in answer.json()["message"]
    assert save(colleague, task, 0, text="没有名字", after="").status_code == 409  # no name is nobody's


def test_a_session_that_ended_answers_json_with_the_way_back(task):
    answer = Client().post(url(task), {"revision": 0, "text": "正在写的答复"}, **JSON)
    assert answer.status_code == 401
    assert "登录已过期" in answer.json()["message"]
    page = reverse("suggestions:reply", args=[task.pk])
    assert answer.json()["login_url"] == f"/login/?next={page.replace('/', '%2F')}"
    assert not Draft.objects.exists()


def test_after_logging_in_again_the_page_shows_what_was_typed(client, monkeypatch, task):
    stop_clock(monkeypatch, TODAY, hour=9)
    client.force_login(make.handler(task.unit, name="王五"))
    save(client, task, text="正在写的答复", **{"promise-0-due_on": "2026-13-4"})  # half typed
    client.logout()
    stop_clock(monkeypatch, TODAY, hour=11)
    page = reverse("suggestions:reply", args=[task.pk])
    assert client.get(page).url == f"/login/?next={page}"
    client.force_login(make.handler(task.unit, name="赵六"))
    shown = client.get(page)
    assert "已恢复王五 09:00保存的草稿" in words(shown)
    assert "正在写的答复" in shown.content.decode()
    assert 'data-autosave-revision="1"' in shown.content.decode()


def test_a_stale_token_answers_json(task):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make.handler(task.unit))
    answer = strict.post(url(task), {"revision": 0, "text": "文字"}, **JSON)
    assert answer.status_code == 403
    assert "重新登录" in answer.json()["message"]
    assert not Draft.objects.exists()
    page = strict.post(url(task), {"revision": 0}, HTTP_ACCEPT="text/html,*/*")
    assert page["Content-Type"].startswith("text/html")  # a person gets a page


@pytest.mark.parametrize("role", ["clerk", "office_head", "auditor", "leader", "administrator"])
def test_others_who_see_the_suggestion(client, task, role):
    client.force_login(make.user(role))
    answer = save(client, task, text="文字")
    assert answer.status_code == 403
    assert "您的角色" in answer.json()["message"]
    assert not Draft.objects.exists()


def test_another_units_task_does_not_exist(client, task):
    client.force_login(make.handler(make.unit()))
    answer = save(client, task, text="文字")
    assert answer.status_code == 404
    assert "办理范围" in answer.json()["message"]
    assert save(client, task, form="memo").status_code == 404
    assert client.get(url(task)).status_code == 405


@pytest.mark.parametrize("revision", ["", "-1", "a", "9" * 12, "¹"])
def test_a_revision_that_is_none(client, task, revision):
    answer = save(client, task, revision=revision, text="文字")
    assert answer.status_code == 400
    assert answer.json()["message"]


def test_what_a_database_cannot_keep_goes(client, task):
    assert save(client, task, text="前\0后\x0b").status_code == 200
    assert Draft.objects.get().data["text"] == "前后\x0b"
    assert "\\u0000" not in json.dumps(Draft.objects.get().data)


def test_a_window_left_open_does_not_write_into_what_is_with_the_head(client, task):
    save(client, task, text="旧文字")
    make.contacted(task.suggestion)
    task.refresh_from_db()
    reply.submit(assignment=task, letter=make.letter(), by=make.handler(task.unit), today=TODAY, at=make.at(TODAY))
    answer = save(client, task, revision=1, text="更旧的文字")
    assert answer.status_code == 409
    assert "待签发" in answer.json()["message"]
    assert Draft.objects.get().data["text"] == "旧文字"


def test_an_opinion_has_its_own_draft(client, task):
    helper = make.unit("市财政局")
    own = make.signed(make.assigned(assisting=[helper]), helper)
    client.force_login(make.handler(helper))
    answer = save(client, own, form="opinion", text="原则同意", signatory="钱局长", title="x")
    assert answer.json() == {"saved_at": "10:00:00", "revision": 1}
    assert Draft.objects.get().data == {"text": "原则同意", "signatory": "钱局长"}
    assert save(client, own, text="文字").status_code == 409  # an assisting unit writes no reply


# The parts that come in any number


def test_answers_and_promises_are_kept_and_shown_again_to_whoever_comes_back(client, task):
    first, second = make.asked(task.suggestion, "清淤", "建泵站")
    typed = {
        f"answer-{first.pk}-outcome": "done",
        f"answer-{first.pk}-text": "已清淤三公里。",
        f"answer-{second.pk}-outcome": "planned",
        f"answer-{second.pk}-planned_on": "2026-12-",  # half typed
        "promise-0-matter": "",
        "promise-7-matter": "建成二号泵站",
        "promise-7-responsible": "孙科长",
    }
    answer = save(client, task, **typed, **{"answer-x-text": "不是字段", "promise-0-id": "也不是"})
    assert Draft.objects.get().data == typed
    assert "第2项诉求还没有答复" in answer.json()["checks"]
    assert answer.json()["proposed_class"] == make.result_class("B").pk
    client.logout()
    client.force_login(make.handler(task.unit))
    html = client.get(reverse("suggestions:reply", args=[task.pk])).content.decode()
    for words_ in ("已清淤三公里。", "建成二号泵站", "孙科长"):
        assert words_ in html
    assert f'name="answer-{second.pk}-outcome" value="planned"' in html


def test_words_for_an_ask_that_was_removed_are_still_there(client, task):
    (ask,) = make.asked(task.suggestion, "清淤")
    save(client, task, **{f"answer-{ask.pk}-text": "已清淤三公里。"})
    task.suggestion.refresh_from_db()
    split.split(suggestion=task.suggestion, lines=[split.Line("护坡")], by=make.clerk(), at=make.at(TODAY))
    page = client.get(reverse("suggestions:reply", args=[task.pk]))
    assert "这项诉求已被删去，原来写的答复： 已清淤三公里。" in words(page)
    assert f'name="answer-{ask.pk}-text" value="已清淤三公里。"' in page.content.decode()  # and saved on with the rest


def test_without_script_a_further_row_and_the_checks_lose_nothing(client, task):
    page = reverse("suggestions:reply", args=[task.pk])
    typed = {"text": "写了一半", "promise-0-matter": "建泵站"}
    drawn = client.post(page, {**typed, "add_row": "1"})
    assert [row.number for row in drawn.context["form"].promise_rows()] == [0, 1]
    checked = client.post(page, {**typed, "check": "1"})
    assert "承诺事项“建泵站”还没有完成日期" in words(checked)
    for answer in (drawn, checked):
        assert "写了一半" in answer.content.decode()
        assert "建泵站" in answer.content.decode()
    assert not Draft.objects.exists()


def test_what_stands_in_other_replies_is_told_when_asked(client, task):
    same = "我单位高度重视，多次召开会议专题研究，制定了工作方案。"
    other = make.replied(make.assigned(task.unit), text=same)
    assert "same_words" not in save(client, task, text=same).json()
    told_ = save(client, task, 1, text=same, check="1").json()["same_words"]
    assert f"{other.assignment.suggestion.number}号" in told_
    assert "占 100%" in told_
