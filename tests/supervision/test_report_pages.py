"""The pages of the annual report: look, freeze, ask for files, fetch them; who may what."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from supervision import tasks
from supervision.actions import build_report
from supervision.choices import BuildState, ReportKind
from supervision.models import AnnualReport, ReportBuild
from supervision.reports import making
from tests import factories as make
from tests.factories import DAY
from tests.suggestions.pages import words
from tests.supervision.report_house import AS_OF, House

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("supervision:reports"), reverse("supervision:report_new")


@pytest.fixture(scope="module")
def house(rows_stay):
    return House()


@pytest.fixture(scope="module")
def report(house):
    return house.freeze()


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(make.at(AS_OF + timedelta(days=1)))


@pytest.fixture
def office(client, house):
    client.force_login(house.head)
    return client


def asked(house, as_of=AS_OF, **more):
    return {"session": house.session.pk, "as_of": f"{as_of:%Y-%m-%d}", **more}


class TestLooking:
    def test_the_figures_and_what_is_open(self, office, house):
        page = words(office.get(NEW, asked(house, DAY + timedelta(days=80))))
        for word in ("将定为第1版", "1项延期申请尚待决定", "按期答复率", "教育局", "定稿"):
            assert word in page

    def test_a_day_that_cannot_be(self, office, house):
        assert "截止日期不能晚于今天" in words(office.get(NEW, asked(house, AS_OF + timedelta(days=9))))
        for query in ({}, {"session": "x", "as_of": "2026-13-40"}, {"session": "999", "as_of": "2026-01-01"}):
            assert office.get(NEW, query).status_code == 200

    def test_an_empty_house(self, client):
        client.force_login(make.office_head())
        assert client.get(LIST).status_code == client.get(NEW).status_code == 200

    def test_a_clerk_looks_and_does_not_freeze(self, client, house):
        client.force_login(house.clerk)
        assert "由代表工作机构负责人定稿" in words(client.get(NEW, asked(house, DAY)))
        assert client.post(NEW, asked(house, DAY, seen=1)).status_code == 403
        assert not AnnualReport.objects.filter(as_of=DAY).exists()


class TestFreezing:
    def test_frozen_it_is_shown_and_listed(self, office, house):
        day = AS_OF - timedelta(days=1)
        answer = office.post(NEW, asked(house, day, seen=1), follow=True)
        assert "已定稿" in words(answer)
        assert "孙主任" in words(office.get(LIST))

    def test_the_same_again_is_told(self, office, house, report):
        page = words(office.get(NEW, asked(house)))
        assert "与已定稿的第1版相比没有变化" in page

    def test_a_correction_without_words_keeps_what_was_typed(self, office, house, report):
        make.suggestion(by=house.clerk, **house.facts({}))
        answer = office.post(NEW, asked(house, seen=2, reason=" "))
        assert "请写明更正理由" in words(answer)
        assert "新增 1 件" in words(answer)
        answer = office.post(NEW, asked(house, seen=2, reason="漏登"), follow=True)
        for word in ("第2版", "理由：漏登", "新增 1 件"):
            assert word in words(answer)

    def test_frozen_meanwhile_by_another(self, office, house, report):
        make.suggestion(by=house.clerk, **house.facts({}))
        assert office.post(NEW, asked(house, seen=1, reason="更正")).status_code == 409


class TestFiles:
    def ask(self, client, report, kind="assessment"):
        return client.post(reverse("supervision:report_build", args=[report.pk]), {"kind": kind}, follow=True)

    def test_asked_for_made_and_fetched(self, office, report, monkeypatch, django_capture_on_commit_callbacks):
        sent = []
        monkeypatch.setattr(tasks.build_report, "delay", sent.append)
        with django_capture_on_commit_callbacks(execute=True):
            page = words(self.ask(office, report))
        assert "排队中" in page
        build = ReportBuild.objects.get(report=report)
        assert sent == [build.pk]
        assert tasks.build_report(build.pk) == BuildState.DONE
        page = words(office.get(report.get_absolute_url()))
        assert "目标考核件数表_十三届一次会议_截至20260710_第1版.xlsx" in page
        answer = office.get(reverse("supervision:report_file", args=[build.pk]))
        assert b"".join(answer.streaming_content)[:2] == b"PK"
        assert "attachment" in answer.headers["Content-Disposition"]

    def test_what_failed_says_why_and_is_made_again(self, office, house, report, monkeypatch):
        build = build_report.ask(report=report, kind=ReportKind.WORD, by=house.clerk, at=make.at(AS_OF))

        def full(*_args, **_more):
            raise OSError("磁盘已满")

        with monkeypatch.context() as broken:
            broken.setattr(making, "make", full)
            assert tasks.build_report(build.pk) == BuildState.FAILED
        assert "生成失败：OSError：磁盘已满" in words(office.get(report.get_absolute_url()))
        assert office.get(reverse("supervision:report_file", args=[build.pk])).status_code == 404
        again = build_report.ask(report=report, kind=ReportKind.WORD, by=house.clerk, at=make.at(AS_OF))
        assert (again.pk, tasks.build_report(again.pk)) == (build.pk, BuildState.DONE)

    def test_no_worker_hears_of_it(self, office, report, monkeypatch, django_capture_on_commit_callbacks):
        def deaf(_pk):
            raise ConnectionError

        monkeypatch.setattr(tasks.build_report, "delay", deaf)
        with django_capture_on_commit_callbacks(execute=True):
            self.ask(office, report)
        assert "后台任务没有收到这项工作" in words(office.get(report.get_absolute_url()))

    def test_one_at_a_time_and_a_silent_worker_is_replaced(self, office, house, report, monkeypatch, time_machine):
        monkeypatch.setattr(tasks.build_report, "delay", lambda pk: None)
        self.ask(office, report)
        assert "此文件正在生成" in words(self.ask(office, report))
        time_machine.move_to(make.at(AS_OF + timedelta(days=1), 11))
        assert "后台任务没有回音" in words(office.get(report.get_absolute_url()))
        assert "此文件正在生成" not in words(self.ask(office, report))

    def test_taken_by_one_worker_only(self, house, report):
        build = build_report.ask(report=report, kind=ReportKind.PACKAGE, by=house.clerk, at=make.at(AS_OF))
        assert [tasks.build_report(build.pk), tasks.build_report(build.pk)] == [BuildState.DONE, ""]

    @pytest.mark.parametrize("late", ["made", "failed"])
    def test_what_an_older_attempt_says_late_changes_nothing(self, house, report, monkeypatch, late):
        """Two attempts of one file interleaved: the first falls silent, the second is asked for and ends before it."""
        whole, folder = making.make, Path(settings.MEDIA_ROOT) / "reports"
        clock = iter([make.at(AS_OF), make.at(AS_OF + timedelta(days=2))])

        def ask():
            return build_report.ask(report=report, kind=ReportKind.ASSESSMENT, by=house.clerk, at=next(clock))

        def slow(*args, progress, **more):
            made = whole(*args, progress=progress, **more)
            with monkeypatch.context() as second:
                second.setattr(making, "make", whole)
                assert tasks.build_report(ask().pk) == BuildState.DONE
            seen.append(row())
            progress(7)
            seen.append(row())
            if late == "failed":
                raise OSError("磁盘已满")
            return made

        def row():
            return ReportBuild.objects.filter(pk=first.pk).values().get()

        def files():
            return {f"reports/{each.name}" for each in folder.glob("*")}

        first, seen, before = ask(), [], files()
        monkeypatch.setattr(making, "make", slow)
        assert tasks.build_report(first.pk) == ""
        assert [row(), row()] == seen
        assert files() - before == {row()["file"]}

    def test_readers_fetch_and_do_not_ask(self, client, house, report):
        build = build_report.ask(report=report, kind=ReportKind.PACKAGE, by=house.clerk, at=make.at(AS_OF))
        tasks.build_report(build.pk)
        client.force_login(make.user("leader"))
        assert client.get(report.get_absolute_url()).status_code == 200
        b"".join(client.get(reverse("supervision:report_file", args=[build.pk])).streaming_content)
        assert self.ask(client, report).status_code == 403
        client.force_login(make.handler(house.edu))
        for address in (LIST, report.get_absolute_url(), reverse("supervision:report_file", args=[build.pk])):
            assert client.get(address).status_code == 403

    def test_an_unknown_kind(self, office, report):
        assert self.ask(office, report, "pdf").status_code == 404
