"""Puts an exported model version into a store."""

from __future__ import annotations

from pathlib import Path

from gec.export.manifest import MANIFEST, read_manifest
from gec.storage import Location, Store


def publish(folder: Path, store: Store, also: Location | None) -> dict[str, str]:
    """Copies the version to `models/<name>/<version>/` and to `also`; returns name and version.

    The manifest goes last, and a version that has one is left as it is: its name tells its content.
    """
    manifest = read_manifest(folder)
    model = {"name": manifest["name"], "version": manifest["version"]}
    places = [Location(store, f"models/{model['name']}/{model['version']}")]
    for place in [*places, also] if also else places:
        if place.store.exists(place.join(MANIFEST)):
            continue
        for name in [*sorted(manifest["files"]), MANIFEST]:
            place.store.upload(folder / name, place.join(name))
    return model
