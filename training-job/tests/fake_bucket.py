"""Cloud Storage's JSON API in memory, for the official client: STORAGE_EMULATOR_HOST points at it."""

from __future__ import annotations

import base64
import email
import email.policy
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import google_crc32c

PAGE = 3  # objects of a page, so that lists have several


class Bucket(ThreadingHTTPServer):
    """All buckets in one: objects by "bucket/path"."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.objects: dict[str, bytes] = {}
        self.writes: list[str] = []
        """Every object written, in order."""
        self.failures: list[int] = []
        """Status codes that the next requests get."""
        self.uploads: dict[str, str] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def serve_bucket() -> Iterator[Bucket]:
    server = Bucket()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: Bucket
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        place, query = self._place()
        bucket, _, name = place.partition("/o")
        if not name:
            return self._list(bucket, query.get("prefix", [""])[0], query.get("pageToken", [""])[0])
        data = self.server.objects.get(f"{bucket}{unquote(name)}")
        if data is None:
            return self._json(404, {"error": {"code": 404, "message": "No such object"}})
        if query.get("alt") == ["media"]:
            return self._reply(200, data, {"x-goog-hash": f"crc32c={_crc32c(data)}"})
        return self._json(200, _resource(f"{bucket}{unquote(name)}", data))

    def do_POST(self) -> None:
        place, query = self._place()
        bucket = place.partition("/o")[0]
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if query["uploadType"] == ["multipart"]:
            head = f"content-type: {self.headers['content-type']}\r\n\r\n".encode()
            parts = email.message_from_bytes(head + body, policy=email.policy.HTTP).get_payload()
            metadata = json.loads(parts[0].get_payload(decode=True))
            boundary = self.headers["content-type"].split("boundary=")[1].strip("\"'").encode()
            content = body.split(b"--" + boundary)[2].partition(b"\r\n\r\n")[2].removesuffix(b"\r\n")
            return self._store(f"{bucket}/{metadata['name']}", content)
        session = str(len(self.server.uploads))
        self.server.uploads[session] = f"{bucket}/{json.loads(body)['name']}"
        return self._reply(200, b"", {"location": f"{self.server.address}/session/{session}"})

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self._store(self.server.uploads[self.path.rpartition("/")[2]], body)

    def do_DELETE(self) -> None:
        place, _ = self._place()
        bucket, _, name = place.partition("/o")
        found = self.server.objects.pop(f"{bucket}{unquote(name)}", None)
        self._reply(404 if found is None else 204, b"", {})

    def _place(self) -> tuple[str, dict[str, list[str]]]:
        """`bucket/o/name` and the query, whichever of the API's prefixes the path has."""
        parts = urlsplit(self.path)
        return parts.path.partition("/b/")[2], parse_qs(parts.query)

    def _list(self, bucket: str, prefix: str, start: str) -> None:
        names = sorted(n for n in self.server.objects if n.startswith(f"{bucket}/{prefix}") and n > start)
        page: dict[str, Any] = {"items": [_resource(n, self.server.objects[n]) for n in names[:PAGE]]}
        if len(names) > PAGE:
            page["nextPageToken"] = names[PAGE - 1]
        self._json(200, page)

    def _store(self, name: str, data: bytes) -> None:
        if self.server.failures:
            return self._json(self.server.failures.pop(0), {"error": {"message": "try again"}})
        self.server.objects[name] = data
        self.server.writes.append(name)
        return self._json(200, _resource(name, data))

    def _json(self, status: int, value: Any) -> None:
        self._reply(status, json.dumps(value).encode(), {"content-type": "application/json"})

    def _reply(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "content-length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _resource(place: str, data: bytes) -> dict[str, Any]:
    bucket, _, name = place.partition("/")
    return {"bucket": bucket, "name": name, "size": str(len(data)), "generation": "1", "crc32c": _crc32c(data)}


def _crc32c(data: bytes) -> str:
    return base64.b64encode(google_crc32c.value(data).to_bytes(4, "big")).decode()
