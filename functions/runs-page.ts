import type { Life } from "../core/life.js";
import { renderRuns } from "../core/runs-html.js";
import { loadRuns } from "../core/runs-view.js";

/** The newest runs on the page. */
export const RUNS_SHOWN = 100;

/** The page of runs as `runs/index.html` in the store, for whoever may read the bucket. */
export async function writeRunsPage({ store, now }: Life): Promise<void> {
  const page = renderRuns(await loadRuns(store, RUNS_SHOWN), { at: now(), refreshS: 0 });
  await store.write("runs/index.html", new TextEncoder().encode(page), {
    contentType: "text/html; charset=utf-8",
  });
}
