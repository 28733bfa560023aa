import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../functions/tests/util.js";

// Set by `npm test`, which finds a browser or installs one.
const executablePath = process.env.GRAMAI_TEST_BROWSER;
if (!executablePath) {
  console.log("page: skipped, no browser; name a Chromium in GRAMAI_TEST_BROWSER or use npm test");
}

describe.skipIf(!executablePath)("the page", () => {
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    server = await startServer();
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    });
    page = await browser.newPage();
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(message.text());
    });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  async function write(text: string): Promise<void> {
    await page.goto(server.url);
    await page.fill("#text", text);
    await page.waitForFunction(() =>
      document.querySelector("#status")?.textContent?.startsWith("Checked"),
    );
  }

  it("marks what it would change, and changes nothing by itself", async () => {
    await write("He have a car.\nI recieve mail.");
    expect(await page.locator("mark").allTextContents()).toEqual(["have", "recieve"]);
    expect(await page.locator("#count").textContent()).toBe("2 suggestions");
    expect(await page.inputValue("#text")).toBe("He have a car.\nI recieve mail.");
  });

  it("accepts one, then the rest", async () => {
    await write("He have a car. He have it. I recieve mail.");
    await page.locator("li", { hasText: "recieve" }).getByText("Accept", { exact: true }).click();
    expect(await page.inputValue("#text")).toBe("He have a car. He have it. I receive mail.");
    await page.click("#accept-all");
    expect(await page.inputValue("#text")).toBe("He has a car. He has it. I receive mail.");
    expect(await page.locator("mark").count()).toBe(0);
  });

  it("does not offer again what was dismissed", async () => {
    await write("He have a car. I recieve mail.");
    await page.locator("li", { hasText: "have" }).getByText("Dismiss").click();
    expect(await page.locator("mark").allTextContents()).toEqual(["recieve"]);
    const checked = page.waitForResponse((response) => response.url().endsWith("/v1/correct"));
    await page.locator("#text").press("End");
    await page.locator("#text").pressSequentially(" Yes.");
    await checked;
    await page.waitForFunction(
      () => !document.querySelector("#status")?.textContent?.includes("…"),
    );
    expect(await page.locator("mark").allTextContents()).toEqual(["recieve"]);
  });

  it("lays the marks under the words at every width, without a bar to scroll sideways", async () => {
    for (const width of [360, 768, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await write(`${"All is well with the words before it. ".repeat(8)}I recieve mail.`);
      const box = await page.evaluate(() => {
        const layers = [...document.querySelectorAll<HTMLElement>(".layer")];
        return {
          widths: layers.map((layer) => layer.clientWidth),
          heights: layers.map((layer) => layer.scrollHeight),
          overflow: document.documentElement.scrollWidth - window.innerWidth,
        };
      });
      expect(box.widths[0], `at ${width}`).toBe(box.widths[1]);
      expect(box.heights[0], `at ${width}`).toBe(box.heights[1]);
      expect(box.overflow, `at ${width}`).toBeLessThanOrEqual(0);
    }
  });

  it("keeps the text and says so when the service is gone", async () => {
    await write("All is well.");
    await page.route("**/v1/correct", (route) => route.abort());
    await page.locator("#text").pressSequentially(" Go.");
    await page.waitForSelector("#status.failed");
    expect(await page.locator("#status").textContent()).toContain("cannot be reached");
    await page.unroute("**/v1/correct");
    // The browser reports the request we cut off.
    expect(faults.splice(0)).toEqual(["Failed to load resource: net::ERR_FAILED"]);
  });

  it("raises no error and breaks no rule of its own content security policy", () => {
    expect(faults).toEqual([]);
  });
});
