"""Bars and columns as SVG: no script, no font, nothing from outside. Pure."""

from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT, FOOT, HEAD = 400, 150, 18, 16  # of the columns' drawing, in its own units
ROOM = 6  # labels under columns, at most


def bar(share: float) -> str:
    """A horizontal bar that fills `share` (0 to 1) of its place."""
    width = max(1.0, min(100.0, 100 * share))
    return (
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{width:.1f}" height="10"/></svg>'
    )


def columns(points: Sequence[tuple[str, int | None]], title: str) -> str:
    """A column for each (label, number), the largest with its number; a gap where the number is hidden."""
    largest = max((number or 0 for _, number in points), default=0) or 1
    step = WIDTH / max(1, len(points))
    drawn = [_column(index, step, point, largest) for index, point in enumerate(points)]
    every = -(-len(points) // ROOM)
    labels = [
        f'<text x="{(index + 0.5) * step:.1f}" y="{HEIGHT - 4}">{escape(label)}</text>'
        for index, (label, _) in enumerate(points)
        if index % every == 0
    ]
    return (
        f'<svg class="columns" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
        f'<line x1="0" x2="{WIDTH}" y1="{HEIGHT - FOOT}" y2="{HEIGHT - FOOT}"/>{"".join(drawn + labels)}</svg>'
    )


def grouped(number: int) -> str:
    """A number with thin spaces, as both languages write it."""
    return f"{number:,}".replace(",", "\u202f")


def _column(index: int, step: float, point: tuple[str, int | None], largest: int) -> str:
    label, number = point
    if not number:
        return ""
    tall = max(1.0, (HEIGHT - FOOT - HEAD) * number / largest)
    left, top = index * step + step * 0.12, HEIGHT - FOOT - tall
    said = (
        f'<text x="{(index + 0.5) * step:.1f}" y="{top - 4:.1f}">{grouped(number)}</text>' if number == largest else ""
    )
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{step * 0.76:.1f}" height="{tall:.1f}">'
        f"<title>{escape(label)}: {number}</title></rect>{said}"
    )
