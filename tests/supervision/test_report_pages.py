"""The pages of the annual report: look, freeze, ask for files, fetch them; who may what."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from supervision import tasks
from supervision.actions import _job, annual_report, build_report, snapshot
from supervision.choices import BuildState, ReportKind
from supervision.models import AnnualReport, ReportBuild, ReportDraft
from supervision.reports import figures, making
from tests import factories as make
from tests.factories import DAY
from tests.suggestions.pages import words
from tests.supervision.report_house import AS_OF, SmallHouse, nothing_counted

pytestmark = pytest.mark.django_db
LIST, NEW, COUNT = (reverse(f"supervision:{name}") for name in ("reports", "report_new", "report_count"))
TODAY = make.at(AS_OF + timedelta(days=1))


@pytest.fixture(scope="module")
def house(rows_stay):
    return SmallHouse()


@pytest.fixture(scope="module")
def report(house):
    return house.freeze()


@pytest.fixture
def uncounted(report):
    """Where the page is asked about: the figures are not counted anew for each draft, they stay the report's."""
    with nothing_counted(report.figures):
        yield


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(TODAY)


@pytest.fixture
def office(client, house):
    client.force_login(house.head)
    return client


def asked(house, as_of=AS_OF, **more):
    return {"session": house.session.pk, "as_of": f"{as_of:%Y-%m-%d}", **more}


class TestCounting:
    def test_asked_for_counted_and_looked_at(self, office, house, monkeypatch, django_capture_on_commit_callbacks):
        sent, day = [], asked(house, DAY + timedelta(days=80))
        monkeypatch.setattr(tasks.count_report, "delay", sent.append)
        with django_capture_on_commit_callbacks(execute=True):
            answer = office.post(COUNT, day, follow=True)
        assert ("正在统计" in words(answer), 'id="draft" data-follow' in answer.text) == (True, True)
        assert "正在统计，请稍候" in words(office.post(COUNT, day))
        assert tasks.count_report(*sent) == BuildState.DONE
        page = office.get(NEW, day)
        for word in ("将定为第1版", "1项延期申请尚待决定", "按期答复率", "教育局", "定稿"):
            assert word in words(page)
        assert "data-follow" not in page.text

    @pytest.mark.usefixtures("uncounted")
    def test_what_failed_says_why_and_is_counted_again(self, office, house, monkeypatch):
        def full(*_args, **_more):
            raise OSError("磁盘已满")

        with monkeypatch.context() as broken:
            broken.setattr(figures, "compute", full)
            assert make.counted(house.session, DAY).state == BuildState.FAILED
        assert "统计失败：OSError：磁盘已满" in words(office.get(NEW, asked(house, DAY)))
        assert make.counted(house.session, DAY).state == BuildState.DONE

    def test_no_worker_hears_of_it(self, office, house, monkeypatch, django_capture_on_commit_callbacks):
        def deaf(_pk):
            raise ConnectionError

        monkeypatch.setattr(tasks.count_report, "delay", deaf)
        with django_capture_on_commit_callbacks(execute=True):
            office.post(COUNT, asked(house))
        assert "后台任务没有收到这项工作" in words(office.get(NEW, asked(house)))

    def test_a_silent_worker(self, office, house, time_machine):
        annual_report.ask(session=house.session, as_of=DAY, by=house.clerk, at=make.at(AS_OF))
        assert "后台任务没有回音" in words(office.get(NEW, asked(house, DAY)))

    @pytest.mark.usefixtures("uncounted")
    def test_others_see_how_far_it_is(self, house, monkeypatch):
        """Rows of a chunk count towards 80 of a hundred; the figures are the rest."""
        seen = []
        monkeypatch.setattr(snapshot, "CHUNK", 1)
        monkeypatch.setattr(_job, "move", lambda job, done, at: seen.append(done))
        make.counted(house.session, AS_OF)
        assert seen == [26, 53, 80]

    def test_a_day_that_cannot_be(self, office, house):
        assert "截止日期不能晚于今天" in words(office.post(COUNT, asked(house, AS_OF + timedelta(days=9))))
        for query in ({}, {"session": "x", "as_of": "2026-13-40"}, {"session": "999", "as_of": "2026-01-01"}):
            assert office.get(NEW, query).status_code == 200
        assert "未能提交" in words(office.post(COUNT, {"session": "x"}))
        assert not ReportDraft.objects.exists()

    def test_an_empty_house(self, client):
        client.force_login(make.office_head())
        assert client.get(LIST).status_code == client.get(NEW).status_code == 200

    @pytest.mark.usefixtures("uncounted")
    def test_a_clerk_looks_and_does_not_freeze(self, client, house):
        draft = make.counted(house.session, DAY, now=TODAY)
        client.force_login(house.clerk)
        assert "由代表工作机构负责人定稿" in words(client.get(NEW, asked(house, DAY)))
        assert client.post(NEW, signed(draft)).status_code == 403
        assert not AnnualReport.objects.filter(as_of=DAY).exists()


def signed(draft, **more):
    return {"draft": draft.pk, "snapshot": draft.snapshot_id, **more}


@pytest.mark.usefixtures("uncounted")
class TestFreezing:
    def test_frozen_it_is_shown_and_listed(self, office, house):
        draft = make.counted(house.session, AS_OF - timedelta(days=1), now=TODAY)
        answer = office.post(NEW, signed(draft), follow=True)
        assert "已定稿" in words(answer)
        assert "孙主任" in words(office.get(LIST))
        assert "可能刚刚有人定稿" in words(office.post(NEW, signed(draft), follow=True))

    def test_of_yesterday_it_is_counted_again_first(self, office, house):
        draft = make.counted(house.session, DAY, now=TODAY - timedelta(days=1))
        assert "确定定稿吗" not in office.get(NEW, asked(house, DAY)).text
        assert "不是今天统计的" in words(office.post(NEW, signed(draft)))

    def test_the_same_again_is_told(self, office, house):
        make.counted(house.session, AS_OF, now=TODAY)
        assert "与已定稿的第1版相比没有变化" in words(office.get(NEW, asked(house)))

    def test_a_correction_without_words_keeps_what_was_typed(self, office, house):
        make.suggestion(by=house.clerk, **house.facts({}))
        draft = make.counted(house.session, AS_OF, now=TODAY)
        assert "请写明更正理由" in words(office.post(NEW, signed(draft, reason=" ")))
        assert office.post(NEW, signed(draft, reason="字" * 501)).status_code == 400
        answer = office.post(NEW, signed(draft, reason="漏登"), follow=True)
        for word in ("第2版", "理由：漏登", "新增 1 件"):
            assert word in words(answer)

    def test_counted_again_meanwhile_by_another(self, office, house):
        seen = make.counted(house.session, AS_OF, now=TODAY)
        make.suggestion(by=house.clerk, **house.facts({}))
        make.counted(house.session, AS_OF, now=TODAY)
        answer = office.post(NEW, signed(seen, reason="更正"))
        assert (answer.status_code, "重新统计了这一截止日期" in words(answer)) == (409, True)


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
