/**
 * `npm run bench:page`: how the page feels in a text of 5,000 words, with the embedded model behind it. Types in the
 * middle of the text in Chromium while its trace is recorded, then changes one sentence again and again and waits for
 * the answer. Writes bench/results/page.json. Times are given on the clock and as processor time: where other programs
 * want the processor, only the latter says something of the page.
 */
import { chromium, type Page } from "playwright-core";
import { ensureBrowser } from "../scripts/browser.js";
import { longText } from "./long-text.js";
import { type Longest, longestTasks, record } from "./page/trace.js";
import { Server } from "./speed/server.js";
import { buildService } from "./speed/service.js";
import { round, writeResult } from "./write-result.js";

const WORDS = 5000;
const KEYS = 120;
const KEY_MS = 60;
const ANSWERS = 20;
const LIMIT_MS = 300_000;

const executablePath = ensureBrowser(console.log);
if (!executablePath) process.exit(1);

const text = longText({ words: WORDS });
const service = buildService();
const server = await Server.start(service.folder, {});
const browser = await chromium.launch({
  executablePath,
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(LIMIT_MS);
  await page.goto(server.url);
  const startedMs = performance.now();
  await page.fill("#text", text);
  await answered(page);
  const wholeTextS = (performance.now() - startedMs) / 1000;
  const suggestions = await page.locator(".row").count();
  const typing = await typeInTheMiddle(page);
  const answer = await changeOneSentence(page);
  writeResult("page", {
    browser: browser.version(),
    words: text.split(/\s+/).length,
    units: text.length,
    wholeTextS: round(wholeTextS),
    suggestions,
    typing,
    answer,
  });
} finally {
  await browser.close();
  await server.stop();
  service.remove();
}

async function answered(page: Page): Promise<number> {
  await page.waitForFunction(() =>
    /^Checked in/.test(document.querySelector("#status")?.textContent ?? ""),
  );
  return Number(/\d+/.exec((await page.textContent("#status")) ?? "")?.[0]);
}

async function typeInTheMiddle(page: Page): Promise<Longest> {
  await page.evaluate(() => {
    const area = document.querySelector("textarea") as HTMLTextAreaElement;
    const at = area.value.indexOf(". ", area.value.length / 2) + 2;
    area.focus();
    area.setSelectionRange(at, at);
  });
  const words = "Yesterday I writes a long letter to my freind and he have not answer it yet. ";
  const events = await record(page, async () => {
    await page.keyboard.type(words.repeat(2).slice(0, KEYS), { delay: KEY_MS });
    await page.waitForTimeout(1000);
  });
  return longestTasks(events);
}

/**
 * Milliseconds from the pause in typing to the answer shown, for one changed sentence at a time, and the processor time
 * that each took: of the page's main thread from the key on, and of the service.
 */
async function changeOneSentence(page: Page) {
  const times: number[] = [];
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const spent = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    const taskS = metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
    return { pageMs: taskS * 1000, serviceMs: (await server.resources()).processorMs };
  };
  const before = await spent();
  for (let n = 0; n < ANSWERS; n++) {
    await page.evaluate(() => {
      (document.querySelector("#status") as HTMLElement).textContent = "";
    });
    await page.keyboard.type(n % 2 === 0 ? "x" : "y");
    times.push(await answered(page));
  }
  const after = await spent();
  times.sort((a, b) => a - b);
  return {
    clockMs: { median: times[times.length >> 1], longest: times.at(-1) },
    processorMs: {
      page: round((after.pageMs - before.pageMs) / ANSWERS),
      service: round((after.serviceMs - before.serviceMs) / ANSWERS),
    },
  };
}
