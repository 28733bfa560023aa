"""Several processes or machines: Vertex AI's CLUSTER_SPEC as arguments of torchrun."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate


class ClusterError(ValueError):
    """CLUSTER_SPEC is not what Vertex AI writes."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """One machine's view of all machines of a job."""

    nodes: int = 1
    node_rank: int = 0
    address: str = "localhost"
    """Host of the first machine."""
    port: int = 2222


def read_cluster(spec: str | None) -> Cluster:
    """From CLUSTER_SPEC; one machine without it. Raises ClusterError.

    https://cloud.google.com/vertex-ai/docs/training/distributed-training#cluster-variables: machines
    are counted through the worker pools in order, and the first one of `workerpool0` leads.
    """
    if not spec:
        return Cluster()
    try:
        document = json.loads(spec)
        pools = {name: document["cluster"][name] for name in sorted(document["cluster"])}
        task = document["task"]
        starts = dict(zip(pools, accumulate((len(p) for p in pools.values()), initial=0), strict=False))
        host, _, port = next(iter(pools.values()))[0].rpartition(":")
        if not 0 <= int(task["index"]) < len(pools[task["type"]]):
            raise ValueError(task["index"])
        return Cluster(sum(map(len, pools.values())), starts[task["type"]] + int(task["index"]), host, int(port))
    except (ValueError, KeyError, TypeError, IndexError, StopIteration) as cause:
        raise ClusterError(
            'CLUSTER_SPEC must be {"cluster": {"workerpool0": ["host:port", ...], ...}, '
            '"task": {"type": "workerpool0", "index": 0}}'
        ) from cause


def torchrun_arguments(environ: Mapping[str, str], devices: int) -> list[str] | None:
    """Arguments of `python -m torch.distributed.run` before the script; None where one process will do.

    devices: accelerators of this machine. A process that torchrun has started gets None.
    """
    cluster = read_cluster(environ.get("CLUSTER_SPEC"))
    if "LOCAL_RANK" in environ or (cluster.nodes == 1 and devices < 2):
        return None
    arguments = ["--nproc-per-node", str(max(1, devices))]
    if cluster.nodes == 1:
        return ["--standalone", *arguments]
    place = ["--master-addr", cluster.address, "--master-port", str(cluster.port)]
    return ["--nnodes", str(cluster.nodes), "--node-rank", str(cluster.node_rank), *place, *arguments]
