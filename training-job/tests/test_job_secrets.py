"""The key for Weights & Biases: read by the job's own identity, by the secret's name, never a reason to stop."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from gec.job.secrets import take_wandb_key

NAME = "projects/p/secrets/gramai-wandb-key/versions/latest"
KEY = "0123456789abcdef"


class _Google(BaseHTTPRequestHandler):
    """Tokens for service accounts, and Secret Manager's answer to whoever has one."""

    def do_POST(self) -> None:
        self._answer(200, {"access_token": "token", "expires_in": 3600, "token_type": "Bearer"})

    def do_GET(self) -> None:
        if self.headers["Authorization"] != "Bearer token":
            self._answer(401, {})
        elif self.path != f"/v1/{NAME}:access":
            self._answer(404, {"error": {"message": "Secret Version not found"}})
        else:
            self._answer(200, {"name": NAME, "payload": {"data": base64.b64encode(f"{KEY}\n".encode()).decode()}})

    def _answer(self, status: int, body: object) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def google(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of Google's services; this process is a service account there."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Google)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    account = {"type": "service_account", "client_email": "job@p.iam.gserviceaccount.com", "private_key_id": "1",
               "private_key": private.decode(), "token_uri": f"{address}/token", "project_id": "p"}  # fmt: skip
    (tmp_path / "account.json").write_text(json.dumps(account), encoding="utf-8")
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "account.json"))
    yield address
    server.shutdown()
    server.server_close()


def test_the_key_is_read_by_the_secrets_name(google: str, capsys: pytest.CaptureFixture[str]) -> None:
    environ = {"GRAMAI_WANDB_SECRET": NAME}
    take_wandb_key(environ, google)
    assert environ["WANDB_API_KEY"] == KEY
    assert KEY not in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({}, None),
        ({"GRAMAI_WANDB_SECRET": NAME, "WANDB_API_KEY": "mine"}, None),
        ({"GRAMAI_WANDB_SECRET": "gramai-wandb-key"}, "must be projects/<project>/secrets/<secret>/versions/<version>"),
        ({"GRAMAI_WANDB_SECRET": "projects/p/secrets/none/versions/1"}, "cannot be read (internal: HTTPError"),
    ],
)
def test_without_a_key_the_run_goes_on(
    environ: dict[str, str], says: str | None, google: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = environ.get("WANDB_API_KEY")
    take_wandb_key(environ, google)
    assert environ.get("WANDB_API_KEY") == before
    errors = capsys.readouterr().err
    assert says in errors if says else errors == ""
