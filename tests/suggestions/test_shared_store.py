"""Uploads on a store that several servers share: kept, served through the gate, read on another node, private."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from suggestions.actions import attach, contact
from suggestions.errors import RuleViolation
from suggestions.models import Attachment, ImportFile
from tests import factories as make
from tests.servers import ROOT
from tests.suggestions.pages import PDF, upload

pytestmark = pytest.mark.django_db


def kept(*files) -> None:
    item = make.assigned()
    contact.record(
        suggestion=item,
        assignment=None,
        stage="before",
        kind="phone",
        contacted_on=make.DAY,
        people="代表",
        note="谈过",
        files=files,
        by=make.clerk(),
        today=make.DAY,
        at=make.at(),
    )


def stored(store) -> list[str]:
    return store.listdir("attachments")[1]


def test_a_file_goes_there_and_comes_back_through_the_gate(client, shared_store, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kept(upload("现场 说明.pdf"))
    [row] = Attachment.objects.all()
    assert [f"attachments/{name}" for name in stored(shared_store)] == [row.file.name]
    assert list(tmp_path.iterdir()) == []
    client.force_login(make.clerk())
    answer = client.get(reverse("suggestions:attachment", args=[row.pk]) + "?inline=1")
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Length"] == str(len(PDF))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("inline")
    client.force_login(make.handler(make.unit()))
    assert client.get(reverse("suggestions:attachment", args=[row.pk])).status_code == 404


def test_an_object_is_the_offices_alone_and_has_no_address(shared_store):
    kept(upload())
    [row] = Attachment.objects.all()
    with pytest.raises(PermissionError):
        _address = row.file.url
    acl = shared_store.bucket.Object(row.file.name).Acl()
    assert {grant["Grantee"]["Type"] for grant in acl.grants} == {"CanonicalUser"}


def test_an_import_file_is_read_on_another_node(client, shared_store, s3_server, tmp_path):
    """Another process with a var/ of its own and the same settings: a second web server, or a worker."""
    client.force_login(make.clerk())
    table = ContentFile("单位名称,上级分组\n测试甲局,\n".encode(), name="单位.csv")
    assert client.post(reverse("suggestions:imports"), {"kind": "units", "file": table}).status_code == 302
    name = ImportFile.objects.get().file.name
    code = (
        "import django; django.setup()\n"
        "from django.core.files.storage import default_storage\n"
        f"print(default_storage.open({name!r}).read().decode())"
    )
    node = {**os.environ, **s3_server, "VAR_DIR": str(tmp_path / "node"), "DJANGO_SETTINGS_MODULE": "config.settings"}
    read = subprocess.run([sys.executable, "-c", code], env=node, cwd=ROOT, capture_output=True, text=True)
    assert "测试甲局" in read.stdout, read.stderr


def test_what_is_rolled_back_leaves_the_store_and_the_sweep_takes_the_rest(shared_store):
    with attach.nothing_left_behind(), transaction.atomic():
        kept(upload())
        transaction.set_rollback(True)
    assert stored(shared_store) == []
    kept(upload())
    shared_store.save("attachments/orphan", ContentFile(b"x"))
    day = timedelta(days=1)
    assert attach.sweep(now=timezone.now(), older_than=day) == (2, 0)
    assert attach.sweep(now=timezone.now() + 2 * day, older_than=day) == (2, 1)
    assert len(stored(shared_store)) == 1


def test_a_lost_object_is_told_and_a_lost_store_is_a_sentence(client, shared_store):
    kept(upload())
    [row] = Attachment.objects.all()
    shared_store.delete(row.file.name)
    client.force_login(make.clerk())
    assert client.get(reverse("suggestions:attachment", args=[row.pk])).status_code == 404
    shared_store.bucket.delete()
    try:
        with pytest.raises(RuleViolation, match="暂时无法保存"):
            kept(upload())
    finally:
        shared_store.bucket.create()
