"""Killed with -9 at any moment, nothing that was said to be done is lost, and nothing is half done or done twice.

Two rounds of each in every run, fifty by `make prove`.
"""

import os
import random
import signal
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.kills.scratch import CHILD, MANAGE, Scratch, make

rounds = pytest.mark.parametrize("rounds", [2, pytest.param(50, marks=pytest.mark.prove)])
WAIT_SECONDS = 180
SEED = 20261124


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scratch]:
    """One server for the proofs of this file."""
    made = make(tmp_path_factory.mktemp("kills"))
    yield made
    made.server.forget()


class Doing:
    """A process that does deed after deed, and what it says that it has done."""

    def __init__(self, scratch: Scratch) -> None:
        self.process = scratch.spawn(*CHILD, "deeds", stdout=-1)
        self.said: list[tuple[str, str]] = []
        self.reader = Thread(target=self.read)
        self.reader.start()

    def read(self) -> None:
        """Keep every line that came whole."""
        for line in self.process.stdout or ():
            if line.endswith("\n"):
                errand, deed = line.split()
                self.said.append((errand, deed))

    def until(self, count: int) -> None:
        """Wait for so many deeds."""
        wait(lambda: len(self.said) >= count)

    def kill(self) -> list[tuple[str, str]]:
        """Kill it; what it had said by then."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.reader.join()
        if self.process.stdout:
            self.process.stdout.close()
        return self.said


def wait(is_so: Callable[[], bool]) -> None:
    """Wait until something is so. Raises AssertionError when it takes too long."""
    until = time.monotonic() + WAIT_SECONDS
    while not is_so():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.01)


def lost(scratch: Scratch, said: list[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """What was said to be done and is not in the history."""
    kept = Counter((str(case), deed) for case, deed in scratch.ask("SELECT case_id, deed FROM workflow_historyentry"))
    return Counter(said) - kept


@rounds
def test_process_killed_in_the_middle_of_deeds(rounds: int, scratch: Scratch, record_property: Any) -> None:
    """As a web server's process: what it had answered is there, what it had begun is not."""
    chance, said = random.Random(SEED), []
    for _ in range(rounds):
        doing = Doing(scratch)
        doing.until(1)
        time.sleep(chance.uniform(0, 0.4))
        said += doing.kill()
    assert lost(scratch, said) == Counter()
    assert scratch.broken() == []
    record_property("kills", rounds)
    record_property("deeds said to be done", len(said))


@rounds
def test_database_killed_in_the_middle_of_deeds(rounds: int, scratch: Scratch, record_property: Any) -> None:
    """The server and all its children at once. The process that asks it goes on when it is back."""
    chance, doing = random.Random(SEED), Doing(scratch)
    for number in range(rounds):
        doing.until(len(doing.said) + 1)
        time.sleep(chance.uniform(0, 0.4))
        scratch.kill_server()
        assert doing.process.poll() is None, number
        scratch.server.ensure_running()
    doing.until(len(doing.said) + 1)
    said = doing.kill()
    assert lost(scratch, said) == Counter()
    assert scratch.broken() == []
    record_property("kills", rounds)
    record_property("deeds said to be done", len(said))


class Sink:
    """A mail server that counts each Message-ID that it has said yes to."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Take a mail, in no hurry."""
        (key,) = [line for line in envelope.content.decode().splitlines() if line.startswith("Message-ID:")]
        self.seen[key] += 1
        time.sleep(0.01)
        return "250 OK"


@pytest.fixture
def sink(scratch: Scratch) -> Iterator[Sink]:
    """A real mail server on a port of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    taking = Sink()
    controller = Controller(taking, hostname="127.0.0.1", port=port)
    controller.start()
    scratch.environment["SINK_PORT"] = str(port)
    yield taking
    controller.stop()


@rounds
def test_worker_killed_in_the_middle_of_mails(rounds: int, scratch: Scratch, sink: Sink, record_property: Any) -> None:
    """Every mail leaves. One that left twice did so because the worker died between the mail server's yes and its own
    note of it, and bears the same Message-ID: never more often than the worker was killed.
    """
    chance = random.Random(SEED)
    scratch.run(*CHILD, "asked", str(4 * rounds))
    waiting = "SELECT count(*) FROM workflow_notification WHERE state = 'waiting'"
    ((to_send,),) = scratch.ask(waiting)
    assert to_send > 0
    for _ in range(rounds):
        before = sink.seen.total()
        worker = scratch.spawn(*MANAGE, "worker", stderr=-3)
        wait(lambda: sink.seen.total() > before or scratch.ask(waiting) == [(0,)])  # noqa: B023
        time.sleep(chance.uniform(0, 0.1))
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        scratch.run(*CHILD, "recover")
    for _ in range(3):
        scratch.run(*MANAGE, "worker", "--once")
        scratch.run(*CHILD, "recover")
    assert scratch.ask(waiting) == [(0,)]
    sent = {
        f"Message-ID: <notification-{key}@suksit.invalid>"
        for (key,) in scratch.ask("SELECT id FROM workflow_notification WHERE state = 'sent'")
    }
    assert sent == set(sink.seen)
    twice = sink.seen.total() - len(sink.seen)
    assert twice <= rounds
    assert scratch.broken() == []
    record_property("kills", rounds)
    record_property("mails", len(sent))
    record_property("mails that left twice, with one Message-ID", twice)
