import { listDatasets } from "../core/datasets.js";
import type { Life } from "../core/life.js";
import { renderRuns } from "../core/runs-html.js";
import { loadRuns } from "../core/runs-view.js";

/** The newest runs and dataset versions on the page. */
const SHOWN = 100;

/** Seconds between loads of the stored page while a run is under way. */
const STORED_REFRESH_S = 60;

/** The page of runs and datasets as they are now. @param refreshS seconds until a browser loads it again. */
export async function makeRunsPage({ store, now }: Life, refreshS: number): Promise<string> {
  const [runs, datasets] = await Promise.all([loadRuns(store, SHOWN), listDatasets(store)]);
  return renderRuns({ runs, datasets: datasets.slice(0, SHOWN) }, { at: now(), refreshS });
}

/** The page as `runs/index.html` in the store, for whoever may read the bucket. */
export async function writeRunsPage(life: Life): Promise<void> {
  const page = await makeRunsPage(life, STORED_REFRESH_S);
  await life.store.write("runs/index.html", new TextEncoder().encode(page), {
    contentType: "text/html; charset=utf-8",
  });
}
