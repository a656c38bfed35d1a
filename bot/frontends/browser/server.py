"""The simulator: a local web page that looks and behaves like the chat on a phone. Loopback only; no internet.

It shows the same place in every language side by side, follows the files, and names what is wrong.
"""

import logging
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from socket import socket
from urllib.parse import parse_qs

import uvicorn
from jinja2 import Environment, PackageLoader
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route as Address

from bot.frontends.browser.phone import Phone, phones
from bot.screens.guide import Guide
from bot.screens.route import FIRST, Route, decode, encode

log = logging.getLogger(__name__)

TYPED_LIMIT = 4096  # characters; what Telegram lets a person type
_STATIC = {"simulator.css": "text/css", "simulator.js": "text/javascript"}
_SAFETY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_TEMPLATES = Environment(loader=PackageLoader("bot.frontends.browser"), autoescape=True)


@dataclass(frozen=True, slots=True)
class Preview:
    """The files as they are now: the last sound guide, if any, and (level, text) of each problem in a language."""

    guide: Guide | None
    problems: Callable[[str], tuple[tuple[str, str], ...]]
    edition: str


Current = Callable[[], Preview]


def simulator(current: Current) -> Starlette:
    """The web application. `current` is asked anew for each request."""

    async def page(request: Request) -> Response:
        return _page(current(), decode(request.path_params.get("route", "")) if request.path_params else FIRST)

    async def say(request: Request) -> Response:
        return await _say(current(), request)

    async def pulse(_: Request) -> Response:
        return PlainTextResponse(_pulse(current()), headers=_SAFETY)

    async def static(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _STATIC:
            return PlainTextResponse("There is no such file.", 404, headers=_SAFETY)
        text = files("bot.frontends.browser").joinpath("static", name).read_text("utf8")
        return Response(text, media_type=_STATIC[name], headers=_SAFETY)

    routes = [
        Address("/", page),
        Address("/say", say, methods=["POST"]),
        Address("/pulse", pulse),
        Address("/static/{name}", static),
        Address("/{route}", page),
    ]
    hosts = Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", "[::1]"])
    return Starlette(routes=routes, middleware=[hosts])


def serve(current: Current, listening: socket, open_at: str = "") -> None:
    """Serve until Ctrl-C or SIGTERM; opens a browser at the address `open_at`, if there is one."""
    if open_at:
        threading.Timer(0.5, webbrowser.open, [open_at]).start()
    config = uvicorn.Config(simulator(current), log_config=None, access_log=False, timeout_graceful_shutdown=2)
    uvicorn.Server(config).run([listening])


def _page(preview: Preview, route: Route) -> Response:
    shown: list[Phone] = phones(preview.guide, route) if preview.guide else []
    html = _TEMPLATES.get_template("simulator.html").render(
        phones=shown,
        problems=preview.problems(route.language),
        pulse=_pulse(preview),
        route=encode(route),
    )
    return HTMLResponse(html, headers=_SAFETY)


async def _say(preview: Preview, request: Request) -> Response:
    """A typed line leads where it would lead in the chat. It is not logged and not kept."""
    form = parse_qs((await request.body()).decode("utf8", "replace"))
    text, language = form.get("text", [""])[0][:TYPED_LIMIT].strip(), form.get("language", [""])[0]
    if not (preview.guide and text):
        return RedirectResponse("/", 303, headers=_SAFETY)
    known = language if preview.guide.speaks(language) else preview.guide.speeches[0].code
    return RedirectResponse(f"/{encode(preview.guide.ask(text, known))}", 303, headers=_SAFETY)


def _pulse(preview: Preview) -> str:
    """A word that changes when the page should be loaded again."""
    return preview.edition
