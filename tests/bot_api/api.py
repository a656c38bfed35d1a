"""Requests in, answers out: reads a call, lets faults and limits have it, carries it out."""

import asyncio
import re
import time
from collections import Counter, deque
from collections.abc import Callable
from typing import Any

import msgspec

from tests.bot_api.acts import Acts
from tests.bot_api.bodies import Parameters, parameters
from tests.bot_api.chats import Chats
from tests.bot_api.faults import Fault, Limits, Scripted, Weather, fault
from tests.bot_api.methods import METHODS, DeleteWebhook, GetUpdates, SetWebhook, typed
from tests.bot_api.refusal import MistakeError, RefusalError, TooManyError
from tests.bot_api.updates import Poller, Queue, Times
from tests.bot_api.webhooks import Address, Webhook
from tests.bot_api.wire import JSON, Exchange, Message

NOT_IN_REPLIES = re.compile("get.*|setWebhook|deleteWebhook|close|logOut")
MOST_CONNECTIONS = 100
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_encode = msgspec.json.Encoder().encode


class Api:
    """All of the server but its socket and its thread. `clock` is monotonic."""

    def __init__(self, token: str, bot: dict[str, Any], changed: Callable[[], None], keeps_calls: bool) -> None:
        self._path, self._changed, self.keeps_calls = f"/bot{token}/", changed, keeps_calls
        self.calls: list[tuple[str, Parameters]] = []
        self.counts: Counter[str] = Counter()
        self.complaints: list[str] = []
        self.reply_failures: list[str] = []
        self.faults: dict[str, deque[Scripted | Fault]] = {}
        self.weather, self.limits, self.times = Weather(), Limits(), Times()
        self.chats = Chats(time.monotonic)
        self.acts = Acts(self.chats, bot)
        self.queue = Queue(time.monotonic, self.times)
        self.poller = Poller(self.queue, time.monotonic, self.times)
        self.webhook = Webhook(
            self.queue, self.times, lambda: self.weather, self._carry_out_reply, time.monotonic, changed
        )
        self._hooked = float("-inf")

    def put(self, update: dict[str, Any]) -> int:
        """An update that waits to be taken; gives its number, or 0 if the bot does not want it."""
        self.chats.note(update, self.queue.lifetime(next(iter(update))))
        waiting = self.queue.put(update)
        if waiting is None:
            return 0
        if self.webhook.address:
            self.webhook.add(waiting)
        else:
            self.poller.wake()
        return waiting.id

    def receive(self, message: Message, exchange: Exchange) -> None:
        """A request over HTTP."""
        path = message.start.split(b" ")[1].partition(b"?")[0].decode()
        if not path.startswith(self._path):
            exchange.respond(401, RefusalError(401, "Unauthorized").body)
            return
        delay = self.weather.delay
        if delay:
            slow = _Slow(exchange, delay)
            asyncio.get_running_loop().call_later(delay, self._read, path.removeprefix(self._path), message, slow)
        else:
            self._read(path.removeprefix(self._path), message, exchange)

    def _read(self, name: str, message: Message, exchange: Exchange) -> None:
        try:
            given, are_texts = parameters(message)
        except ValueError as error:
            given, are_texts = {"?": str(error)}, False
        self.execute(name, given, are_texts, exchange)
        self._changed()

    def execute(self, name: str, given: Parameters, are_texts: bool, exchange: Exchange) -> None:
        """Carry out a call, unless it is refused."""
        self.counts[name] += 1
        try:
            if name not in METHODS:
                raise RefusalError(404, "Not Found")
            given, asked = typed(name, given, are_texts)
            if self.keeps_calls:
                self.calls.append((name, given))
            bad = self._fault(name, isinstance(exchange, _Unheard))
            if bad and not bad.takes_effect:
                bad.play(exchange)
                return
            self.limits.admit(name, given.get("chat_id"))
            if name == "getUpdates":
                self._get_updates(asked, exchange)
                return
            result = self._carry_out(name, asked, given)
        except RefusalError as refusal:
            if isinstance(refusal, MistakeError) or refusal.status == 404:
                self.complaints.append(f"{name}: {refusal.description}")
            exchange.respond(refusal.status, refusal.body)
            return
        if bad:
            bad.play(exchange)
        else:
            exchange.respond(200, b'{"ok":true,"result":%b}' % _encode(result))

    def _fault(self, name: str, is_reply: bool) -> Fault | None:
        """What befalls a call. The weather is that of the network, which a call in a reply has behind it."""
        scripted = self.faults.get(name)
        if scripted:
            return fault(scripted.popleft())
        return None if is_reply else self.weather.draw(name)

    def _carry_out(self, name: str, asked: Any, given: Parameters) -> object:
        match name:
            case "setWebhook":
                return self._set_webhook(asked)
            case "deleteWebhook":
                return self._delete_webhook(asked)
            case "getWebhookInfo":
                return self._webhook_info()
            case _:
                return self.acts.by_name[name](asked, given)

    def _get_updates(self, asked: GetUpdates, exchange: Exchange) -> None:
        if not 1 <= asked.limit <= 100:
            raise MistakeError("limit must be between 1 and 100")
        if self.webhook.address:
            self.poller.refuse(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
                exchange,
            )
        else:
            self.poller.ask(asked, exchange)

    def _set_webhook(self, asked: SetWebhook) -> bool:
        if not asked.url:
            return self._delete_webhook(DeleteWebhook(drop_pending_updates=asked.drop_pending_updates))
        if self.chats.clock() < self._hooked + 1:
            raise TooManyError(1)
        if not asked.url.startswith(("https://", "http://127.0.0.1:")):
            raise MistakeError("bad webhook: an HTTPS URL must be provided for webhook")
        if not 1 <= asked.max_connections <= MOST_CONNECTIONS:
            raise MistakeError("bad webhook: max_connections")
        if asked.secret_token is not None and not SECRET.fullmatch(asked.secret_token):
            raise MistakeError("bad webhook: secret token contains unallowed characters")
        self._hooked = self.chats.clock()
        self._drop(asked.drop_pending_updates)
        if asked.allowed_updates is not None:
            self.queue.allowed = asked.allowed_updates
        self.poller.abort("terminated by setWebhook request")
        self.webhook.point_to(Address(asked.url, asked.secret_token or "", asked.max_connections))
        return True

    def _delete_webhook(self, asked: DeleteWebhook) -> bool:
        self._drop(asked.drop_pending_updates)
        if self.webhook.address:
            self.webhook.point_to(None)
        return True

    def _drop(self, everything: bool) -> None:
        if everything:
            self.queue.waiting.clear()

    def _webhook_info(self) -> dict[str, Any]:
        address = self.webhook.address
        info: dict[str, Any] = {"url": address.url if address else "", "has_custom_certificate": False}
        info["pending_update_count"] = len(self.queue.waiting)
        if address:
            info["max_connections"] = address.connections
        if self.webhook.last_error:
            info |= {"last_error_date": 1790000000, "last_error_message": self.webhook.last_error}
        return info | ({"allowed_updates": self.queue.allowed} if self.queue.allowed else {})

    def _carry_out_reply(self, body: bytes) -> None:
        """The one call that may stand in the answer to a delivery. Nobody learns what comes of it."""
        self.counts["reply"] += 1
        try:
            given = msgspec.json.decode(body)
            name = given.pop("method")
        except (msgspec.DecodeError, AttributeError, KeyError, TypeError):
            self.reply_failures.append(f"not a call: {body[:100]!r}")
            return
        if NOT_IN_REPLIES.fullmatch(name):
            self.reply_failures.append(f"{name}: not to be called like this")
        else:
            self.execute(name, given, False, _Unheard(name, self.reply_failures))


class _Slow:
    """An exchange whose answers take their time."""

    def __init__(self, exchange: Exchange, delay: float) -> None:
        self._exchange, self._delay = exchange, delay

    def respond(self, status: int, body: bytes, kind: bytes = JSON) -> None:
        asyncio.get_running_loop().call_later(self._delay, self._exchange.respond, status, body, kind)

    def reset(self) -> None:
        self._exchange.reset()


class _Unheard:
    """The exchange of a call that stood in the answer to a delivery: only failures are noted."""

    def __init__(self, name: str, failures: list[str]) -> None:
        self._name, self._failures = name, failures

    def respond(self, status: int, body: bytes, kind: bytes = JSON) -> None:
        if status != 200:
            self._failures.append(f"{self._name}: {status}: {body.decode(errors='replace')}")

    def reset(self) -> None:
        self._failures.append(f"{self._name}: reset")
