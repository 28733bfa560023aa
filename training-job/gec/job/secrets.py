"""Keys that a job reads from Secret Manager itself, so that no job's description holds one."""

from __future__ import annotations

import base64
import re
import sys
from collections.abc import MutableMapping

from gec.job.errors import describe

SECRET = "GRAMAI_WANDB_SECRET"
_KEY = "WANDB_API_KEY"
_NAME = re.compile(r"projects/[^/]+/secrets/[^/]+/versions/[^/]+")
_SECRET_MANAGER = "https://secretmanager.googleapis.com"
_TIMEOUT_S = 30.0


def take_wandb_key(environ: MutableMapping[str, str], endpoint: str = _SECRET_MANAGER) -> None:
    """Sets WANDB_API_KEY from the secret version that GRAMAI_WANDB_SECRET names, unless it is set.

    A key that cannot be read is no reason to stop a training: it is said, and the run goes on without.
    Source: https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions/access
    """
    name = environ.get(SECRET)
    if not name or environ.get(_KEY):
        return
    if not _NAME.fullmatch(name):
        _off(f"{SECRET} must be projects/<project>/secrets/<secret>/versions/<version>")
        return
    try:
        environ[_KEY] = _access(name, endpoint)
    except Exception as error:  # whatever a library of credentials or of HTTP raises
        _off(f"{name} cannot be read ({describe(error)}); add a version and let the job's account read it")


def _access(name: str, endpoint: str) -> str:
    import google.auth
    from google.auth.transport.requests import AuthorizedSession

    credentials, _ = google.auth.default(scopes=["https://www.googleapis.com/auth/cloud-platform"])
    response = AuthorizedSession(credentials).get(f"{endpoint}/v1/{name}:access", timeout=_TIMEOUT_S)
    response.raise_for_status()
    return base64.b64decode(response.json()["payload"]["data"]).decode().strip()


def _off(why: str) -> None:
    print(f"job: Weights & Biases is off: {why}", file=sys.stderr, flush=True)
