"""Serving the demo: the web server and the worker side by side, and nothing left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from workflow.embedded import DatabaseUnavailable

WAIT_SECONDS = 10


def refuse_taken_port(port: int) -> None:
    """Stop before any slow work when the port is taken. Raises DatabaseUnavailable, one plain line."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise DatabaseUnavailable(f"port {port} is taken. Choose another: PORT={port + 1} make demo") from None


def commands(port: int) -> list[Sequence[str]]:
    """The processes of the demo."""
    manage = str(Path(settings.BASE_DIR) / "manage.py")
    web = [
        *(sys.executable, "-m", "gunicorn", "suksit.wsgi"),
        *("--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4", "--worker-class", "gthread"),
        *("--log-level", "warning", "--no-control-socket"),
    ]
    return [web, [sys.executable, manage, "worker"]]


def serve(port: int) -> int:
    """Serve until a signal, or until one of the processes ends. Returns the exit status."""
    site = os.environ.get("SITE_URL", f"http://127.0.0.1:{port}")
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "suksit.settings.demo", "SITE_URL": site}
    running = [
        subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, start_new_session=True)  # noqa: S603
        for command in commands(port)
    ]
    stopped: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda got, _frame: stopped.append(got))
    while not stopped and all(process.poll() is None for process in running):
        time.sleep(0.2)
    for process in running:
        if process.poll() is None:
            process.terminate()
    for process in running:
        try:
            process.wait(WAIT_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return 0 if stopped else 1
