import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "./util.js";

describe("POST /text/", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ env: { GRAMAI_MAX_TEXT_CHARS: "100" } });
  });
  afterAll(() => server.close());

  const post = (query: string, body?: unknown) =>
    fetch(`${server.url}/text/${query}`, {
      method: "POST",
      ...(body !== undefined && {
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      }),
    });

  const good: readonly { name: string; query: string; body?: unknown; corrected: string }[] = [
    {
      name: "a sentence",
      query: "?input_sentence=He%20have%20a%20car.",
      corrected: "He has a car.",
    },
    { name: "plus signs", query: "?input_sentence=He+have+1%2B1.", corrected: "He has 1+1." },
    {
      name: "all parameters of the earlier service",
      query: "?input_sentence=He%20have%20it.",
      body: { num_beams: 5, min_length: 1, max_length: 100 },
      corrected: "He has it.",
    },
    {
      name: "parameters we do not know",
      query: "?input_sentence=He%20have%20it.&a=b",
      body: { temperature: 1 },
      corrected: "He has it.",
    },
    { name: "an empty sentence", query: "?input_sentence=", corrected: "" },
  ];
  it.each(good)("takes $name", async ({ query, body, corrected }) => {
    const response = await post(query, body);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ corrected });
  });

  const bad: readonly {
    name: string;
    query: string;
    body?: unknown;
    status: number;
    says: string;
  }[] = [
    { name: "no sentence", query: "", status: 400, says: "input_sentence once" },
    { name: "two", query: "?input_sentence=a&input_sentence=b", status: 400, says: "2 times" },
    { name: "not UTF-8", query: "?input_sentence=%FF", status: 400, says: "UTF-8" },
    {
      name: "too long",
      query: `?input_sentence=${"a".repeat(101)}`,
      status: 413,
      says: "at most 100",
    },
    {
      name: "beams that are no number",
      query: "?input_sentence=a",
      body: { num_beams: "5" },
      status: 400,
      says: "at num_beams",
    },
    {
      name: "lengths that contradict",
      query: "?input_sentence=a",
      body: { min_length: 5, max_length: 4 },
      status: 422,
      says: "min_length <= max_length",
    },
    {
      name: "a body that is a list",
      query: "?input_sentence=a",
      body: [],
      status: 400,
      says: "object",
    },
  ];
  it.each(bad)("refuses $name", async ({ query, body, status, says }) => {
    const response = await post(query, body);
    expect(response.status).toBe(status);
    const { error } = (await response.json()) as { error: { message: string } };
    expect(error.message).toContain(says);
  });
});
