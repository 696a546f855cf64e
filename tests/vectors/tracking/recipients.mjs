// Adds to codes.json the recipient of each mailbox seed, as the npm packages age-encryption and @scure/base
// compute it: node recipients.mjs FOLDER-WITH-NODE_MODULES
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const from = createRequire(pathToFileURL(`${process.argv[2]}/`));
const { identityToRecipient } = await import(pathToFileURL(from.resolve("age-encryption")));
const { bech32 } = await import(pathToFileURL(from.resolve("@scure/base")));

const file = new URL("codes.json", import.meta.url);
const vectors = JSON.parse(readFileSync(file, "utf8"));
for (const vector of vectors) {
  const seed = Buffer.from(vector["mailbox-hybrid"], "hex");
  const identity = bech32.encodeFromBytes("AGE-SECRET-KEY-PQ-", seed).toUpperCase();
  vector.recipient = await identityToRecipient(identity);
}
writeFileSync(file, JSON.stringify(vectors, null, 1) + "\n");
