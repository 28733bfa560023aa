"""Folder and bucket are one store: the same calls, the bucket through the official client."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_bucket import Bucket, serve_bucket

from gec.storage import StorageError, Store, locate, open_store


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    with serve_bucket() as server:
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", server.address)
        yield server


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return open_store(str(tmp_path / "store"))
    request.getfixturevalue("bucket")
    return open_store("gs://shelf")


def test_reads_what_was_written_and_lists_it_in_order(store: Store, tmp_path: Path) -> None:
    for name in ("runs/b/2", "runs/b/1", "runs/a", "runsx", "runs/c ü/%2F"):
        store.write(name, name.encode())
    assert store.list("runs/") == ["runs/a", "runs/b/1", "runs/b/2", "runs/c ü/%2F"]
    assert store.list("runs/b/") == ["runs/b/1", "runs/b/2"]
    assert store.list("none/") == []
    assert store.read("runs/c ü/%2F").decode() == "runs/c ü/%2F"
    store.write("runs/a", b"anew")
    store.download("runs/a", tmp_path / "deep" / "file")
    assert (tmp_path / "deep" / "file").read_bytes() == b"anew"


def test_uploads_small_and_large_files_whole(store: Store, tmp_path: Path) -> None:
    for size in (0, 10, 9 << 20):  # the client sends what is over 8 MiB by another protocol
        data = b"x" * size
        (tmp_path / "file").write_bytes(data)
        store.upload(tmp_path / "file", "some/file")
        assert store.read("some/file") == data


def test_deletes_and_says_what_is_missing(store: Store, tmp_path: Path) -> None:
    store.write("a/b", b"1")
    assert store.exists("a/b") and not store.exists("a")
    store.delete("a/b")
    store.delete("a/b")
    assert not store.exists("a/b")
    with pytest.raises(FileNotFoundError):
        store.read("a/b")
    with pytest.raises(FileNotFoundError):
        store.download("a/b", tmp_path / "file")
    assert not (tmp_path / "file").exists()


def test_a_passing_fault_of_the_bucket_is_repeated(bucket: Bucket) -> None:
    bucket.failures = [503]
    open_store("gs://shelf").write("a", b"1")
    assert bucket.objects == {"shelf/a": b"1"}


def test_a_refusal_says_what_to_do(bucket: Bucket) -> None:
    bucket.failures = [403]
    with pytest.raises(StorageError, match=r"gs://shelf/a: access denied; give the job's service account"):
        open_store("gs://shelf").write("a", b"1")


def test_a_failed_write_to_a_folder_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_store(str(tmp_path)).upload(tmp_path / "missing", "a/b")
    assert list(tmp_path.rglob("*")) == [tmp_path / "a"]


@pytest.mark.parametrize("location", ["gs://", "gs:///path"])
def test_a_bucket_must_have_a_name(location: str) -> None:
    with pytest.raises(StorageError, match="gs://BUCKET"):
        locate(location)


def test_a_store_is_a_whole_bucket(bucket: Bucket) -> None:
    assert open_store("gs://shelf/").root is None
    with pytest.raises(StorageError, match="without a path"):
        open_store("gs://shelf/folder")
    place = locate("gs://shelf/runs/one/")
    assert (place.path, place.name, place.child("x").path) == ("runs/one", "one", "runs/one/x")
