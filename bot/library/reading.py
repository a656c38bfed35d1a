"""What is gathered while the files of `content/` are read: pages, retired ids, faults, and which files were used."""

from dataclasses import dataclass, field

from bot.library.fields import Fields
from bot.library.files import Files, decode_text
from bot.library.letters import check_letters
from bot.library.model import Page
from bot.library.problem import N_, Place, Problem, say
from bot.library.yaml_tree import Table, parse_yaml

POLICY = "policy/"  # its patterns put Latin marks such as \\b beside Cyrillic words


@dataclass
class Reading:
    """One reading of the whole folder."""

    files: Files
    codes: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def report(self, problem: Problem) -> None:
        """Take down a fault."""
        self.problems.append(problem)

    def text(self, file: str) -> str | None:
        """A file's text, or None; its encoding and letters are checked on the way."""
        if file not in self.files:
            return None
        self.used.add(file)
        text, problems = decode_text(self.files[file], file)
        self.problems += problems
        if not file.startswith(POLICY):
            self.problems += check_letters(text, file)
        return text

    def yaml(self, file: str) -> Fields | None:
        """A YAML file's names and values, or None with the reason reported."""
        text = self.text(file)
        if text is None:
            self.report(
                Problem(
                    Place(file),
                    "missing-file",
                    say(N_("the file is missing")),
                    say(N_("create it; content/README.md shows what belongs into it")),
                )
            )
            return None
        tree, problems = parse_yaml(text, file)
        self.problems += problems
        if isinstance(tree, Table):
            return Fields(tree, self.report)
        if not problems:
            self.report(
                Problem(
                    Place(file),
                    "schema",
                    say(N_("the file should begin with a name and a colon")),
                    say(N_("copy the beginning of a similar file")),
                )
            )
        return None

    def report_twice(self, identifier: str, here: Place, first: Place) -> None:
        """Take down that two things have one id."""
        what = say(N_("the id “{text}” is used twice; the first time at {place}"), text=identifier, place=first)
        self.report(Problem(here, "id", what, say(N_("give one of them another id"))))
