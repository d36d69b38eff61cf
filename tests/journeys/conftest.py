"""What the stories stand on: an office with two units, a deputy, and whoever is called."""

import pytest
from django.core.management import call_command

from accounts.roles import Role
from tests import factories as make
from tests.journeys.people import Person


@pytest.fixture
def office(transactional_db):
    """The office of the stories: people with passwords, by the part they play."""
    for code in "ABC":
        make.result_class(code)
    call_command("load_holidays", verbosity=0)
    lead, assistant = make.unit("测试市住房和城乡建设局"), make.unit("测试市财政局")
    for unit, initials in ((lead, "csszfhcxjsj"), (assistant, "csscjj")):
        unit.initials = initials
        unit.save(update_fields=["initials"])
    deputy = make.deputy("林知远", delegation=make.delegation("云岭县代表团"))
    words = {"password": make.PASSWORD}
    return {
        "clerk": make.clerk(name="周经办", **words),
        "office head": make.office_head(name="吴主任", **words),
        "handler": make.handler(lead, name="郑承办", **words),
        "head": make.head(lead, name="冯局长", **words),
        "assistant": make.handler(assistant, name="陈协办", **words),
        "deputy": make.user(Role.DEPUTY, deputy=deputy, name="林知远", **words),
        "leader": make.user(Role.LEADER, name="韩主任", **words),
    }


@pytest.fixture
def call(window, office):
    """`call("clerk")`: that person, logged in; whoever opens a page sits at the window from then on.

    `by_password`: logged in through the login page, as the main path does it.
    """
    people: dict[str, Person] = {}

    def one(part: str, by_password: bool = False) -> Person:
        if part not in people:
            person = Person(window, office[part])
            people[part] = person.log_in() if by_password else person.enter()
        return people[part]

    return one
