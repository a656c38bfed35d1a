"""Does the wheel carry all it needs: content, words, pages of the simulator?"""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.samples import ROOT


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as pip would lay it out, far from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("rohnamo-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_it_works_without_the_checkout(unpacked: Path, tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(unpacked)}
    for command in (["version"], ["check", "--strict", "--today", "2026-11-22"]):
        done = subprocess.run(
            [sys.executable, "-m", "bot", *command],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_it_has_the_console_script_and_no_tests(unpacked: Path) -> None:
    (entry_points,) = unpacked.glob("*.dist-info/entry_points.txt")
    assert "bot = bot.__main__:main" in entry_points.read_text("utf8")
    assert not (unpacked / "tests").exists()
    assert (unpacked / "bot" / "frontends" / "browser" / "templates" / "simulator.html").is_file()
    assert (unpacked / "bot" / "library" / "letters.toml").is_file()
