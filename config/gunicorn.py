"""The web server's settings: `gunicorn -c config/gunicorn.py config.wsgi:application`."""

import gc
from pathlib import Path

from config import env

env.load(Path(__file__).resolve().parent.parent / ".env")
bind = f"{env.text('HOST') or '127.0.0.1'}:{env.number('PORT', 8000)}"
worker_class = "gthread"
workers = env.number("WEB_WORKERS", 2)
threads = env.number("WEB_THREADS", 4)
timeout = 60  # an export of a whole session takes seconds
graceful_timeout = 15  # below the 20 seconds the launcher and systemd wait
keepalive = 5
preload_app = True  # loaded once, shared by all workers
accesslog = None  # the event log says who did what; nginx keeps addresses
errorlog = "-"
# Only the proxy on this machine may say that the outside connection is https.
forwarded_allow_ips = "127.0.0.1,::1"
control_socket_disable = True  # systemd or the launcher manages it; two instances would share one socket
proc_name = "suggestions"


def when_ready(_server):
    """Load what the first request would load, then keep it out of the collector: shorter pauses, shared memory."""
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018  (imports every view)
    gc.collect()
    gc.freeze()
