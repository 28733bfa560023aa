import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { RateLimitedError, UnauthorizedError } from "../core/errors.js";
import { createAccess } from "./access.js";
import type { ApiKey } from "./api-keys.js";

const apiKey = (id: string, key: string, requestsPerMinute = 60): ApiKey => ({
  id,
  sha256: createHash("sha256").update(key).digest("hex"),
  requestsPerMinute,
});

const keys = [apiKey("first", "key-one"), apiKey("second", "key-two")];

describe("createAccess", () => {
  it.each([
    { name: "its own header", headers: { "x-api-key": "key-two" }, caller: "second" },
    { name: "a bearer token", headers: { authorization: "bearer key-one" }, caller: "first" },
    {
      name: "its own header before the platform's token",
      headers: { "x-api-key": "key-one", authorization: "Bearer other" },
      caller: "first",
    },
  ])("knows the caller by $name", ({ headers, caller }) => {
    expect(createAccess(keys)(headers)).toBe(caller);
  });

  it.each([
    { name: "a parameter", headers: {}, parameter: "key-two", caller: "second" },
    {
      name: "a parameter before the platform's token",
      headers: { authorization: "Bearer other" },
      parameter: "key-two",
      caller: "second",
    },
    {
      name: "its own header before a parameter",
      headers: { "x-api-key": "key-one" },
      parameter: "key-two",
      caller: "first",
    },
    {
      name: "a bearer token beside an empty parameter",
      headers: { authorization: "Bearer key-one" },
      parameter: "",
      caller: "first",
    },
  ])("knows the caller by $name", ({ headers, parameter, caller }) => {
    expect(createAccess(keys)(headers, parameter)).toBe(caller);
  });

  it.each([
    { name: "no key", headers: {} },
    { name: "an empty key", headers: { "x-api-key": "" } },
    { name: "a wrong key", headers: { "x-api-key": "key-three" } },
    { name: "part of a key", headers: { "x-api-key": "key-on" } },
    { name: "the hash in the key's place", headers: { "x-api-key": keys[0]?.sha256 ?? "" } },
    { name: "a key as password", headers: { authorization: "Basic key-one" } },
    { name: "a very long key", headers: { "x-api-key": "k".repeat(257) } },
  ])("refuses $name without quoting it", ({ headers }) => {
    const access = createAccess(keys);
    expect(() => access(headers)).toThrow(UnauthorizedError);
    expect(() => access(headers)).not.toThrow(/key-|kkk/);
  });

  it("asks for nothing where there are no keys", () => {
    expect(createAccess([])({})).toBeUndefined();
  });

  it("holds each key to its own rate, and says when to come back", () => {
    let nowMs = 0;
    const access = createAccess([apiKey("slow", "s", 2), apiKey("fast", "f", 60)], () => nowMs);
    const slow = { "x-api-key": "s" };
    const retryAfterS = () => {
      try {
        access(slow);
        return 0;
      } catch (error) {
        expect(error).toBeInstanceOf(RateLimitedError);
        return (error as RateLimitedError).retryAfterS;
      }
    };
    expect([retryAfterS(), retryAfterS(), retryAfterS()]).toEqual([0, 0, 30]);
    expect(access({ "x-api-key": "f" })).toBe("fast");
    nowMs = 29_000;
    expect(retryAfterS()).toBe(1);
    nowMs = 30_000;
    expect([retryAfterS(), retryAfterS()]).toEqual([0, 30]);
    nowMs = 24 * 60 * 60_000;
    expect([retryAfterS(), retryAfterS(), retryAfterS()]).toEqual([0, 0, 30]);
  });
});
