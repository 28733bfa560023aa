// Finds a Chromium for the page's test, and installs Debian's where it may.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const WELL_KNOWN = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/**
 * Path of a browser; undefined, with the reason logged, where there is none.
 */
export function ensureBrowser(log: (line: string) => void): string | undefined {
  const found = findBrowser();
  if (found) return found;
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !runs("apt-get", ["--version"])) {
    log("browser: no Chromium found, and it can only be installed as root with apt-get");
    return undefined;
  }
  log("browser: installing Debian's chromium with apt-get (the page's test runs in it)");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = ["install", "-y", "-qq", "--no-install-recommends", "chromium"];
  if (!runs("apt-get", install, env)) {
    runs("apt-get", ["update", "-qq"], env);
    if (!runs("apt-get", install, env)) log("browser: apt-get could not install chromium");
  }
  return findBrowser();
}

function findBrowser(): string | undefined {
  return [process.env.GRAMAI_TEST_BROWSER, ...WELL_KNOWN].find((path) => path && existsSync(path));
}

function runs(command: string, args: readonly string[], env = process.env): boolean {
  return spawnSync(command, args, { env, stdio: "ignore" }).status === 0;
}
