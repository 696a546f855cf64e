// One complaint from end to end, in a real browser without JavaScript, against a running `ventanilla demo`:
//   node journey.mjs DEMO.json [OUTDIR] [--all-variants]
// With OUTDIR every page is photographed there, with --all-variants wide and narrow, by day and by night.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { VARIANTS, withBrowser } from './browser.mjs';
import * as desk from './desk.mjs';
import * as window from './window.mjs';

const evidence = (name) => fileURLToPath(new URL(`../vectors/evidence/${name}`, import.meta.url));
const SENT = [evidence('photo.jpg'), evidence('invoice.pdf')];
const ANSWERED = [evidence('reply.pdf')];
const STORY =
  'Pagaron 480,000 pesos por luminarias que nunca llegaron a la colonia. Vi la factura firmada y tomé una foto de los postes vacíos.';
const WHEN = 'El 3 de marzo, a la hora de la comida.';
const REPLY = 'Recibimos tu denuncia. ¿Sabes quién firmó la entrega?';
const REASON = 'Pedimos el contrato al área de compras.';
const MORE = 'La firmó la directora de servicios; hay una copia en el archivo del segundo piso.';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const digests = async (paths) => (await Promise.all(paths.map(async (one) => sha256(await readFile(one))))).sort();
const same = async (files, paths, where) =>
  assert.deepEqual(files.map((file) => sha256(file.bytes)).sort(), await digests(paths), `the files ${where} are those sent`);

const [file, ...rest] = process.argv.slice(2);
const out = rest.find((argument) => !argument.startsWith('--'));
const variants = rest.includes('--all-variants') ? VARIANTS : VARIANTS.slice(0, 1);
if (!file) {
  process.stderr.write('use: node journey.mjs DEMO.json [OUTDIR] [--all-variants]\n');
  process.exit(2);
}

const demo = JSON.parse(await readFile(file, 'utf8'));

const origins = [demo.window.url, ...demo.institutions.map((institution) => institution.desk_url)];

async function journey(enter) {
  const reporter = await enter('window');
  const institution = await window.answerTheSteps(reporter, demo);
  const words = await window.tellAndSend(reporter, { story: STORY, when: WHEN, files: SENT });
  await window.confirmTwoWords(reporter, words);

  const officer = await enter('desk');
  await desk.openTheDesk(officer, demo, institution);
  const url = await desk.openTheCase(officer, institution);
  await same(await desk.readTheCase(officer, [STORY, WHEN]), SENT, 'at the desk');
  await desk.reply(officer, REPLY, ANSWERED, REASON);

  await window.openTheMailbox(reporter, demo, words);
  const mailbox = await reporter.page.getByRole('main').innerText();
  for (const text of [REPLY, REASON]) assert.ok(mailbox.includes(text), `the mailbox shows: ${text}`);
  await same(await desk.saveAll(reporter), ANSWERED, 'in the mailbox');
  await window.writeAgain(reporter, MORE);
  await window.leave(reporter, demo);

  await desk.textArrives(officer, institution, url, MORE);
  await desk.lock(officer, url, STORY);
}

await withBrowser({ origins, out, variants }, journey).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
