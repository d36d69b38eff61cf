"""Database, static files and demo office, in one Django process. Run by the venv's Python: `-m devtools.prepare`."""

import hashlib
import io
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError
    from django.db.utils import OperationalError
    from redis import RedisError

    from config.env import EnvError

    try:
        django.setup()
        reach_broker()
        prepare()
    except (ImproperlyConfigured, EnvError) as error:
        return refuse(f"The configuration is not right: {error}", "配置有误，请按上面的提示修改环境变量或 .env 文件。")
    except OperationalError as error:
        return refuse(
            f"The database does not answer: {error}\nCheck DATABASE_URL; without it, SQLite in var/ is used.",
            "数据库无法连接，请检查 DATABASE_URL；不设置时使用 var/ 下的 SQLite。",
        )
    except CommandError as error:
        return refuse(f"A step of the preparation refused: {error}", "准备步骤未能完成，原因见上。")
    except RedisError as error:
        return refuse(
            f"Redis does not answer: {error}\nCheck REDIS_URL; without it, a queue on disk is used.",
            "Redis 无法连接，请检查 REDIS_URL；不设置时使用磁盘队列。",
        )
    return 0


def reach_broker() -> None:
    """The worker would wait for Redis without a word; better to say so now."""
    from redis import Redis

    from config import env

    url = env.text("REDIS_URL")
    if not url:
        return
    try:
        client = Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5)
    except ValueError as error:
        raise env.EnvError(f"REDIS_URL: {error}") from error
    client.ping()


def prepare() -> None:
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    print("Database … 正在准备数据库", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    collect_static()
    call_command("load_holidays", stdout=io.StringIO())
    if get_user_model().objects.exists():
        return
    if settings.DEMO:
        print("Demo office … 正在生成演示数据", flush=True)
        call_command("load_demo", verbosity=0)
    else:
        print("No account yet: .venv/bin/python manage.py create_user 尚无账号，请用此命令创建", flush=True)


def collect_static() -> None:
    """Gather and compress, unless nothing changed since the last time."""
    from django.conf import settings
    from django.core.management import call_command

    target = Path(settings.STATIC_ROOT)
    stamp = target.with_name("staticfiles.stamp")
    fingerprint = static_fingerprint()
    if target.is_dir() and stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint:
        return
    print("Static files … 正在收集静态文件", flush=True)
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=["*.map"])
    stamp.write_text(fingerprint, encoding="ascii")


def static_fingerprint() -> str:
    """Our own files by content, the packages' files by the lists that pin them."""
    digest = hashlib.sha256()
    ours = sorted(path for folder in ("static", "*/static") for path in ROOT.glob(f"{folder}/**/*") if path.is_file())
    for path in (*ours, *ROOT.glob("requirements*.txt"), ROOT / "config" / "storage.py"):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def refuse(english: str, chinese: str) -> int:
    print(f"\n{english}\n{chinese}", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
