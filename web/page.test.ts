import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { AxeResults } from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../functions/tests/util.js";
import { buildPage } from "../infra/local/page.js";
import { wordsRewriter } from "./tests/words-rewriter.js";

/** What a first visit may cost, in bytes over the wire. */
const MAX_GZIP_BYTES = 120_000;

/** However busy the machine is. */
const PATIENCE = { timeout: 20_000 };

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// Set by `npm test`, which finds a browser or installs one.
const executablePath = process.env.GRAMAI_TEST_BROWSER;
if (!executablePath) {
  console.log("page: skipped, no browser; name a Chromium in GRAMAI_TEST_BROWSER or use npm test");
}

it("is small", async () => {
  const files = await buildPage();
  const sizes = Array.from(files.values(), (body) => gzipSync(body).length);
  expect([...files.keys()].toSorted()).toEqual(["icon.svg", "index.html", "main.js", "style.css"]);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_GZIP_BYTES);
});

describe.skipIf(!executablePath)("the page", () => {
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    server = await startServer({ overrides: { loadRewriter: async () => wordsRewriter() } });
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(20_000);
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(message.text());
    });
  });
  beforeEach(async () => {
    // From an address of its own, since the page keeps its text when it is left.
    await page.goto(`${server.url}/healthz`);
    await page.evaluate(() => localStorage.clear());
    await page.goto(server.url);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const text = () => page.inputValue("#text");
  const rows = () => page.locator(".row").allTextContents();
  /** Words underlined, by the name of their highlight. */
  const marked = () =>
    page.evaluate(() =>
      Object.fromEntries(
        Array.from(CSS.highlights, ([name, ranges]): [string, string[]] => [
          name,
          Array.from(ranges as unknown as Set<Range>, String),
        ]).filter(([, words]) => words.length > 0),
      ),
    );
  const untilRows = (count: number) => expect.poll(rows, PATIENCE).toHaveLength(count);
  const write = async (words: string, found: number) => {
    await page.fill("#text", words);
    await untilRows(found);
  };
  const openSettings = () => page.getByRole("button", { name: "Settings" }).click();
  const done = () => page.getByRole("button", { name: "Done" }).click();

  it("underlines by kind what it would change, as one types, and changes nothing by itself", async () => {
    await page.locator("#text").pressSequentially("He have a car.\nI recieve it and see car now.");
    await untilRows(3);
    expect(await rows()).toEqual(["have → has", "recieve → receive", "see → see a"]);
    expect(await marked()).toEqual({ grammar: ["have", "see"], spelling: ["recieve"] });
    expect(await text()).toBe("He have a car.\nI recieve it and see car now.");
    expect(await page.textContent("#status")).toMatch(/^Checked in \d+ ms by substitutions 0{12}$/);
    await expect
      .poll(() => page.textContent("#counts"), PATIENCE)
      .toBe("11 words · 3 suggestions · 0 accepted");
  });

  it("sends only the sentences that changed", async () => {
    await write("He have a car. All is well. I recieve it.", 2);
    const sent = page.waitForRequest("**/v1/correct");
    await page.locator("#text").press("Control+End");
    await page.keyboard.insertText(" Yes.");
    expect((await sent).postDataJSON().texts).toEqual(["Yes."]);
  });

  it("accepts by click, with another replacement, and takes it back", async () => {
    await write("He have a car. He have it.", 2);
    const at = await page.evaluate(() => {
      const [range] = CSS.highlights.get("grammar") as unknown as Set<Range>;
      const { x, y, width, height } = (range as Range).getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    });
    await page.mouse.click(at.x, at.y);
    const card = page.locator("#card");
    expect(await card.textContent()).toContain("“He” takes “has”.");
    expect(await card.textContent()).toContain("90 % sure");
    await card.getByRole("button", { name: "Replace “have” by “had”" }).click();
    expect(await text()).toBe("He had a car. He have it.");
    await untilRows(1);
    await page.getByRole("button", { name: "Undo" }).click();
    expect(await text()).toBe("He have a car. He have it.");
    await untilRows(2);
    await page.getByRole("button", { name: "Redo" }).click();
    expect(await text()).toBe("He had a car. He have it.");
  });

  it("does everything by keyboard", async () => {
    await write("He have a car. I recieve it. I recieve that. He have it. I see car.", 5);
    await page.locator("#text").focus();
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("F8");
    await page.keyboard.press("Enter");
    expect(await text()).toContain("He has a car. I recieve it.");
    await expect.poll(marked, PATIENCE).toMatchObject({ active: ["recieve"] });
    await page.keyboard.press("d");
    await untilRows(3);
    await expect.poll(marked, PATIENCE).toMatchObject({ active: ["recieve"] });
    await page.keyboard.press("w");
    await untilRows(2);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    expect(await text()).toBe("He has a car. I recieve it. I recieve that. He had it. I see car.");
    await page.keyboard.press("Escape");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("text");
    await page.keyboard.press("Shift+F8");
    await expect.poll(marked, PATIENCE).toMatchObject({ active: ["car"] });
    await page.keyboard.press("Control+Enter");
    expect(await text()).toContain("I see a car.");
    for (let n = 0; n < 5; n++) await page.keyboard.press("Control+z");
    expect(await text()).toBe(
      "He have a car. I recieve it. I recieve that. He have it. I see car.",
    );
    await untilRows(5);
    await page.keyboard.press("Control+Shift+Enter");
    expect(await text()).toBe(
      "He has a car. I receive it. I receive that. He has it. I see a car.",
    );
    await page.keyboard.press("Control+/");
    expect(await page.locator("#help").textContent()).toContain("go to the next suggestion");
    await page.keyboard.press("Escape");
  });

  it("accepts all of a kind", async () => {
    await write("He have a car. I recieve it. He have it. I see car.", 4);
    await page.locator(".row").first().click();
    await page.getByRole("button", { name: "Accept all 2 of this kind" }).click();
    expect(await text()).toBe("He has a car. I recieve it. He has it. I see car.");
    await page.getByRole("button", { name: "Accept all: Grammar" }).click();
    expect(await text()).toBe("He has a car. I recieve it. He has it. I see a car.");
    await expect.poll(() => page.textContent("#counts"), PATIENCE).toContain("3 accepted");
  });

  it("keeps text, dismissals, own words and choices over visits, in this browser", async () => {
    await write("He have a car. I recieve it. Two recieves. He have it.", 4);
    await page.locator(".row").first().click();
    await page.getByRole("button", { name: "Dismiss" }).click();
    await page.locator(".row").first().click();
    await page.getByRole("button", { name: "Add word" }).click();
    await untilRows(1);
    await openSettings();
    await page.getByLabel("English").selectOption("British (en-GB)");
    await done();
    await page.reload();
    await untilRows(1);
    expect(await text()).toBe("He have a car. I recieve it. Two recieves. He have it.");
    await openSettings();
    expect(await page.getByLabel("Your own words").inputValue()).toBe("recieve");
    expect(await page.getByLabel("English").inputValue()).toBe("en-GB");
    await page.getByRole("button", { name: "Show dismissed again" }).click();
    await page.getByLabel("Your own words").fill("");
    await page.getByLabel("Show suggestions").selectOption("0.9");
    const asked = page.waitForRequest("**/v1/correct");
    await done();
    expect((await asked).postDataJSON().options).toMatchObject({
      minConfidence: 0.9,
      variant: "en-GB",
    });
  });

  it("shows the text beside its correction", async () => {
    await write("He have a car.\nAll is well.", 1);
    await page.getByRole("button", { name: "Compare" }).click();
    expect(await page.locator("#compare p").allTextContents()).toEqual([
      "He have a car.",
      "He has a car.",
      "All is well.",
      "All is well.",
    ]);
    expect(await page.locator("#compare del, #compare ins").allTextContents()).toEqual([
      "have",
      "has",
    ]);
  });

  it("offers a sample where there is no text", async () => {
    await page.getByRole("button", { name: "Try a sample text" }).click();
    expect(await text()).toContain("our team have finish");
    expect(await page.locator("#sample").isHidden()).toBe(true);
  });

  it("lays the marks under the words, without a bar to scroll sideways", async () => {
    const words = `${"All is well with the words before it. ".repeat(8)}\n\n\tI recieve mail.`;
    for (const width of [360, 768, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await write(words, 1);
      const box = await page.evaluate(() => {
        const area = document.querySelector("textarea") as HTMLTextAreaElement;
        const marks = document.querySelector("#marks") as HTMLElement;
        area.style.height = "0";
        const heights = [area.scrollHeight, marks.scrollHeight];
        area.style.height = "";
        return {
          widths: [area.clientWidth, marks.clientWidth],
          heights,
          overflow: document.documentElement.scrollWidth - window.innerWidth,
        };
      });
      expect(box.widths[0], `at ${width}`).toBe(box.widths[1]);
      expect(box.overflow, `at ${width}`).toBeLessThanOrEqual(0);
    }
  });

  it("keeps its tools in one row on a phone", async () => {
    for (const width of [320, 360, 480, 481]) {
      await page.setViewportSize({ width, height: 800 });
      const buttons = await page.getByRole("toolbar", { name: "Tools" }).getByRole("button").all();
      const boxes = await Promise.all(buttons.map((button) => button.boundingBox()));
      expect(new Set(boxes.map((box) => box?.y)).size, `rows at ${width}`).toBe(1);
      for (const box of boxes) {
        expect(box?.width, `at ${width}`).toBeGreaterThanOrEqual(28);
        expect((box?.x ?? 0) + (box?.width ?? 0), `at ${width}`).toBeLessThanOrEqual(width);
      }
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it("goes dark when told to, and stays so", async () => {
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await page.getByRole("button", { name: "Dark theme" }).click();
    const dark = await paper();
    expect(dark).not.toBe(light);
    await page.reload();
    expect(await paper()).toBe(dark);
    await page.getByRole("button", { name: "Dark theme" }).click();
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await paper()).toBe(light);
    await page.emulateMedia({ colorScheme: null });
  });

  it.each(["light", "dark"] as const)(
    "has nothing serious against it by axe: %s",
    async (scheme) => {
      // A card that is still appearing has less contrast than it will have.
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await write("He have a car. I recieve it.", 2);
      await page.locator(".row").first().click();
      const serious = async () => {
        await page.evaluate(AXE);
        const { violations } = await page.evaluate<AxeResults>("axe.run()");
        return violations
          .filter(({ impact }) => impact === "serious" || impact === "critical")
          .map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
      };
      expect(await serious(), "editor and card").toEqual([]);
      await page.getByRole("button", { name: "Compare" }).click();
      expect(await serious(), "comparison").toEqual([]);
      await openSettings();
      expect(await serious(), "settings").toEqual([]);
      await done();
      await page.getByRole("button", { name: "Keyboard and help" }).click();
      expect(await serious(), "help").toEqual([]);
      await page.emulateMedia({ colorScheme: null, reducedMotion: null });
    },
  );

  it("keeps the text and its suggestions while offline, says so, and goes on by itself", async () => {
    await write("He have a car.", 1);
    await page.context().setOffline(true);
    await page.locator("#text").press("Control+End");
    await page.keyboard.type(" I recieve it.");
    await page.waitForSelector("#status.failed");
    expect(await page.textContent("#status")).toMatch(/^You are offline. Your text is kept/);
    expect(await rows()).toEqual(["have → has"]);
    await page.context().setOffline(false);
    await untilRows(2);
    // The browser reports the requests that went nowhere.
    const reports = faults.splice(0);
    expect(reports.filter((line) => !line.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
  });

  it("tells what was decided only where the operator and the writer agreed", async () => {
    const folder = mkdtempSync(join(tmpdir(), "gramai-page-"));
    const open = await startServer({
      env: { GRAMAI_STORE: folder, GRAMAI_FEEDBACK: "on" },
      overrides: { loadRewriter: async () => wordsRewriter() },
    });
    const told: unknown[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/v1/feedback")) told.push(request.postDataJSON());
    });
    try {
      await page.goto(open.url);
      await write("All is well. He have a car. I recieve it.", 2);
      await page.locator(".row").first().click();
      await page.getByRole("button", { name: "Dismiss" }).click();
      expect(told).toEqual([]);
      await openSettings();
      await page.getByLabel("Help to improve the model").check();
      await done();
      const kept = page.waitForResponse("**/v1/feedback");
      await page.locator(".row").first().click();
      await page.getByRole("button", { name: "Replace" }).click();
      expect((await kept).status()).toBe(204);
      const edit = { start: 2, end: 9, replacement: "receive", accepted: true };
      expect(told).toEqual([{ consent: true, text: "I recieve it.", edits: [edit] }]);
    } finally {
      await page.goto(server.url);
      await open.close();
      rmSync(folder, { recursive: true, force: true });
    }
    await openSettings();
    expect(await page.getByLabel("Help to improve the model").isHidden()).toBe(true);
    await done();
  });

  it("asks for a key where the service does, and sends it", async () => {
    const sha256 = createHash("sha256").update("secret").digest("hex");
    const closed = await startServer({ env: { GRAMAI_API_KEYS: `writer:${sha256}` } });
    try {
      await page.goto(closed.url);
      await page.fill("#text", "He have a car.");
      await page.getByRole("button", { name: "Enter a key" }).click();
      await page.getByLabel("API key").fill("secret");
      await done();
      await untilRows(1);
      expect(closed.logged()).not.toContain("secret");
    } finally {
      await page.goto(server.url);
      await closed.close();
    }
    // The browser reports the refusal, and that a service whose model is not loaded yet is not ready.
    const reports = faults.splice(0).filter((line) => !/ 401 | 503 /.test(line));
    expect(reports).toEqual([]);
  });

  it("raises no error and breaks no rule of its own content security policy", () => {
    expect(faults).toEqual([]);
  });
});
