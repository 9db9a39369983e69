#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A network that misbehaves: an HTTP/1.1 proxy that does to requests what lines, gateways and captive portals do.

fault-proxy.py UPSTREAM [--seed N]

UPSTREAM is HOST:PORT or unix:PATH. Prints “listening PORT” and then obeys standard input, one command a line:

    fault NAME [ARGUMENT] [times=N] [path=PREFIX]   from now on, for N requests (default: until told otherwise) to PREFIX
    random SHARE                                    any fault, for this share of the requests; drawn from the seed
    clear                                           no faults; whatever is held is let go
    stats                                           prints how many requests each fault was done to, as JSON
    requests                                        prints the requests so far, as a JSON list of “METHOD PATH”
    quit

Faults:
    delay SECONDS       the request arrives late
    cut-request N       only the first N bytes of the request arrive; both connections break
    cut-response N      the server did it, but only N bytes of the answer come back
    reset               the server did it; the connection is reset before the answer
    duplicate           the request arrives twice; the second answer comes back
    reorder             the request is swallowed and arrives after the next one
    portal              a captive portal says 200 and HTML
    portal-json         a captive portal says 200 and JSON
    busy                503 with Retry-After: 1
    throttle            429 with Retry-After: 1
    silence             the connection is accepted and never answered
    refuse              the connection is closed at once
"""

import argparse
import asyncio
import collections
import json
import random
import socket
import struct
import sys

HTML = b"<html>Welcome to the free Wi-Fi. Please sign in.</html>"
CANNED = {
    "portal": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(HTML), HTML),
    "portal-json": b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{"welcome":"!"}',
    "busy": b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n",
    "throttle": b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n",
}
# What a random fault may be, and its argument. Silence is left out: each one costs a client's whole time-out.
RANDOM = {
    "delay": lambda dice: dice.uniform(0, 0.05),
    "cut-request": lambda dice: dice.randrange(600),
    "cut-response": lambda dice: dice.randrange(2000),
    "reset": lambda dice: 0,
    "duplicate": lambda dice: 0,
    "reorder": lambda dice: 0,
    "portal": lambda dice: 0,
    "portal-json": lambda dice: 0,
    "busy": lambda dice: 0,
    "throttle": lambda dice: 0,
    "refuse": lambda dice: 0,
}
NAMES = set(RANDOM) | {"silence"}
REFUSING = set(CANNED) | {"silence", "refuse"}


class Broken(Exception):
    """The connection is to be broken."""


async def read_message(reader):
    """One message with a Content-Length or without a body, as (head, bytes); None at the end of the connection."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    length = 0
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
    return head, head + await reader.readexactly(length)


async def pump(reader, writer, budget=None):
    """Passes bytes on until the end, or until BUDGET bytes went through."""
    while data := await reader.read(65536):
        if budget is not None and len(data) >= budget:
            writer.write(data[:budget])
            await writer.drain()
            raise Broken
        if budget is not None:
            budget -= len(data)
        writer.write(data)
        await writer.drain()


def reset(writer):
    """An RST instead of a FIN."""
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


