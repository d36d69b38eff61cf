"""The answers and promises of a reply, for the pages that show one of its versions."""

from django import template

from suggestions.models import Reply
from suggestions.selectors import answers

register = template.Library()


@register.filter
def answer_lines(reply: Reply) -> list[answers.AnswerLine]:
    return answers.answer_lines(reply)


@register.filter
def promises(reply: Reply) -> list:
    return answers.promises_of(reply)
