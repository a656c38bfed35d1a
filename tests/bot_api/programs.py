"""Bots as programs of their own, pointed at the stand-in, and what they cost: CPU and memory (Linux)."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.bot_api.server import BotApiServer
from tests.fake_telegram import TOKEN
from tests.samples import ROOT

OURS, BARE, QUICK = ("bot", "run"), ("tests.bare_bot",), ("tests.quick_bot",)
READY_WITHIN = 30.0  # seconds
SECRET = "benchmark-secret"


class Program:
    """A running bot."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self._folder = Path("/proc") / str(process.pid)

    def cpu(self) -> float:
        """Seconds of CPU so far."""
        fields = (self._folder / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Resident memory in MB."""
        return int((self._folder / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


class NotReadyError(Exception):
    """A bot did not begin to serve."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


@contextmanager
def running(
    module: tuple[str, ...], server: BotApiServer, folder: Path, webhook: bool = False, more: Mapping[str, str] = {}
) -> Iterator[Program]:
    """A bot that serves, until the end of `with`; what it writes goes to `folder`. Raises NotReadyError."""
    port = free_port()
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT), "BOT_TOKEN": TOKEN}
    environment |= {"TELEGRAM_API_URL": server.url, "LOG_LEVEL": "WARNING", **more}
    if webhook:
        environment |= {"WEBHOOK_URL": f"http://127.0.0.1:{port}/", "HOST": "127.0.0.1", "PORT": str(port)}
        environment |= {"WEBHOOK_SECRET": SECRET}
    command = [sys.executable, "-m", *module]
    with (folder / "output.txt").open("ab") as output:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=output)
    try:
        _await_service(process, server, webhook)
        if webhook:
            _await_port(process, port)
        yield Program(process)
    finally:
        process.kill()
        process.wait()


def _await_service(process: subprocess.Popen[bytes], server: BotApiServer, webhook: bool) -> None:
    polls, hooks = server.counts["getUpdates"], server.counts["setWebhook"]

    def is_hooked(now: BotApiServer) -> bool:
        return now.counts["setWebhook"] > hooks and now.api.webhook.address is not None

    def is_decided(now: BotApiServer) -> bool:
        return process.poll() is not None or now.counts["getUpdates"] > polls or (webhook and is_hooked(now))

    if not server.wait_for(is_decided, READY_WITHIN) or process.poll() is not None:
        raise NotReadyError("it did not begin to serve")
    if webhook and not is_hooked(server):
        raise NotReadyError("it polls although it was given a webhook")


def _await_port(process: subprocess.Popen[bytes], port: int) -> None:
    """Some programs set their webhook before they listen."""
    end = time.monotonic() + READY_WITHIN
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except ConnectionRefusedError:
            time.sleep(0.01)
        else:
            return
    raise NotReadyError("nobody listens for the webhook")
