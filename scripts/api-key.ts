// npm run api-key -- NAME [REQUESTS_PER_MINUTE]
// Makes a key for one caller. The key goes to the caller and is kept nowhere; the entry, which holds
// only its hash, goes into GRAMAI_API_KEYS (on the platform: a version of the secret).
import { createHash, randomBytes } from "node:crypto";
import { parseApiKeys } from "../functions/api-keys.js";

const [name = "", rate] = process.argv.slice(2);
const key = `gramai_${randomBytes(32).toString("base64url")}`;
const digest = createHash("sha256").update(key).digest("hex");
const entry = [name, digest, ...(rate === undefined ? [] : [rate])].join(":");
const faults: string[] = [];
parseApiKeys(entry, faults);
if (faults.length > 0) {
  console.error(
    "Expected a name of lower-case letters, digits and hyphens, then perhaps a number of requests per minute, as in: npm run api-key -- editor-plugin 600",
  );
  process.exit(1);
}
console.log(`Key for the caller, shown once: ${key}`);
console.log(`Entry for GRAMAI_API_KEYS:      ${entry}`);
