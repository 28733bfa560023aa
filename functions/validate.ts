import type { z } from "zod";
import { InvalidRequestError } from "../core/errors.js";

type Issue = z.core.$ZodIssue;

/**
 * Checks a value against a schema.
 * @throws InvalidRequestError whose issues say, one each, what was expected and where.
 */
export function validate<S extends z.ZodType>(schema: S, value: unknown, what: string): z.infer<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.flatMap(closestBranch).map(describe);
  throw new InvalidRequestError(`${what} is not as expected: ${issues.join("; ")}`, { issues });
}

/** Of a union's alternatives, the faults of the one that fits best; every other issue as it is. */
function closestBranch(issue: Issue): readonly Issue[] {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
  const branches = issue.errors.map((branch) => branch.flatMap(closestBranch));
  const best = branches.reduce((a, b) => (b.length < a.length ? b : a));
  return best.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

function describe(issue: Issue): string {
  const at = issue.path.length > 0 ? ` at ${issue.path.join(".")}` : "";
  return `${issue.message}${at}`;
}
