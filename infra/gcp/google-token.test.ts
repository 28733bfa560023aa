import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { googleTokenVerifier } from "./google-token.js";

const EMAIL = "push@p.iam.gserviceaccount.com";
const NOW_S = Math.floor(Date.now() / 1000);
const CLAIMS = {
  iss: "https://accounts.google.com",
  aud: "https://train.example.org",
  iat: NOW_S - 60,
  exp: NOW_S + 3000,
  email: EMAIL,
  email_verified: true,
};

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A signed JSON Web Token (RFC 7519). */
function makeToken(key: KeyObject, claims: object, kid = "k1"): string {
  const text = `${encode({ alg: "RS256", typ: "JWT", kid })}.${encode(claims)}`;
  return `${text}.${sign("RSA-SHA256", Buffer.from(text), key).toString("base64url")}`;
}

const ours = generateKeyPairSync("rsa", { modulusLength: 2048 });
const foreign = generateKeyPairSync("rsa", { modulusLength: 2048 });

describe("tokens of Google's", () => {
  let server: Server;
  let fetched = 0;
  let verify: ReturnType<typeof googleTokenVerifier>;
  beforeAll(async () => {
    server = createServer((_, response) => {
      fetched++;
      response.writeHead(200, {
        "Content-Type": "application/json",
        "Cache-Control": "public, max-age=3600",
      });
      response.end(JSON.stringify({ k1: ours.publicKey.export({ type: "spki", format: "pem" }) }));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    verify = googleTokenVerifier(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });

  it("say whose they are, and the keys are fetched once", async () => {
    expect(await verify(makeToken(ours.privateKey, CLAIMS))).toEqual({ email: EMAIL });
    expect(await verify(makeToken(ours.privateKey, CLAIMS))).toEqual({ email: EMAIL });
    expect(fetched).toBe(1);
  });

  it("say nothing of an address that Google has not verified", async () => {
    const token = makeToken(ours.privateKey, { ...CLAIMS, email_verified: false });
    expect(await verify(token)).toEqual({ email: undefined });
  });

  it.each([
    { name: "signed by somebody else", token: () => makeToken(foreign.privateKey, CLAIMS) },
    { name: "signed with an unknown key", token: () => makeToken(ours.privateKey, CLAIMS, "k2") },
    {
      name: "of another issuer",
      token: () => makeToken(ours.privateKey, { ...CLAIMS, iss: "https://example.org" }),
    },
    {
      name: "too old",
      token: () => makeToken(ours.privateKey, { ...CLAIMS, iat: NOW_S - 9000, exp: NOW_S - 5400 }),
    },
    {
      name: "changed after it was signed",
      token: () => {
        const [head, , signature] = makeToken(ours.privateKey, CLAIMS).split(".");
        return `${head}.${encode({ ...CLAIMS, email: "me@example.org" })}.${signature}`;
      },
    },
    { name: "no token at all", token: () => "push-token" },
  ])("are refused when $name", async ({ token }) => {
    await expect(verify(token())).rejects.toThrow();
  });
});
