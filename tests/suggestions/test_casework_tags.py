"""The tags draw what the components draw; `today` comes from the page."""

import re
from datetime import date, timedelta

import pytest
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import forms
from django.template.loader import render_to_string
from django.test.html import parse_html

from suggestions.choices import ReplyState, Status
from suggestions.forms._base import DateInput
from suggestions.forms.filter_form import PlainSelect
from suggestions.templatetags import casework

TODAY = date(2026, 5, 28)

DUE = [
    (TODAY - timedelta(days=12), "逾期 12 天", "light-overdue"),
    (TODAY, "今日到期", "light-due_today"),
    (TODAY + timedelta(days=7), "还剩 7 天", "light-due_soon"),
    (TODAY + timedelta(days=8), "还剩 8 天", "light-due_month"),
    (TODAY + timedelta(days=31), "还剩 31 天", "light-in_time"),
]


@pytest.mark.parametrize(("due_on", "words", "colour"), DUE)
def test_a_date_says_how_long_still(due_on, words, colour):
    drawn = casework.deadline(due_on, TODAY)
    assert words in drawn
    assert colour in drawn
    assert f"{due_on:%Y-%m-%d}" in drawn
    assert casework.deadline(due_on, TODAY + timedelta(days=1)) != drawn  # nothing of another day is kept


def test_done_and_none():
    assert "light-done" in casework.deadline(TODAY, TODAY, TODAY)
    assert "暂定" in casework.deadline(TODAY, TODAY, None, True)
    assert "—" in casework.due_or_dash(None, TODAY, None, False, True)
    assert "light" not in casework.due_or_dash(TODAY, TODAY, None, False, False)
    assert "已提交" in casework.due_or_dash(TODAY, TODAY, TODAY, False, True, "已提交")


def test_a_status_is_the_components_own():
    drawn = casework.status(Status.IN_HANDLING, "办理中")
    assert (
        drawn == render_to_string("components/status_badge.html", {"status": "in_handling", "label": "办理中"}).strip()
    )


def test_words_are_escaped():
    assert "<b>" not in casework.status("x", "<b>")


def test_an_accepted_reply_looks_done_and_an_accepted_suggestion_does_not():
    assert "status-agreed" in casework.reply_status(ReplyState.ACCEPTED, "审核通过")
    assert "status-accepted" in casework.status(Status.ACCEPTED, "待交办")


def test_the_way_back_is_escaped():
    assert casework.back_to("/suggestions/1/", "/suggestions/?q=路&o=due") == (
        "/suggestions/1/?next=%2Fsuggestions%2F%3Fq%3D%E8%B7%AF%26o%3Ddue"
    )
    assert casework.back_to("/suggestions/1/", "") == "/suggestions/1/"


def test_a_line_of_the_history_never_shows_a_code():
    """An assignment's line names the task and moves the suggestion."""
    assert casework.state_label("accepted", 7) == "待交办"
    assert casework.state_label("handling", 7) == "办理中"
    assert casework.state_label("replied", None) == "已答复待反馈"


class _Bar(forms.Form):
    word = forms.CharField(label="查找", required=False)
    light = forms.ChoiceField(
        label="期限", required=False, choices=[("", "不限"), ("late", "逾期")], widget=PlainSelect
    )
    since = forms.DateField(label="交办日期自", required=False, widget=DateInput())


@pytest.mark.parametrize("name", ["word", "light", "since"])
def test_a_field_of_a_filter_bar_is_drawn_as_crispy_draws_it(name):
    """But for the class that crispy makes of the widget's name, which no stylesheet knows."""
    field = _Bar({"light": "late", "since": "2026-03-02"})[name]
    crispy = re.sub(r"\b(textinput|plainselect|dateinput) ", "", as_crispy_field(field))
    assert parse_html(casework.filter_field(field)) == parse_html(crispy)


def test_a_wrong_field_of_a_filter_bar_says_what_is_wrong():
    field = _Bar({"since": "后天"})["since"]
    assert str(field.errors[0]) in casework.filter_field(field)
