"""`python -m tests.publish`: adds the routes of today's guide to `published_routes.txt`. Lines are only ever added."""

from bot.edition import read_edition
from bot.screens.route import encode
from bot.screens.views import show
from bot.screens.walk import walk
from tests.samples import ROOT, TODAY


def main() -> None:
    file = ROOT / "tests" / "published_routes.txt"
    known = set(file.read_text("utf8").split()) if file.exists() else set()
    edition = read_edition(ROOT / "content", ROOT / "locales", TODAY)
    screens = walk(lambda route: show(edition.library, edition.phrases, route, TODAY))
    today = {encode(route) for route, screen in screens if not screen.kin}  # answers carry an edition, not a promise
    file.write_text("\n".join(sorted(known | today)) + "\n", "utf8")
    print(f"{len(today - known)} routes added, {len(known | today)} in all")


if __name__ == "__main__":
    main()
