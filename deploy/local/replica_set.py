"""replica_set.py PORT SECONDS: makes the mongod on 127.0.0.1:PORT the primary of a replica set of one, rs0.

Initiates the set if there is none, moves its only member if the port has changed since, and waits until writes are taken,
for at most SECONDS. Exits 0 when they are, 1 when not. MongoDB's shell is not in Debian, so this speaks the wire protocol
(OP_MSG) itself, with the few BSON types that these commands need.
"""

import socket
import struct
import sys
import time

ADMIN = "admin"
OP_MSG = 2013
NOT_YET_INITIALIZED = 94
INT32_MAX = 2**31 - 1


def encode(document):
    body = b"".join(element(name, value) for name, value in document.items())
    return struct.pack("<i", len(body) + 5) + body + b"\0"


def element(name, value):
    key = name.encode() + b"\0"
    if isinstance(value, bool):
        return b"\x08" + key + struct.pack("<?", value)
    if isinstance(value, int):
        return b"\x10" + key + struct.pack("<i", value)
    if isinstance(value, str):
        text = value.encode() + b"\0"
        return b"\x02" + key + struct.pack("<i", len(text)) + text
    if isinstance(value, list):
        return b"\x04" + key + encode({str(index): item for index, item in enumerate(value)})
    return b"\x03" + key + encode(value)


def decode(data, start=0):
    """The document at `start`. Values of types that nobody asks for here are given as their raw bytes."""
    document = {}
    at = start + 4
    while data[at]:
        kind = data[at]
        end = data.index(b"\0", at + 1)
        name = data[at + 1 : end].decode()
        at = end + 1
        size = width(kind, data, at)
        raw = data[at : at + size]
        if kind == 0x01:
            value = struct.unpack("<d", raw)[0]
        elif kind == 0x02:
            value = raw[4:-1].decode()
        elif kind == 0x03:
            value = decode(data, at)
        elif kind == 0x04:
            value = list(decode(data, at).values())
        elif kind == 0x08:
            value = raw != b"\0"
        elif kind in (0x10, 0x12):
            value = int.from_bytes(raw, "little", signed=True)
        else:
            value = raw
        document[name] = value
        at += size
    return document


def width(kind, data, at):
    fixed = {0x01: 8, 0x07: 12, 0x08: 1, 0x09: 8, 0x0A: 0, 0x10: 4, 0x11: 8, 0x12: 8}
    if kind in fixed:
        return fixed[kind]
    length = struct.unpack_from("<i", data, at)[0]
    if kind in (0x03, 0x04):
        return length
    if kind == 0x02:
        return 4 + length
    if kind == 0x05:
        return 5 + length
    raise ValueError(f"a BSON type that was not expected: {kind}")


class Server:
    def __init__(self, port, timeout):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout)

    def run(self, command):
        body = struct.pack("<ib", 0, 0) + encode({**command, "$db": ADMIN})
        self.socket.sendall(struct.pack("<iiii", len(body) + 16, 1, 0, OP_MSG) + body)
        size = struct.unpack("<i", self.read(4))[0]
        # What follows the length: three header fields, the flags, the kind of the section.
        return decode(self.read(size - 4), 12 + 4 + 1)

    def read(self, size):
        data = b""
        while len(data) < size:
            part = self.socket.recv(size - len(data))
            if not part:
                raise ConnectionError("mongod closed the connection")
            data += part
        return data


def settle(server, member):
    """One look: True when writes are taken; otherwise does what is missing."""
    if server.run({"hello": 1}).get("isWritablePrimary"):
        return True
    answer = server.run({"replSetGetConfig": 1})
    if answer.get("code") == NOT_YET_INITIALIZED:
        server.run({"replSetInitiate": {"_id": "rs0", "members": [{"_id": 0, "host": member}]}})
    elif "config" in answer and [one["host"] for one in answer["config"]["members"]] != [member]:
        moved = {
            "_id": "rs0",
            "version": answer["config"]["version"] % INT32_MAX + 1,
            "protocolVersion": 1,
            "members": [{"_id": 0, "host": member}],
        }
        server.run({"replSetReconfig": moved, "force": True})
    return False


def main(port, seconds):
    deadline = time.monotonic() + seconds
    problem = "no answer"
    while time.monotonic() < deadline:
        try:
            server = Server(port, max(0.1, deadline - time.monotonic()))
            while time.monotonic() < deadline:
                if settle(server, f"127.0.0.1:{port}"):
                    return 0
                time.sleep(0.05)
        except OSError as error:
            problem = str(error)
            time.sleep(0.1)
    print(f"replica set: not writable after {seconds:g} s ({problem})", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), float(sys.argv[2])))
