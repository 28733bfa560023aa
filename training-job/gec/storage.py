"""Files in a folder or in a Cloud Storage bucket, by one interface. The only file that knows gs://."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

_SCHEME = "gs://"
_OWN_FOLDER = ".gramai"  # where the service keeps half-written files; never listed
_TIMEOUT_S = 120.0


class StorageError(RuntimeError):
    """The store refused or could not be reached; the message names path and reason."""


class Store(Protocol):
    """Objects by path: relative, parted by "/". A write is seen whole or not at all."""

    root: Path | None
    """The folder, where the store is one."""

    def read(self, path: str) -> bytes:
        """Raises FileNotFoundError."""

    def write(self, path: str, data: bytes) -> None: ...

    def exists(self, path: str) -> bool: ...

    def list(self, prefix: str) -> list[str]:
        """Paths that start with `prefix`, in order."""

    def download(self, path: str, file: Path) -> None:
        """Raises FileNotFoundError."""

    def upload(self, file: Path, path: str) -> None: ...

    def delete(self, path: str) -> None:
        """No error when nothing is there."""


@dataclass(frozen=True, slots=True)
class Location:
    """A folder, or one object, of a store."""

    store: Store
    path: str

    def join(self, name: str) -> str:
        return f"{self.path}/{name}" if self.path else name

    def child(self, name: str) -> Location:
        return Location(self.store, self.join(name))

    @property
    def folder(self) -> Path | None:
        """The same place as a local folder; None in a bucket."""
        return self.store.root / self.path if self.store.root is not None else None

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


def open_store(location: str) -> Store:
    """The store at a folder or at gs://bucket. Raises StorageError for gs:// without a bucket or client."""
    place = locate(location)
    if place.path and place.store.root is None:
        raise StorageError(f"expected gs://BUCKET without a path as the store, got {location}")
    return FolderStore(place.folder) if place.folder is not None else place.store


def locate(location: str) -> Location:
    """A folder or file of this machine, or gs://bucket/path."""
    if not location.startswith(_SCHEME):
        path = Path(location).absolute()
        return Location(FolderStore(path.parent), path.name)
    bucket, _, path = location.removeprefix(_SCHEME).partition("/")
    if not bucket:
        raise StorageError(f"expected gs://BUCKET/PATH, got {location}")
    return Location(BucketStore(bucket), path.strip("/"))


class FolderStore:
    """A folder as a store; a file is written beside its readers and renamed into place."""

    def __init__(self, root: Path) -> None:
        self.root: Path | None = root
        self._folder = root

    def read(self, path: str) -> bytes:
        return (self._folder / path).read_bytes()

    def write(self, path: str, data: bytes) -> None:
        with self._replacing(path) as temporary:
            temporary.write_bytes(data)

    def exists(self, path: str) -> bool:
        return (self._folder / path).is_file()

    def list(self, prefix: str) -> list[str]:
        start = self._folder / prefix.rpartition("/")[0]
        paths = (p.relative_to(self._folder).as_posix() for p in start.rglob("*") if p.is_file())
        return sorted(p for p in paths if p.startswith(prefix) and not p.startswith(f"{_OWN_FOLDER}/"))

    def download(self, path: str, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self._folder / path, file)

    def upload(self, file: Path, path: str) -> None:
        with self._replacing(path) as temporary:
            shutil.copyfile(file, temporary)

    def delete(self, path: str) -> None:
        (self._folder / path).unlink(missing_ok=True)

    @contextmanager
    def _replacing(self, path: str) -> Iterator[Path]:
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{target.name}.{os.getpid()}-{uuid.uuid4().hex[:8]}")
        try:
            yield temporary
            os.replace(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)


class BucketStore:
    """A Cloud Storage bucket; the client repeats what fails for a moment."""

    root: Path | None = None

    def __init__(self, bucket: str) -> None:
        try:
            from google.cloud import storage
            from google.cloud.storage.retry import DEFAULT_RETRY
        except ImportError as cause:
            raise StorageError(f"gs://{bucket} needs the package google-cloud-storage: install it") from cause
        # By default the client repeats uploads only over a stated generation; ours replace the whole object.
        self._retry = DEFAULT_RETRY
        with _explained(f"gs://{bucket}"):
            self._bucket: Any = storage.Client().bucket(bucket)

    def read(self, path: str) -> bytes:
        with self._at(path):
            return self._bucket.blob(path).download_as_bytes(timeout=_TIMEOUT_S)

    def write(self, path: str, data: bytes) -> None:
        kind = "application/json" if path.endswith((".json", ".jsonl")) else "application/octet-stream"
        with self._at(path):
            self._bucket.blob(path).upload_from_string(data, content_type=kind, timeout=_TIMEOUT_S, retry=self._retry)

    def exists(self, path: str) -> bool:
        with self._at(path):
            return bool(self._bucket.blob(path).exists(timeout=_TIMEOUT_S))

    def list(self, prefix: str) -> list[str]:
        with self._at(prefix):
            return sorted(blob.name for blob in self._bucket.list_blobs(prefix=prefix, timeout=_TIMEOUT_S))

    def download(self, path: str, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        with self._at(path):
            self._bucket.blob(path).download_to_filename(str(file), timeout=_TIMEOUT_S)

    def upload(self, file: Path, path: str) -> None:
        with self._at(path):
            self._bucket.blob(path).upload_from_filename(str(file), timeout=_TIMEOUT_S, retry=self._retry)

    def delete(self, path: str) -> None:
        try:
            with self._at(path):
                self._bucket.blob(path).delete(timeout=_TIMEOUT_S)
        except FileNotFoundError:
            pass

    def _at(self, path: str) -> Any:
        return _explained(f"gs://{self._bucket.name}/{path}")


@contextmanager
def _explained(location: str) -> Iterator[None]:
    """Vendor errors as FileNotFoundError or StorageError, with what to do."""
    from google.api_core.exceptions import Forbidden, GoogleAPICallError, NotFound, RetryError
    from google.auth.exceptions import GoogleAuthError
    from requests.exceptions import RequestException

    try:
        yield
    except NotFound as cause:
        raise FileNotFoundError(f"nothing is stored at {location}") from cause
    except Forbidden as cause:
        raise StorageError(f"{location}: access denied; give the job's service account the bucket") from cause
    except GoogleAuthError as cause:
        raise StorageError(f"{location}: no credentials; run as a service account or log in") from cause
    except (GoogleAPICallError, RetryError, RequestException) as cause:
        code = getattr(cause, "code", None)
        raise StorageError(f"{location}: the store failed ({code or type(cause).__name__}); start again") from cause
