type Json = Readonly<Record<string, unknown>>;

/** Inline style of the page; the Content-Security-Policy names its hash. */
export const REFERENCE_STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:60rem;margin:2rem auto;padding:0 1rem}
h2{margin-top:2.5rem;font-size:1.1rem}code,pre{font-family:ui-monospace,monospace;font-size:.9em}
pre{overflow-x:auto;padding:.75rem;border:1px solid color-mix(in srgb,currentColor 25%,transparent);border-radius:.4rem}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent)}
nav ul{columns:18rem;padding-left:1.2rem}`;

/** An OpenAPI document as a page without scripts: an entry per operation, then the schemas. */
export function renderReference(document: Json): string {
  const { info, paths, components } = document as {
    info: { title: string; version: string; description: string };
    paths: Record<string, Record<string, Json>>;
    components: { schemas: Record<string, Json> };
  };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: String(operation.operationId),
      name: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  );
  const schemas = Object.entries(components.schemas);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(info.title)} API</title><style>${REFERENCE_STYLE}</style></head><body>
<h1>${escapeHtml(info.title)} API</h1><p>${escapeHtml(info.description)}</p>
<p>For machines: <a href="/openapi.json">/openapi.json</a></p>
<nav aria-label="Addresses"><ul>${operations.map(({ id, name }) => `<li><a href="#${escapeHtml(id)}"><code>${escapeHtml(name)}</code></a></li>`).join("")}</ul></nav>
<main>${operations.map(({ id, name, operation }) => renderOperation(id, name, operation)).join("")}
${schemas.map(([id, schema]) => `<section id="schema-${escapeHtml(id)}"><h2>${escapeHtml(id)}</h2>${block(schema)}</section>`).join("")}</main>
</body></html>
`;
}

function renderOperation(id: string, name: string, operation: Json): string {
  const { summary, description, parameters, requestBody, responses } = operation as {
    summary: string;
    description?: string;
    parameters?: readonly { name: string; in: string; schema: Json }[];
    requestBody?: { content: Json };
    responses: Record<string, { description: string; content?: Json }>;
  };
  const given = (parameters ?? []).map(
    (parameter) =>
      `<li><code>${escapeHtml(parameter.name)}</code> (${escapeHtml(parameter.in)}): ${linked(parameter.schema)}</li>`,
  );
  const rows = Object.entries(responses).map(
    ([status, response]) =>
      `<tr><td>${escapeHtml(status)}</td><td>${escapeHtml(response.description)}</td><td>${contents(response.content)}</td></tr>`,
  );
  return `<section id="${escapeHtml(id)}"><h2><code>${escapeHtml(name)}</code></h2><p>${escapeHtml(summary)}</p>
${description ? `<p>${escapeHtml(description)}</p>` : ""}${given.length > 0 ? `<ul>${given.join("")}</ul>` : ""}
${requestBody ? `<p>Body: ${contents(requestBody.content)}</p>${examples(requestBody.content)}` : ""}
<table><thead><tr><th>Status</th><th>Meaning</th><th>Body</th></tr></thead><tbody>${rows.join("")}</tbody></table>
${examples(responses[200]?.content)}</section>
`;
}

/** Media types with links to their schemas. */
function contents(content: Json | undefined): string {
  return Object.entries(content ?? {})
    .map(([type, media]) => `${escapeHtml(type)} ${linked((media as { schema?: Json }).schema)}`)
    .join("<br>");
}

/** The examples of a body, each once. */
function examples(content: Json | undefined): string {
  const values = Object.values(content ?? {}).flatMap((media) => {
    const { example } = media as { example?: unknown };
    return example === undefined ? [] : [block(example)];
  });
  return [...new Set(values)].join("");
}

/** Names of the schemas that a schema refers to. */
function linked(schema: Json | undefined): string {
  const ids = JSON.stringify(schema ?? {}).matchAll(/#\/components\/schemas\/([\w.-]+)/g);
  return Array.from(
    ids,
    ([, id = ""]) => `<a href="#schema-${escapeHtml(id)}">${escapeHtml(id)}</a>`,
  ).join(", ");
}

function block(value: unknown): string {
  return `<pre>${escapeHtml(typeof value === "string" ? value : JSON.stringify(value, null, 2))}</pre>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
