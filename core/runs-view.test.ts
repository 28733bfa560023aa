import { describe, expect, it } from "vitest";
import { datasetManifestPath } from "./dataset-manifest.js";
import { listDatasets } from "./datasets.js";
import { evaluateRun } from "./evaluate-run.js";
import { emptyStatistics } from "./ingest/statistics.js";
import { promoteRun } from "./promote-run.js";
import { runPaths } from "./run.js";
import { renderRuns } from "./runs-html.js";
import { loadRuns, parseMetrics } from "./runs-view.js";
import { startRun } from "./start-run.js";
import { writeJson } from "./stored-json.js";
import { testDataset } from "./test-support/datasets.js";
import { testLife, trainMessage } from "./test-support/life.js";
import { MemoryObjectStore } from "./test-support/memory-store.js";

const METRICS = [
  { step: 10, group: "train", loss: 4.5, lr: 0.1 },
  { step: 10, group: "holdout", loss: 4.4, "a/loss": 4 },
  { step: 20, group: "train", loss: 3 },
  { step: 20, group: "train", loss: 3.1 },
  { step: 20, group: "holdout", loss: 3.9 },
]
  .map((row) => JSON.stringify(row))
  .join("\n");
const AT = { at: new Date("2026-11-27T12:00:00Z"), refreshS: 3 };

describe("the view of runs", () => {
  it("reads losses, whatever is torn or was done twice", () => {
    expect(parseMetrics(`${METRICS}\n{"step": 30, "gro`)).toEqual({
      training: [
        { step: 10, loss: 4.5 },
        { step: 20, loss: 3.1 },
      ],
      heldOut: [
        { step: 10, loss: 4.4 },
        { step: 20, loss: 3.9 },
      ],
    });
  });

  it("shows progress and loads itself again while a run is under way, then why it was promoted", async () => {
    const store = new MemoryObjectStore();
    const life = testLife(store);
    const reason = '<script>alert("x")</script>';
    await startRun(trainMessage({ reason }), life);
    const result = runPaths("run-1").result;
    const written = new TextEncoder();
    await store.write(runPaths("run-1").metrics, written.encode(METRICS.replaceAll("20", "5")));
    await store.delete(result);
    const live = renderRuns({ runs: await loadRuns(store, 10), datasets: [] }, AT);
    expect(live).toContain('<meta http-equiv="refresh" content="3">');
    expect(live).toContain("step 10 of 10");
    expect(live).not.toContain("<script");
    expect(live).toContain("&lt;script&gt;");

    await startRun(trainMessage({ requestId: "run-2" }), life);
    await evaluateRun("run-2", life);
    await promoteRun("run-2", life);
    await store.write(result, written.encode("torn"));
    const [second] = (await loadRuns(store, 10)).filter(({ request }) => request.run === "run-2");
    expect(second?.promotion).toMatchObject({ promote: true });
    const page = renderRuns({ runs: second ? [second] : [], datasets: [] }, AT);
    expect(page).not.toContain("http-equiv");
    expect(page).toContain('<b class="promoted">promoted</b>');
    expect(page).toContain(
      '<td>sets.dev.gleu</td><td class="number">51</td><td class="number">50</td>',
    );
    expect(page).toContain("✓ sets.dev.gleu is 51, serving 50");
  });

  it("shows what datasets hold and what was left out, and which a run was trained on", async () => {
    const store = new MemoryObjectStore();
    const statistics = emptyStatistics();
    statistics.taken = { train: 1200, validation: 7, test: 5 };
    statistics.rejects = { too_long: 3, not_utf8: 40 };
    const [pairs, feedback] = [
      testDataset({ name: "pairs", version: "aaaaaaaaaaaa", statistics }),
      testDataset({ name: "feedback", version: "bbbbbbbbbbbb" }),
    ];
    for (const { name, version, ...rest } of [pairs, feedback]) {
      const manifest = { name, version, ...rest };
      await writeJson(store, datasetManifestPath(name, version), manifest);
    }
    const life = { ...testLife(store), takeFeedback: async () => feedback };
    await startRun(trainMessage({ dataset: "pairs", feedback: true }), life);
    const page = renderRuns(
      { runs: await loadRuns(store, 10), datasets: await listDatasets(store) },
      AT,
    );
    expect(page).toContain('<tr id="dataset-pairs-aaaaaaaaaaaa"><td>pairs/aaaaaaaaaaaa</td>');
    expect(page).toContain('<td class="number">1,200</td><td class="number">7</td>');
    expect(page).toContain("<td>43: 40 not utf8, 3 too long</td>");
    expect(page).toContain('<a href="#dataset-pairs-aaaaaaaaaaaa">pairs/aaaaaaaaaaaa</a> and <a');
  });

  it("says how to begin", () => {
    expect(renderRuns({ runs: [], datasets: [] }, AT)).toContain("gramai train");
  });
});
