# SPDX-License-Identifier: GPL-3.0-or-later
"""A WebSocket client (RFC 6455) that reads text messages, as small as the tests need it."""

import base64
import json
import os
import socket
import struct

PROTOCOL = "portineria.v1"
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class Refused(Exception):
    """The handshake was answered with another status: its first line is the message, the rest is in body."""

    def __init__(self, head, body):
        super().__init__(head.splitlines()[0])
        self.body = body


class WebSocket:
    def __init__(self, service, token, protocol=PROTOCOL, unix=False, timeout=60):
        family = socket.AF_UNIX if unix else socket.AF_INET
        self.socket = socket.socket(family, socket.SOCK_STREAM)
        self.socket.settimeout(timeout)
        self.socket.connect(str(service.socket) if unix else ("127.0.0.1", service.port))
        self.buffer = b""
        lines = ["GET /v1/events HTTP/1.1", "Host: localhost", "Connection: Upgrade", "Upgrade: websocket",
                 "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}"]
        lines += [f"Sec-WebSocket-Protocol: {protocol}"] if protocol else []
        lines += [f"Authorization: Bearer {token}"] if token else []
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.head = self.read_until(b"\r\n\r\n").decode()
        if " 101 " not in self.head.splitlines()[0]:
            raise Refused(self.head, self.read(int(self.head.lower().partition("content-length: ")[2].split("\r\n")[0])))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def receive(self):
        data = self.socket.recv(65536)
        if not data:
            raise EOFError("the server closed the connection")
        self.buffer += data

    def read_until(self, end):
        while end not in self.buffer:
            self.receive()
        data, _, self.buffer = self.buffer.partition(end)
        return data

    def read(self, size):
        while len(self.buffer) < size:
            self.receive()
        data, self.buffer = self.buffer[:size], self.buffer[size:]
        return data

    def frame(self):
        first, second = self.read(2)
        size = second & 0x7F
        if size == 126:
            size = struct.unpack("!H", self.read(2))[0]
        return first & 0x0F, self.read(size)

    def send(self, opcode, data=b""):
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(data))
        self.socket.sendall(struct.pack("!BB", 0x80 | opcode, 0x80 | len(data)) + mask + masked)

    def poke(self):
        """The next message; answers pings meanwhile. None: the server said good-bye."""
        while True:
            opcode, data = self.frame()
            if opcode == TEXT:
                return json.loads(data)
            if opcode == CLOSE:
                return None
            if opcode == PING:
                self.send(PONG, data)
