import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { freePort, root, startNode } from "../cli/tests/processes.js";

/** The bundle as the platform starts it: the framework's own command line, our settings in the environment. */
it("serves from the built function", async () => {
  const built = spawnSync(process.execPath, ["--import", "tsx", "scripts/build.ts"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(built.stderr).toBe("");
  expect(existsSync(join(root, "dist/correct/web/main.js"))).toBe(true);

  const port = await freePort();
  const framework = join(root, "node_modules/@google-cloud/functions-framework/build/src/main.js");
  const child = startNode([framework, "--source=dist/correct"], {
    env: { FUNCTION_TARGET: "correct", PORT: String(port), NODE_ENV: "production" },
  });
  try {
    const url = `http://127.0.0.1:${port}`;
    await untilReady(`${url}/readyz`);
    const broken = await fetch(`${url}/v1/correct`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: "{broken",
    });
    expect([broken.status, broken.headers.get("content-type")]).toEqual([
      400,
      "application/json; charset=utf-8",
    ]);
    const corrected = await fetch(`${url}/text/?input_sentence=12.5`, { method: "POST" });
    expect(await corrected.json()).toEqual({ corrected: "12.5" });
    expect((await fetch(`${url}/main.js`)).status).toBe(200);
  } finally {
    child.kill();
  }
});

async function untilReady(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Expected ${url} to answer 200 within 30 s`);
}
