import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { root } from "./module.js";
import { missingPromtool } from "./test-support/promtool.js";

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly runbook: string };
}

interface PromtoolTest {
  readonly alert_rule_test: readonly { alertname: string; exp_alerts: readonly unknown[] }[];
}

const monitoring = join(root, "terraform", "monitoring");
const suites = readdirSync(join(monitoring, "tests"));
const folder = mkdtempSync(join(tmpdir(), "gramai-alerts-"));
let rules: readonly Rule[];

/** The rules as `monitoring.tf` renders them with the variables' defaults. */
function renderRules(): string {
  const variables = readFileSync(join(root, "terraform", "variables.tf"), "utf8");
  const [block = ""] = /variable "alerts" \{.*?\n\}/s.exec(variables) ?? [];
  const defaults = Object.fromEntries(
    [...block.matchAll(/(\w+) += optional\(number, ([\d.]+)\)/g)].map(([, name, value]) => [
      name,
      Number(value),
    ]),
  );
  const runHours = defaults.run_hours ?? Number.NaN;
  const values = { ...defaults, prefix: "gramai", run_window_hours: 7 * 24 + runHours };
  return readFileSync(join(monitoring, "alerts.yaml"), "utf8").replaceAll(
    /\$\{(\w+)\}/g,
    (_, name: string) => {
      if (!(name in values)) throw new Error(`alerts.yaml uses ${name}, which nothing sets`);
      return String(values[name as keyof typeof values]);
    },
  );
}

beforeAll(() => {
  const text = renderRules();
  rules = parse(text).groups[0].rules;
  writeFileSync(join(folder, "alerts.yaml"), text);
  for (const name of suites) {
    writeFileSync(join(folder, name), readFileSync(join(monitoring, "tests", name)));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("alerts", () => {
  it("fire on what they are for and stay quiet otherwise", (context) => {
    const missing = missingPromtool();
    if (missing) console.log(`Skipped: ${missing}`);
    context.skip(missing !== undefined, missing);
    const { status, stdout, stderr } = spawnSync("promtool", ["test", "rules", ...suites], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(`${stdout}${stderr}`).not.toContain("FAILED");
    expect(status).toBe(0);
  });

  it("are each shown to fire and not to fire", () => {
    const tests = suites.flatMap((name): readonly PromtoolTest[] => {
      return parse(readFileSync(join(monitoring, "tests", name), "utf8")).tests;
    });
    const shown = tests.flatMap((test) => test.alert_rule_test);
    const names = (fires: boolean) =>
      new Set(
        shown.filter((row) => row.exp_alerts.length > 0 === fires).map((row) => row.alertname),
      );
    const expected = new Set(rules.map((rule) => rule.alert));
    expect(names(true)).toEqual(expected);
    expect(names(false)).toEqual(expected);
  });

  it("have a runbook each, and no runbook is left over", () => {
    const linked = new Set(rules.map((rule) => rule.annotations.runbook));
    const written = readdirSync(join(root, "docs/runbooks")).filter(
      (name) => !["README.md", "budget.md"].includes(name),
    );
    expect(new Set(written)).toEqual(linked);
    expect(existsSync(join(root, "docs/runbooks/budget.md"))).toBe(true);
  });
});
