/**
 * `npm run screenshots`: the pictures of the page in docs/images: the sample text, checked by the embedded model, at
 * three widths, light and dark.
 */
import { chromium, type Page } from "playwright-core";
import { ensureBrowser } from "../scripts/browser.js";
import { Server } from "./speed/server.js";
import { buildService } from "./speed/service.js";

const LIMIT_MS = 120_000;

interface Picture {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Pixels a CSS pixel. */
  readonly scale: number;
  /** What a person does before it is taken. */
  show(page: Page): Promise<void>;
}

const PICTURES: readonly Picture[] = [
  {
    name: "page",
    width: 1280,
    height: 760,
    scale: 1,
    show: (page) => page.getByRole("button", { name: /^adress/ }).click(),
  },
  {
    name: "page-compare",
    width: 820,
    height: 900,
    scale: 1,
    show: (page) => page.getByRole("button", { name: "Compare" }).click(),
  },
  {
    name: "page-phone",
    width: 360,
    height: 640,
    scale: 1.5,
    show: (page) => page.locator("#text").press("F8"),
  },
];

const executablePath = ensureBrowser(console.log);
if (!executablePath) process.exit(1);

const service = buildService();
// The time that a picture shows is that of a text seen for the first time.
const server = await Server.start(service.folder, { GRAMAI_SENTENCE_CACHE_MB: "0" });
const browser = await chromium.launch({
  executablePath,
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
try {
  // The first one is of a service that has hardly worked yet: it is taken again.
  await take(PICTURES[0] as Picture, "light");
  for (const picture of PICTURES) {
    for (const colorScheme of ["light", "dark"] as const) await take(picture, colorScheme);
  }
} finally {
  await browser.close();
  await server.stop();
  service.remove();
}

async function take(picture: Picture, colorScheme: "light" | "dark"): Promise<void> {
  const { name, width, height, scale } = picture;
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: scale,
    colorScheme,
    // A card that is still appearing would be pale.
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(LIMIT_MS);
  await page.goto(server.url);
  await page.getByRole("button", { name: "Try a sample text" }).click();
  // Counted once all is checked and nothing has changed for a moment.
  await page.getByText(/[1-9]\d* suggestions · /).waitFor();
  await picture.show(page);
  const path = `docs/images/${name}${colorScheme === "dark" ? "-dark" : ""}.png`;
  await page.screenshot({ path });
  await context.close();
  console.log(path);
}
