"""How long the app waits, and for how many."""

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from heatdash.web.deadlines import SLOWEST_BYTES, Deadlines

SOME, MORE, LAST = (
    {"type": "http.request", "body": b"x", "more_body": True},
    {"type": "http.request", "body": b"y", "more_body": True},
    {"type": "http.request", "body": b"z", "more_body": False},
)


async def _receive_all(scope: Scope, receive: Receive, send: Send) -> None:
    try:
        told = (await Request(scope, receive).body()).decode()
    except ClientDisconnect:
        told = "gone"
    await PlainTextResponse(told)(scope, receive, send)


def scope_of(address: str = "10.0.0.2", **headers: str) -> Scope:
    sent = {"content-length": "3"} | {name.replace("_", "-"): value for name, value in headers.items()}
    raw = [(name.encode(), value.encode()) for name, value in sent.items()]
    return {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": raw, "client": (address, 1)}


class Sender:
    """A browser that sends those messages, and then nothing any more."""

    def __init__(self, *messages: Message):
        self._coming = list(messages)
        self.answer: list[Message] = []

    async def receive(self) -> Message:
        if not self._coming:
            await asyncio.sleep(30)
        return self._coming.pop(0)

    async def send(self, message: Message) -> None:
        self.answer.append(message)

    @property
    def status(self) -> int:
        return int(self.answer[0]["status"])

    @property
    def text(self) -> str:
        return b"".join(message.get("body", b"") for message in self.answer[1:]).decode()

    @property
    def is_last(self) -> bool:
        return (b"connection", b"close") in self.answer[0]["headers"]


def run(act: Callable[[Deadlines], Any], **limits: Any) -> None:
    asyncio.run(act(Deadlines(_receive_all, **limits)))


def test_what_comes_in_time_is_taken() -> None:
    async def act(app: Deadlines) -> None:
        sender = Sender(SOME, MORE, LAST)
        await app(scope_of(), sender.receive, sender.send)
        assert (sender.text, sender.is_last) == ("xyz", False)

    run(act, within_s=5)


def test_whoever_falls_silent_has_gone() -> None:
    async def act(app: Deadlines) -> None:
        for sent in ((), (SOME,), (SOME, MORE)):
            sender = Sender(*sent)
            await asyncio.wait_for(app(scope_of(), sender.receive, sender.send), 5)
            assert (sender.text, sender.is_last) == ("gone", True)

    run(act, within_s=0.05)


def test_whoever_drips_has_gone_as_well_and_who_sends_enough_has_all_the_time() -> None:
    class Dripping(Sender):
        async def receive(self) -> Message:
            await asyncio.sleep(0.06)
            return await super().receive()

    async def act(app: Deadlines) -> None:
        drip, flow = Dripping(*[SOME] * 30, LAST), Dripping(*[SOME | {"body": b"x" * SLOWEST_BYTES}] * 5, LAST)
        for sender in (drip, flow):
            await asyncio.wait_for(app(scope_of(), sender.receive, sender.send), 5)
        assert (drip.text, drip.is_last) == ("gone", True)
        assert len(flow.text) == 5 * SLOWEST_BYTES + 1

    run(act, within_s=0.2)


def test_an_answer_may_take_longer_than_that() -> None:
    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        await Request(scope, receive).body()
        # As an answer does that is broken off where the browser has gone.
        gone = asyncio.create_task(receive())
        await asyncio.sleep(0.3)
        await PlainTextResponse(f"gone: {gone.done()}")(scope, receive, send)
        gone.cancel()

    sender = Sender(LAST)
    asyncio.run(Deadlines(slow, within_s=0.05)(scope_of(), sender.receive, sender.send))
    assert sender.text == "gone: False"


def test_one_address_sends_only_so_much_at_once() -> None:
    async def act(app: Deadlines) -> None:
        senders = [Sender(SOME) for _ in range(3)]
        sending = [asyncio.create_task(app(scope_of(), one.receive, one.send)) for one in senders]
        await asyncio.sleep(0.05)
        one_more, another, reader = Sender(LAST), Sender(LAST), Sender(LAST)
        await app(scope_of(), one_more.receive, one_more.send)
        assert (one_more.status, one_more.is_last) == (429, True)
        await app(scope_of("10.0.0.3"), another.receive, another.send)
        await app(scope_of(content_length="0"), reader.receive, reader.send)
        assert (another.status, reader.status) == (200, 200)
        await asyncio.gather(*sending)
        later = Sender(LAST)
        await app(scope_of(), later.receive, later.send)
        assert later.status == 200
        assert not app._sending

    run(act, within_s=0.2, most_sending=3)


def test_visitors_behind_a_web_server_in_front_are_told_apart_by_what_it_has_added() -> None:
    async def act(app: Deadlines) -> None:
        first = Sender(SOME)
        sending = asyncio.create_task(app(scope_of(x_forwarded_for="1.1.1.1"), first.receive, first.send))
        await asyncio.sleep(0.05)
        for forwarded, status in (("2.2.2.2", 200), ("3.3.3.3, 1.1.1.1", 429)):
            sender = Sender(LAST)
            await app(scope_of(x_forwarded_for=forwarded), sender.receive, sender.send)
            assert sender.status == status
        await sending

    run(act, within_s=0.3, most_sending=1)


def test_nobody_from_the_internet_says_that_they_are_somebody_else() -> None:
    async def act(app: Deadlines) -> None:
        first, second = Sender(SOME), Sender(LAST)
        of = scope_of("93.184.216.34", x_forwarded_for="1.1.1.1")
        sending = asyncio.create_task(app(of, first.receive, first.send))
        await asyncio.sleep(0.05)
        await app(scope_of("93.184.216.34", x_forwarded_for="2.2.2.2"), second.receive, second.send)
        assert second.status == 429
        await sending

    run(act, within_s=0.2, most_sending=1)
