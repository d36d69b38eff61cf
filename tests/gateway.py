"""A real HTTP server in the place of the office's SMS or WeCom gateway."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Gateway(ThreadingHTTPServer):
    """Keeps what it is sent: (headers, body). Answers `status`, after `delay` seconds; `location` sends elsewhere."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.received: list[tuple[dict, bytes]] = []
        self.status, self.location = 200, ""
        self.is_mute = threading.Event()
        self._thread = threading.Thread(target=self.serve_forever, args=[0.01])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/send"

    def __enter__(self) -> "Gateway":
        self._thread.start()
        return self

    def __exit__(self, *_error) -> None:
        self.is_mute.clear()
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((dict(self.headers), body))
        if self.server.is_mute.is_set():  # hears and does not answer, until the caller has gone
            self.rfile.read(1)
            return
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST

    def log_message(self, *_words):
        pass
