"""Which store keeps the uploads: var/media, or one that several web servers share. Read from the environment."""

from django.core.exceptions import ImproperlyConfigured

from config import env

REQUIRED = ("S3_ENDPOINT_URL", "S3_BUCKET", "S3_ACCESS_KEY", "S3_SECRET_KEY")


def uploads() -> dict:
    """The entry of STORAGES for uploads. Half a setting is refused: files must not end up where nobody looks."""
    kind = env.text("FILE_STORAGE", "local")
    given = {
        "S3_ENDPOINT_URL": env.text("S3_ENDPOINT_URL"),
        "S3_BUCKET": env.text("S3_BUCKET"),
        "S3_ACCESS_KEY": env.text("S3_ACCESS_KEY"),
        "S3_SECRET_KEY": env.text("S3_SECRET_KEY"),
        "S3_REGION": env.text("S3_REGION"),
    }
    if kind not in {"local", "s3"}:
        raise ImproperlyConfigured(f"FILE_STORAGE={kind!r}: expected local or s3.")
    if kind == "local":
        stray = [name for name, value in given.items() if value]
        if stray:
            raise ImproperlyConfigured(f"{', '.join(stray)} is set, but FILE_STORAGE is not: write FILE_STORAGE=s3.")
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    missing = [name for name in REQUIRED if not given[name]]
    if missing:
        raise ImproperlyConfigured(f"FILE_STORAGE=s3 needs {', '.join(missing)} too.")
    if not given["S3_ENDPOINT_URL"].startswith(("http://", "https://")):
        raise ImproperlyConfigured(f"S3_ENDPOINT_URL={given['S3_ENDPOINT_URL']!r}: expected http://… or https://….")
    return {
        "BACKEND": "config.shared_store.SharedStorage",
        "OPTIONS": {
            "endpoint_url": given["S3_ENDPOINT_URL"],
            "bucket_name": given["S3_BUCKET"],
            "access_key": given["S3_ACCESS_KEY"],
            "secret_key": given["S3_SECRET_KEY"],
            "region_name": given["S3_REGION"] or "us-east-1",
        },
    }
