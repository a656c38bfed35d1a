"""The folder `content/` -> its files as bytes, and bytes -> clean text. The only place of this package that touches the
disk.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from bot.library.problem import N_, Level, Place, Problem, say

Files = dict[str, bytes]
_SUFFIXES = (".md", ".yaml")
_IGNORED = ("README.md",)


def read_files(root: Path) -> Files:
    """Every content file under `root` by its path relative to it, with forward slashes. A missing folder gives none."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in _walk(root)}


def write_file(root: Path, name: str, data: bytes) -> None:
    """Put a file in place at once: whoever reads it meanwhile reads the old one or the new one, and no half of any."""
    file = (root / name).resolve()
    new = file.with_name(f".{file.name}.new")
    try:
        new.write_bytes(data)
        if file.exists():
            new.chmod(file.stat().st_mode)
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)


def fingerprint(root: Path, suffixes: tuple[str, ...] = _SUFFIXES) -> int:
    """A number that changes when a file under `root` is changed, added, moved or removed. Reads no contents."""
    states = ((path, path.stat()) for path in _walk(root, suffixes))
    return hash(tuple((str(path), state.st_mtime_ns, state.st_size) for path, state in states))


def edition(files: Files) -> str:
    """Ten characters that name these contents, whatever machine they lie on."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + files[name] + b"\0")
    return digest.hexdigest()[:10]


def decode_text(data: bytes, file: str) -> tuple[str, list[Problem]]:
    """Bytes of a file -> its text with plain line ends, and what an editor's program did to it."""
    return _without_marks(data, file) if _is_utf8(data) else ("", [_not_utf8(file)])


def _walk(root: Path, suffixes: tuple[str, ...] = _SUFFIXES) -> Iterator[Path]:
    for path in sorted(root.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
        if path.is_file() and path.suffix in suffixes and path.name not in _IGNORED and not hidden:
            yield path


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf8")
    except UnicodeDecodeError:
        return False
    return True


def _not_utf8(file: str) -> Problem:
    return Problem(
        Place(file),
        "encoding",
        say(N_("the file is not UTF-8 text")),
        say(N_("save it again and choose the encoding “UTF-8”")),
    )


def _without_marks(data: bytes, file: str) -> tuple[str, list[Problem]]:
    problems = []
    text = data.decode("utf8")
    if text.startswith("\ufeff"):
        text = text[1:]
        cure = say(N_("save it as “UTF-8”, not “UTF-8 with BOM”"))
        problems.append(
            Problem(
                Place(file),
                "bom",
                say(N_("an invisible mark (BOM) stands at the beginning of the file")),
                cure,
                Level.WARNING,
            )
        )
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        cure = say(N_("save it with Unix line ends (LF)"))
        problems.append(
            Problem(Place(file, line), "line-ends", say(N_("the lines end as on Windows (CRLF)")), cure, Level.WARNING)
        )
    if "\t" in text:
        line = text.count("\n", 0, text.index("\t")) + 1
        problems.append(
            Problem(Place(file, line), "tab", say(N_("a tab character")), say(N_("use spaces instead of the Tab key")))
        )
    return text, problems