class Proxy:
    def __init__(self, upstream, seed):
        self.upstream = upstream
        self.dice = random.Random(seed)
        self.share = 0.0
        self.plan = None  # [name, argument, times left or None, path]
        self.stats = collections.Counter()
        self.requests = []
        self.held = []  # swallowed requests, which arrive later
        self.cleared = asyncio.Event()
        self.connections = set()

    def draw(self, path, upgrade):
        """The (name, argument) of the fault for a request, or (None, 0). A poke can only be kept from coming about."""
        if self.plan and path.startswith(self.plan[3]) and self.plan[2] != 0 and (not upgrade or self.plan[0] in REFUSING):
            name, argument, left, _ = self.plan
            if left is not None:
                self.plan[2] = left - 1
        elif self.share and not upgrade and self.dice.random() < self.share:
            name = self.dice.choice(sorted(RANDOM))
            argument = RANDOM[name](self.dice)
        else:
            return None, 0
        self.stats[name] += 1
        return name, argument

    async def connect(self):
        if self.upstream.startswith("unix:"):
            return await asyncio.open_unix_connection(self.upstream[5:], limit=1 << 26)
        host, port = self.upstream.rsplit(":", 1)
        return await asyncio.open_connection(host, int(port), limit=1 << 26)

    async def deliver(self, request):
        """Lets a request happen and throws its answer away."""
        try:
            reader, writer = await self.connect()
            writer.write(request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1))
            await writer.drain()
            while await reader.read(65536):
                pass
            writer.close()
        except OSError:
            pass

    async def deliver_held(self):
        held, self.held = self.held, []
        for request in held:
            await self.deliver(request)

    async def forward(self, request, client, budget=None):
        """Passes the request on over a connection of its own and its answer back, which ends with the connection. Two bodies in one
        connection are the client's business with one server; here every answer closes."""
        reader, writer = await self.connect()
        try:
            writer.write(request)
            await writer.drain()
            await pump(reader, client, budget)
        finally:
            writer.close()

    async def upgrade(self, request, client_reader, client):
        """A WebSocket: bytes both ways until either side ends."""
        reader, writer = await self.connect()
        writer.write(request)
        ways = [asyncio.ensure_future(pump(client_reader, writer)), asyncio.ensure_future(pump(reader, client))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            writer.close()

    async def serve_one(self, head, request, reader, client):
        method, path, _ = head.decode().split(" ", 2)
        upgrade = b"upgrade: websocket" in head.lower()
        self.requests.append(f"{method} {path}")
        name, argument = self.draw(path, upgrade)
        if upgrade and not name:
            await self.upgrade(request, reader, client)
            return
        request = request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)
        match name:
            case "refuse":
                raise Broken
            case "silence":
                self.cleared.clear()
                await self.cleared.wait()
                raise Broken
            case "cut-request":
                upstream = await self.connect()
                upstream[1].write(request[: int(argument)])
                await upstream[1].drain()
                upstream[1].close()
                raise Broken
            case "reset":
                await self.deliver(request)
                reset(client)
                raise Broken
            case "reorder":
                self.held.append(request)
                raise Broken
            case "cut-response":
                await self.forward(request, client, int(argument))
            case _ if name in CANNED:
                client.write(CANNED[name])
            case _:
                if name == "delay":
                    await asyncio.sleep(float(argument))
                if name == "duplicate":
                    await self.deliver(request)
                await self.forward(request, client)
        await self.deliver_held()

    async def serve(self, reader, writer):
        task = asyncio.current_task()
        self.connections.add(task)
        try:
            if message := await read_message(reader):
                await self.serve_one(*message, reader, writer)
                await writer.drain()
        except (Broken, OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self.connections.discard(task)
            writer.close()

    def let_go(self):
        self.cleared.set()

    async def obey(self, line):
        """Runs one command. Returns False for quit."""
        words = line.split()
        options = dict(word.split("=", 1) for word in words if "=" in word)
        words = [word for word in words if "=" not in word]
        match words:
            case ["fault", name, *rest] if name in NAMES:
                times = int(options["times"]) if "times" in options else None
                self.plan = [name, rest[0] if rest else 0, times, options.get("path", "/")]
            case ["random", share]:
                self.share = float(share)
            case ["clear"]:
                self.plan, self.share = None, 0.0
                self.let_go()
                await self.deliver_held()
            case ["stats"]:
                print(json.dumps(self.stats), flush=True)
                return True
            case ["requests"]:
                print(json.dumps(self.requests), flush=True)
                return True
            case ["quit"]:
                return False
            case _:
                print(f"error: {line.strip()}", flush=True)
                return True
        print("ok", flush=True)
        return True


async def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("upstream")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()

    proxy = Proxy(arguments.upstream, arguments.seed)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0, limit=1 << 26)
    print("listening", server.sockets[0].getsockname()[1], flush=True)

    commands = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    while line := (await commands.readline()).decode():
        if not await proxy.obey(line):
            break
    server.close()
    for task in list(proxy.connections):
        task.cancel()


asyncio.run(main())
