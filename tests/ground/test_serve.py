"""Serving the demo: a port that is taken, the processes that are started."""

import socket

import pytest

from suksit.demo import serve
from workflow.embedded import DatabaseUnavailable


def test_port_taken_is_one_plain_line_with_another_port() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(DatabaseUnavailable) as stop:
            serve.refuse_taken_port(port)
    assert str(stop.value) == f"suksit: port {port} is taken. Choose another: PORT={port + 1} make demo"


def test_free_port_is_accepted() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serve.refuse_taken_port(port)


def test_demo_is_a_web_server_and_a_worker() -> None:
    web, worker = serve.commands(8123)
    assert "127.0.0.1:8123" in web
    assert worker[-1] == "worker"
