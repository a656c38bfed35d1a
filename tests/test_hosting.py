"""As an operator: behind a proxy, under a Procfile runner, with tables to upgrade: does it start, serve and explain?"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.bot_api.programs import free_port
from tests.bot_api.server import BotApiServer
from tests.fake_telegram import TOKEN
from tests.proxies import Proxy
from tests.samples import ROOT, small_content, written
from tests.test_service import message, running

PROCFILE = (ROOT / "Procfile").read_text("utf8")


@pytest.mark.parametrize("scheme", ["http", "socks5"])
def test_every_call_goes_through_the_proxy(tmp_path: Path, scheme: str) -> None:
    with Proxy(scheme) as proxy, BotApiServer() as server:
        settings = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url, "TELEGRAM_PROXY": proxy.url}
        with running(tmp_path, **settings) as process:
            server.put(message=message("/start"))
            assert server.wait_for(lambda s: s.confirmed == 1)
            assert server.called("sendMessage")
            process.send_signal(signal.SIGTERM)
            assert process.wait(5) == 0
        assert set(proxy.reached) == {("127.0.0.1", urlsplit(server.url).port)}
        assert server.complaints == []


def test_a_proxy_that_is_down_is_waited_for_and_the_log_says_so(tmp_path: Path) -> None:
    with BotApiServer() as server:
        settings = {"TELEGRAM_API_URL": server.url, "TELEGRAM_PROXY": f"socks5://127.0.0.1:{free_port()}"}
        with running(tmp_path, BOT_TOKEN=TOKEN, **settings) as process:
            output = until_it_says("Telegram cannot be reached", process, tmp_path / "output.txt")
            assert process.poll() is None
        assert server.calls == []
    assert "Traceback" not in output


def until_it_says(words: str, process: "subprocess.Popen[str]", output: Path) -> str:
    """What a program has written by the time that it says something, or ends."""
    for _ in range(100):
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.2)
        said = output.read_text("utf8")
        if words in said or process.poll() is not None:
            break
    assert words in said
    return said


@contextmanager
def honcho(folder: Path, name: str, **more: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A line of the Procfile, started as hosts start it."""
    environment = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(folder)}
    environment |= {"DATABASE_URL": f"sqlite:///{folder / 'figures.db'}", "BOT_TOKEN": TOKEN, **more}
    command = [sys.executable, "-m", "honcho", "-d", str(ROOT), "--no-colour", "start", name]
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_the_worker_of_the_procfile_polls_even_where_a_webhook_is_set(tmp_path: Path) -> None:
    with BotApiServer() as server:
        settings = {"TELEGRAM_API_URL": server.url, "WEBHOOK_URL": "https://bot.example.org/telegram"}
        with honcho(tmp_path, "worker", **settings) as process:
            server.put(message=message("/start"))
            assert server.wait_for(lambda s: s.confirmed == 1, 30), (tmp_path / "output.txt").read_text("utf8")
            assert server.counts["setWebhook"] == 0
            process.send_signal(signal.SIGTERM)
            process.wait(10)


def test_the_web_of_the_procfile_serves_the_webhook_on_the_port_of_the_host(tmp_path: Path) -> None:
    with BotApiServer() as server:
        port = free_port()
        settings = {"TELEGRAM_API_URL": server.url, "WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram"}
        with honcho(tmp_path, "web", PORT=str(port), **settings) as process:
            server.put(message=message("/start"))
            assert server.wait_for(lambda s: s.confirmed == 1, 30), (tmp_path / "output.txt").read_text("utf8")
            assert server.counts["setWebhook"] == 1
            process.send_signal(signal.SIGTERM)
            process.wait(10)


def test_the_release_of_the_procfile_checks_the_content_and_makes_the_tables(tmp_path: Path) -> None:
    lasting = {name: re.sub(rb'review_by: "\d+', b'review_by: "2999', data) for name, data in small_content().items()}
    content = written(lasting, tmp_path / "content")  # or the test would fail one day
    with honcho(tmp_path, "release", CONTENT_DIR=str(content)) as process:
        assert process.wait(60) == 0, (tmp_path / "output.txt").read_text("utf8")
    assert (tmp_path / "figures.db").exists()
    assert "The tables are ready" in (tmp_path / "output.txt").read_text("utf8")


def test_web_without_an_address_says_what_to_set(tmp_path: Path) -> None:
    with running(tmp_path, "--webhook", BOT_TOKEN=TOKEN) as process:
        assert process.wait(20) == 2
    assert "WEBHOOK_URL=https://" in (tmp_path / "output.txt").read_text("utf8")


def test_tables_that_cannot_be_made_are_explained(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "migrate"]
    environment = {**os.environ, "DATABASE_URL": "sqlite:////proc/version", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr
