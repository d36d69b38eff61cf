import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from tests import factories as make

pytestmark = pytest.mark.django_db


def test_as_json(capsys):
    lead, helper = make.unit("甲局"), make.unit("乙局")
    answered = make.assigned(lead, assisting=[helper])
    make.opined(answered, helper)
    make.replied(answered, on=make.DAY + timedelta(days=3))
    make.assigned(lead)
    make.assigned(lead)
    make.assigned(helper, session=make.session("十三届二次会议"))  # of another session
    call_command("unit_statistics", session="十三届一次会议", json=True)
    assert json.loads(capsys.readouterr().out) == [
        {
            "unit": "甲局",
            "lead": 3,
            "assisting": 0,
            "total": 3,
            "replied_lead": 1,
            "replied_assisting": 0,
            "reply_rate": 33.33,
            "classes": {"A": 1},
        },
        {
            "unit": "乙局",
            "lead": 0,
            "assisting": 1,
            "total": 1,
            "replied_lead": 0,
            "replied_assisting": 1,
            "reply_rate": 100.0,
            "classes": {},
        },
    ]


def test_for_reading(capsys):
    make.replied(make.assigned(make.unit("甲局")))
    call_command("unit_statistics", session="十三届一次会议")
    assert "甲局：主办1(已答复1) 协办0(已交意见0) 合计1 办复率100.00% A1 面商率100.00%" in capsys.readouterr().out


def test_an_unknown_session_is_named_with_those_that_are_known():
    make.session()
    with pytest.raises(CommandError, match="没有名为“十四届”的会议。现有：十三届一次会议"):
        call_command("unit_statistics", session="十四届")
