import { describe, expect, it } from "vitest";
import { evaluateRun } from "./evaluate-run.js";
import { promoteRun } from "./promote-run.js";
import { runPaths } from "./run.js";
import { renderRuns } from "./runs-html.js";
import { loadRuns, parseMetrics } from "./runs-view.js";
import { startRun } from "./start-run.js";
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
    const live = renderRuns(await loadRuns(store, 10), AT);
    expect(live).toContain('<meta http-equiv="refresh" content="3">');
    expect(live).toContain("step 10 of 10");
    expect(live).not.toContain("<script");
    expect(live).toContain("&#60;script&#62;");

    await startRun(trainMessage({ requestId: "run-2" }), life);
    await evaluateRun("run-2", life);
    await promoteRun("run-2", life);
    await store.write(result, written.encode("torn"));
    const [second] = (await loadRuns(store, 10)).filter(({ request }) => request.run === "run-2");
    expect(second?.promotion).toMatchObject({ promote: true });
    const page = renderRuns(second ? [second] : [], AT);
    expect(page).not.toContain("http-equiv");
    expect(page).toContain('<b class="promoted">promoted</b>');
    expect(page).toContain(
      '<td>sets.dev.gleu</td><td class="number">51</td><td class="number">50</td>',
    );
    expect(page).toContain("✓ sets.dev.gleu is 51, serving 50");
  });

  it("says how to begin", () => {
    expect(renderRuns([], AT)).toContain("gramai train");
  });
});
