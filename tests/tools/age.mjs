// The JavaScript implementation of age, which speaks the hybrid kind too:
//   node age.mjs new classic|hybrid       prints an identity, then its recipient
//   node age.mjs seal RECIPIENT...        seals what comes in
//   node age.mjs open IDENTITY_FILE...    opens what comes in
import { Decrypter, Encrypter, generateHybridIdentity, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { readFileSync } from 'node:fs';

const [verb, ...rest] = process.argv.slice(2);
const input = () => new Uint8Array(readFileSync(0));

if (verb === 'new') {
  const identity = await (rest[0] === 'hybrid' ? generateHybridIdentity() : generateX25519Identity());
  process.stdout.write(`${identity}\n${await identityToRecipient(identity)}\n`);
} else if (verb === 'seal') {
  const encrypter = new Encrypter();
  rest.forEach((recipient) => encrypter.addRecipient(recipient));
  process.stdout.write(await encrypter.encrypt(input()));
} else if (verb === 'open') {
  const decrypter = new Decrypter();
  const lines = rest.flatMap((file) => readFileSync(file, 'utf8').split('\n'));
  lines.filter((line) => line.startsWith('AGE-SECRET-KEY-')).forEach((line) => decrypter.addIdentity(line.trim()));
  process.stdout.write(await decrypter.decrypt(input()));
} else {
  process.stderr.write('use: node age.mjs new classic|hybrid, seal RECIPIENT..., open IDENTITY_FILE...\n');
  process.exitCode = 2;
}
