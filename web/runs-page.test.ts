import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluateRun } from "../core/evaluate-run.js";
import { emptyStatistics } from "../core/ingest/statistics.js";
import { promoteRun } from "../core/promote-run.js";
import { runPaths } from "../core/run.js";
import { renderRuns } from "../core/runs-html.js";
import { loadRuns } from "../core/runs-view.js";
import { startRun } from "../core/start-run.js";
import { testDataset } from "../core/test-support/datasets.js";
import { testLife, trainMessage } from "../core/test-support/life.js";
import { MemoryObjectStore } from "../core/test-support/memory-store.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const executablePath = process.env.GRAMAI_TEST_BROWSER;
if (!executablePath) {
  console.log("runs: skipped, no browser; name a Chromium in GRAMAI_TEST_BROWSER or use npm test");
}

/** The page with a run under way, one promoted, and a dataset. */
async function makePage(): Promise<string> {
  const store = new MemoryObjectStore();
  const life = testLife(store);
  const losses = [4.5, 4.1, 3.2].map((loss, i) => ({ step: i + 1, group: "train", loss }));
  const metrics = losses.map((row) => JSON.stringify(row)).join("\n");
  await startRun(trainMessage({}), life);
  await store.delete(runPaths("run-1").result);
  await startRun(trainMessage({ requestId: "run-2" }), life);
  for (const run of ["run-1", "run-2"]) {
    await store.write(runPaths(run).metrics, new TextEncoder().encode(metrics));
  }
  await evaluateRun("run-2", life);
  await promoteRun("run-2", life);
  const statistics = emptyStatistics();
  statistics.rejects = { too_long: 3, not_utf8: 40 };
  const datasets = [testDataset({ name: "pairs", version: "aaaaaaaaaaaa", statistics })];
  const at = new Date("2026-11-27T12:00:00Z");
  return renderRuns({ runs: await loadRuns(store, 10), datasets }, { at, refreshS: 0 });
}

describe.skipIf(!executablePath)("the page of runs", () => {
  let browser: Browser;
  let html: string;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    });
    html = await makePage();
  });
  afterAll(() => browser?.close());

  it.each([
    { scheme: "light", width: 1280 },
    { scheme: "dark", width: 1280 },
    { scheme: "light", width: 360 },
  ] as const)("has nothing serious against it by axe: $scheme at $width", async (row) => {
    const page = await browser.newPage({ viewport: { width: row.width, height: 800 } });
    await page.emulateMedia({ colorScheme: row.scheme });
    await page.setContent(html);
    expect(await page.locator("progress").count()).toBe(1);
    expect(await page.locator("article h3 b").allTextContents()).toContain("promoted");
    await page.evaluate(AXE);
    const { violations } = await page.evaluate<AxeResults>("axe.run()");
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    const overflow = () => document.documentElement.scrollWidth - window.innerWidth;
    expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
    await page.close();
  });
});
