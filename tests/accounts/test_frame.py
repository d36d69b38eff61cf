"""What every page has alike is drawn once, and is what the templates say."""

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from accounts.templatetags import frame

SAME = ("styles", "confirm", "texts", "scripts")


@pytest.fixture(autouse=True)
def drawn(monkeypatch):
    """The names of the templates that were drawn; nothing is left of it for other tests."""
    names = []

    def draw(name):
        names.append(name)
        return render_to_string(name)

    monkeypatch.setattr(frame, "render_to_string", draw)
    frame._drawn.cache_clear()
    yield names
    frame._drawn.cache_clear()


def shown(name: str, **context) -> str:
    return Template('{% load frame %}{% fixed "partials/' + name + '.html" %}').render(Context(context))


@pytest.mark.parametrize("name", SAME)
def test_it_is_the_template_whatever_the_page_knows(drawn, name):
    text = render_to_string(f"partials/{name}.html")
    assert shown(name) == shown(name, office_name="测试", user=None, navigation=[1]) == text
    assert render_to_string(f"partials/{name}.html", {"office_name": "测试", "navigation": [1]}) == text
    assert drawn == [f"partials/{name}.html"]


def test_it_is_drawn_once_for_each_language(drawn):
    for language in ("zh-hans", "en", "zh-hans", "en"):
        with translation.override(language):
            shown("texts")
    assert len(drawn) == 2


def test_it_is_drawn_each_time_while_one_works_on_it(drawn, settings):
    settings.DEBUG = True
    assert shown("texts") == shown("texts")
    assert len(drawn) == 2
