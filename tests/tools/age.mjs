// A small age tool over the npm package age-encryption, for the tests: bytes from stdin to stdout.
//
//   node age.mjs keygen hybrid|classic
//   node age.mjs recipient                     (an identity on stdin)
//   node age.mjs encrypt RECIPIENT...
//   node age.mjs decrypt IDENTITY...
//   node age.mjs encrypt-passphrase PASSPHRASE
//   node age.mjs decrypt-passphrase PASSPHRASE
import { readFileSync, writeSync } from "node:fs";
import {
  Decrypter,
  Encrypter,
  armor,
  generateHybridIdentity,
  generateX25519Identity,
  identityToRecipient,
} from "age-encryption";

const [command, ...words] = process.argv.slice(2);

function input() {
  return new Uint8Array(readFileSync(0));
}

function print(bytes) {
  for (let start = 0; start < bytes.length; ) {
    start += writeSync(1, bytes, start);
  }
}

function unarmored(file) {
  const text = new TextDecoder().decode(file.subarray(0, 34));
  return text === "-----BEGIN AGE ENCRYPTED FILE-----" ? armor.decode(new TextDecoder().decode(file)) : file;
}

async function decrypt(prepare) {
  const decrypter = new Decrypter();
  prepare(decrypter);
  print(await decrypter.decrypt(unarmored(input())));
}

async function encrypt(prepare) {
  const encrypter = new Encrypter();
  prepare(encrypter);
  print(await encrypter.encrypt(input()));
}

const commands = {
  keygen: async () => console.log(await (words[0] === "hybrid" ? generateHybridIdentity() : generateX25519Identity())),
  recipient: async () => console.log(await identityToRecipient(new TextDecoder().decode(input()).trim())),
  encrypt: () => encrypt((encrypter) => words.forEach((word) => encrypter.addRecipient(word))),
  decrypt: () => decrypt((decrypter) => words.forEach((word) => decrypter.addIdentity(word))),
  "encrypt-passphrase": () =>
    encrypt((encrypter) => {
      encrypter.setScryptWorkFactor(10);
      encrypter.setPassphrase(words[0]);
    }),
  "decrypt-passphrase": () => decrypt((decrypter) => decrypter.addPassphrase(words[0])),
};

await commands[command]();
