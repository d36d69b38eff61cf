"""What may be uploaded, judged by content; how it is called; and that nothing half-done stays in the store."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from suggestions import files
from suggestions.actions import attach, contact, reply
from suggestions.errors import RuleViolation
from suggestions.models import Attachment, Contact
from tests import factories as make
from tests import uploads
from tests.suggestions.pages import upload
from tests.uploads import BAD_FILE_IDS, BAD_FILES, GOOD_FILES

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def stored() -> list[str]:
    try:
        return default_storage.listdir("attachments")[1]
    except FileNotFoundError:
        return []


@pytest.mark.parametrize(("name", "content"), GOOD_FILES)
def test_what_may_be_kept(name, content):
    [checked] = files.check([upload(name, content)])
    assert checked.name == name
    assert len(checked.sha256) == 64


@pytest.mark.parametrize(("name", "content", "sentence"), BAD_FILES, ids=BAD_FILE_IDS)
def test_what_may_not(name, content, sentence):
    with pytest.raises(RuleViolation, match=sentence) as refusal:
        files.check([upload("好的.pdf"), upload(name, content)])
    assert refusal.value.field == "files"
    assert str(refusal.value.message).endswith("。")


def is_kept(name: str, content: bytes) -> bool:
    try:
        files.check([upload(name, content)])
    except RuleViolation:
        return False
    return True


@pytest.mark.parametrize("name", [name for name, _content in GOOD_FILES])
def test_no_cut_and_no_flipped_bit_is_more_than_a_sentence(name):
    """Every shortened and every changed file is kept or refused; nothing else ever comes of it."""
    content = dict(GOOD_FILES)[name]
    refused = 0
    for place in range(0, len(content), max(1, len(content) // 100)):
        for spoilt in (content[:place], uploads.flipped(content, place), content[:place] + b"\xff" * 40):
            refused += not is_kept(name, spoilt)
    assert refused > 10


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("关于道路的答复.pdf", "关于道路的答复.pdf"),
        ("../../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\张\\答复 终稿.docx", "答复 终稿.docx"),
        ("a\0b\r\nc.pdf", "abc.pdf"),
        ("附件\u202exe.pdf", "附件xe.pdf"),
        ("空\u00a0 格.pdf", "空 格.pdf"),
        ("\u200b\ufeff.pdf", ".pdf"),
        ("长" * 300 + ".docx", "长" * 195 + ".docx"),
        ("x." + "长" * 300, ("x." + "长" * 300)[:200]),
        ("<b>&\"'.png", "<b>&\"'.png"),
    ],
)
def test_names_are_kept_for_showing_only(given, kept):
    assert files.safe_name(given) == kept


def test_many_files_at_once_are_refused_with_their_number():
    with pytest.raises(RuleViolation, match="一次最多上传20个文件，现在有21个"):
        files.check([upload(f"{n}.pdf") for n in range(21)])


def test_large_files_are_refused_together():
    large = [upload(f"{n}.pdf", b"%PDF-1.4" + bytes([n]) * (17 * 1024 * 1024) + b"%%EOF") for n in range(5)]
    with pytest.raises(RuleViolation, match="文件合计86 MB，超过一次80 MB的上限"):
        files.check(large)


def test_the_same_file_twice_is_noticed_under_another_name_too():
    with pytest.raises(RuleViolation, match=r"“一\.pdf”和“二\.pdf”是同一个文件"):
        files.check([upload("一.pdf"), upload("二.pdf")])


@pytest.mark.django_db
class TestStore:
    def kept(self, item, *uploaded):
        return contact.record(
            suggestion=item,
            assignment=None,
            stage="before",
            kind="phone",
            contacted_on=make.DAY,
            people="代表",
            note=f"谈过{len(stored())}",
            files=uploaded,
            by=make.clerk(),
            today=make.DAY,
            at=make.at(),
        )

    def test_the_sum_is_kept_and_the_name_in_the_store_is_ours(self):
        self.kept(make.assigned(), upload("../../说明.pdf"))
        [row] = Attachment.objects.all()
        assert (row.name, row.size, row.content_type) == ("说明.pdf", len(uploads.PDF), "application/pdf")
        assert row.sha256 == files.check([upload()])[0].sha256
        assert row.file.name.startswith("attachments/")
        assert "说明" not in row.file.name
        assert row.file.read() == uploads.PDF
        row.file.close()

    def test_a_bad_file_among_good_ones_leaves_nothing(self):
        with pytest.raises(RuleViolation):
            self.kept(make.assigned(), upload(), upload("a.exe"))
        assert (Attachment.objects.count(), stored()) == (0, [])

    def test_what_is_rolled_back_in_a_request_leaves_the_store_again(self):
        item = make.assigned()
        with attach.nothing_left_behind():
            with transaction.atomic():
                self.kept(item, upload())
                assert len(stored()) == 1
                transaction.set_rollback(True)
            item.refresh_from_db()
            self.kept(item, upload("留下.pdf"))
        [row] = Attachment.objects.all()
        assert [f"attachments/{name}" for name in stored()] == [row.file.name]

    def test_a_fault_of_ours_leaves_nothing_either(self):
        item = make.assigned()

        def fail():
            with attach.nothing_left_behind(), transaction.atomic():
                self.kept(item, upload())
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert stored() == []

    def test_a_store_that_does_not_answer_is_a_sentence(self, monkeypatch):
        def full(*args, **kwargs):
            raise OSError("No space left on device")

        item = make.assigned()
        monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
        with pytest.raises(RuleViolation, match="暂时无法保存"):
            self.kept(item, upload())
        assert (Contact.objects.filter(suggestion=item).count(), Attachment.objects.count()) == (0, 0)

    def test_a_store_that_fails_at_the_end_leaves_it_to_the_sweep(self, monkeypatch):
        """The answer is written by then: it must not become a fault."""

        def lost(*args, **kwargs):
            raise OSError("shared store: no answer")

        item = make.assigned()
        with attach.nothing_left_behind():
            with transaction.atomic():
                self.kept(item, upload())
                transaction.set_rollback(True)
            monkeypatch.setattr("django.core.files.storage.FileSystemStorage.delete", lost)
        monkeypatch.undo()
        assert len(stored()) == 1
        assert attach.sweep(now=timezone.now() + timedelta(hours=1), older_than=timedelta(0)) == (1, 1)
        assert stored() == []

    def test_the_sweep_takes_only_what_is_old_and_has_no_row(self):
        self.kept(make.assigned(), upload())
        [row] = Attachment.objects.all()
        orphan = default_storage.save("attachments/orphan", ContentFile(b"x"))
        later = timezone.now() + 2 * DAY
        assert attach.sweep(now=timezone.now(), older_than=DAY) == (2, 0)
        assert attach.sweep(now=later, older_than=DAY, is_trial=True) == (2, 1)
        assert default_storage.exists(orphan)
        assert attach.sweep(now=later, older_than=DAY) == (2, 1)
        assert (default_storage.exists(orphan), default_storage.exists(row.file.name)) == (False, True)

    def test_the_command_says_what_it_did(self):
        default_storage.save("imports/orphan", ContentFile(b"x"))
        said = StringIO()
        call_command("sweep_attachments", "--hours", "0", "--dry-run", stdout=said)
        call_command("sweep_attachments", "--hours", "0", stdout=said)
        assert said.getvalue().split("\n") == ["共1个文件，没有登记的1个，没有删除。", "共1个文件，清理1个。", ""]

    def test_a_later_version_refers_to_the_file_of_the_first_and_the_sweep_knows(self):
        item = make.assigned()
        task = make.signed(item)
        words = {"by": make.handler(task.unit), "today": make.DAY, "at": make.at()}
        make.contacted(item, task.unit)
        first = reply.submit(assignment=task, letter=make.letter(), files=[upload("答复.pdf")], **words)
        reply.send_back_draft(reply=first, reason="改", by=make.head(task.unit), at=make.at())
        task.refresh_from_db()
        second = reply.submit(assignment=task, letter=make.letter(), **words)
        one, two = first.attachments.get(), second.attachments.get()
        assert (one.file.name, one.sha256) == (two.file.name, two.sha256)
        assert attach.sweep(now=timezone.now() + 2 * DAY, older_than=DAY) == (1, 0)
        assert default_storage.exists(one.file.name)
