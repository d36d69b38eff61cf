"""The environment is read strictly, and .env.example names exactly what is read."""

import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from config import env
from tests.servers import database_url

ROOT = Path(__file__).resolve().parent.parent
# Read by the launcher or by the tests, not by an office: not in .env.example.
NOT_FOR_OFFICES = {"ENV_FILE"}


@pytest.fixture
def dotenv(tmp_path, monkeypatch):
    """Writes a .env, loads it into an empty environment and answers that environment."""
    variables: dict[str, str] = {}
    monkeypatch.setattr(env, "os", SimpleNamespace(environ=variables))

    def write(content: str, **before: str) -> dict[str, str]:
        variables.update(before)
        path = tmp_path / ".env"
        path.write_text(content, encoding="utf-8")
        env.load(path)
        return variables

    return write


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", {}),
        ("# DEMO=1\n\n  \n", {}),
        ("DEMO=1", {"DEMO": "1"}),
        ("export DEMO=1", {"DEMO": "1"}),
        ("OFFICE_NAME = 市人大办 \n", {"OFFICE_NAME": "市人大办"}),
        ("OFFICE_NAME='a b'\nSITE_URL=\"http://x/?a=b#c\"", {"OFFICE_NAME": "a b", "SITE_URL": "http://x/?a=b#c"}),
        ("SECRET_KEY=a#b=c", {"SECRET_KEY": "a#b=c"}),
        ("EMAIL_HOST=", {"EMAIL_HOST": ""}),
    ],
)
def test_dotenv_lines(dotenv, content, expected):
    assert dotenv(content) == expected


def test_the_environment_wins_over_the_file(dotenv):
    assert dotenv("PORT=1", PORT="2") == {"PORT": "2"}


def test_a_missing_file_is_no_error(tmp_path):
    env.load(tmp_path / "none")


def test_env_file_names_another_file(dotenv, tmp_path):
    other = tmp_path / "other"
    other.write_text("PORT=3", encoding="utf-8")
    assert dotenv("PORT=1", ENV_FILE=str(other))["PORT"] == "3"


@pytest.mark.parametrize("line", ["DEMO", "=1", "A B=1", "1A=2"])
def test_a_line_that_is_no_assignment_is_refused_with_its_number(dotenv, line):
    with pytest.raises(env.EnvError, match="line 2"):
        dotenv(f"PORT=1\n{line}")


@pytest.mark.parametrize(
    ("raw", "value"),
    [("1", True), ("TRUE", True), (" on ", True), ("0", False), ("no", False), ("", None)],
)
def test_flags(monkeypatch, raw, value):
    monkeypatch.setenv("HTTPS", raw)
    assert env.flag("HTTPS", default=False) is bool(value)
    assert env.flag("HTTPS", default=True) is (value is not False)


@pytest.mark.parametrize(
    ("read", "raw"), [(env.flag, "maybe"), (env.flag, "2"), (lambda name: env.number(name, 1), "8000x")]
)
def test_nonsense_is_refused_with_the_variables_name(monkeypatch, read, raw):
    monkeypatch.setenv("SOME_NAME", raw)
    with pytest.raises(env.EnvError, match="SOME_NAME"):
        read("SOME_NAME")


POSTGRES = [
    ("postgres://u:p@db:5433/office", ("office", "u", "p", "db", "5433")),
    ("postgresql://u@db/office", ("office", "u", "", "db", "")),
    ("postgres://u:p%40ss%2F@db/office", ("office", "u", "p@ss/", "db", "")),
    ("postgres://u@/office?host=/var/run/postgresql", ("office", "u", "", "/var/run/postgresql", "")),
    ("postgres://u@:5433/office?host=/tmp/x", ("office", "u", "", "/tmp/x", "5433")),
]


@pytest.mark.parametrize(("url", "expected"), POSTGRES)
def test_database_addresses_and_back(url, expected):
    database = env.postgres(url)
    assert tuple(database[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == expected
    assert env.postgres(database_url(database)) == database


@pytest.mark.parametrize(
    "url",
    ["mysql://u@h/x", "office", "postgres://u@h/", "postgres://u@h", "postgres://u:p/w@h:1/x", "postgres://h:99999/x"],
)
def test_other_database_addresses_are_refused(url):
    with pytest.raises(env.EnvError, match="DATABASE_URL"):
        env.postgres(url)


def test_the_example_names_exactly_what_is_read():
    sources = [*(ROOT / "config").glob("*.py"), ROOT / "devtools" / "run.py"]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    read = set(re.findall(r'env\.(?:text|flag|number|words)\(\s*"([A-Z0-9_]+)"', code.replace("'", '"')))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", example, re.MULTILINE)) == read - NOT_FOR_OFFICES


S3 = {
    "FILE_STORAGE": "s3",
    "S3_ENDPOINT_URL": "http://files.office:9000",
    "S3_BUCKET": "suggestions",
    "S3_ACCESS_KEY": "k",
    "S3_SECRET_KEY": "s",
}


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"PRODUCTION": "1"}, "SECRET_KEY"),
        ({"PRODUCTION": "1", "SECRET_KEY": "x" * 50, "DEMO": "1"}, "DEMO"),
        ({"PRODUCTION": "1", "SECRET_KEY": "x" * 50, "DEBUG": "1"}, "DEBUG"),
        ({"WEBHOOK_URL": "http://127.0.0.1/"}, "WEBHOOK_SECRET"),
        ({"FILE_STORAGE": "ftp"}, "expected local or s3"),
        ({"FILE_STORAGE": "s3"}, "needs S3_ENDPOINT_URL, S3_BUCKET, S3_ACCESS_KEY, S3_SECRET_KEY"),
        ({**S3, "S3_SECRET_KEY": ""}, "FILE_STORAGE=s3 needs S3_SECRET_KEY"),
        ({**S3, "S3_ENDPOINT_URL": "files.office"}, "S3_ENDPOINT_URL='files.office'"),
        ({"S3_BUCKET": "suggestions"}, "S3_BUCKET is set, but FILE_STORAGE is not"),
    ],
)
def test_settings_that_do_not_go_together_are_refused(tmp_path, variables, words):
    variables = {"ENV_FILE": "/dev/null", "VAR_DIR": str(tmp_path), "PATH": "", **variables}
    done = subprocess.run(
        [sys.executable, "-c", "import config.settings"], env=variables, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "ImproperlyConfigured" in done.stderr.splitlines()[-1]
    assert words in done.stderr.splitlines()[-1]


def test_the_secret_key_is_made_once_and_kept_private(tmp_path):
    def key() -> str:
        code = "import config.settings as s; print(s.SECRET_KEY)"
        variables = {"ENV_FILE": "/dev/null", "VAR_DIR": str(tmp_path)}
        return subprocess.check_output([sys.executable, "-c", code], env=variables, cwd=ROOT, text=True).strip()

    first = key()
    assert len(first) > 50
    assert key() == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
