import type { Module } from "./module.js";

const BEGIN = "<!-- tables: npm run terraform-docs -->";
const END = "<!-- end of tables -->";

/** A module's variables (required ones first) and outputs as Markdown tables. */
export function moduleTables({ variables, outputs }: Module): string {
  const sorted = variables.toSorted(
    (a, b) =>
      Number(a.fallback !== undefined) - Number(b.fallback !== undefined) ||
      a.name.localeCompare(b.name),
  );
  return [
    "| variable | what it is | type | default |",
    "|---|---|---|---|",
    ...sorted.map(({ name, description, type, fallback }) =>
      row([`\`${name}\``, description, `\`${type}\``, fallback ? `\`${fallback}\`` : "required"]),
    ),
    "",
    "| output | what it is |",
    "|---|---|",
    ...outputs
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map(({ name, description }) => row([`\`${name}\``, description])),
  ].join("\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** The page with the text between its two marks replaced. @throws Error when the marks are missing. */
export function replaceTables(page: string, tables: string): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`Expected "${BEGIN}" and "${END}" in the page`);
  }
  return `${before}${BEGIN}\n${tables}\n${END}${after}`;
}
