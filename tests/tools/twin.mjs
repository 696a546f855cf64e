// One complaint to two institutions, in a real browser without JavaScript, against a running `ventanilla demo`:
//   node twin.mjs DEMO.json [OUTDIR]
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { withBrowser } from './browser.mjs';
import * as desk from './desk.mjs';
import { WINDOW as T } from './texts.mjs';
import { Walk } from './walk.mjs';
import * as window from './window.mjs';

const NEXT = '#paso .actions button:not([formaction])';
const PHOTO = fileURLToPath(new URL('../vectors/evidence/photo.jpg', import.meta.url));
const ANSWER = fileURLToPath(new URL('../vectors/evidence/reply.pdf', import.meta.url));
const STORY = 'El inspector de mercados pidió tres mil pesos a mi vecina por dejarla abrir.';
const WHEN = 'El martes, antes de la comida.';
const ONLY_ONE = 'Esto es sólo para la fiscalía: tengo el número de placa.';
const TO_BOTH = 'Esto es para las dos: el inspector volvió ayer.';

const [file, out] = process.argv.slice(2);
const demo = JSON.parse(await readFile(file, 'utf8'));
const find = (id) => demo.institutions.find((institution) => institution.id === id);
const both = [find('demo-contraloria-oaxaca-de-juarez'), find('demo-fiscalia-oaxaca')];
const origins = [demo.window.url, ...demo.institutions.map((institution) => institution.desk_url)];

const main = (visitor) => visitor.page.getByRole('main').innerText();
const names = async (visitor, where) => {
  const text = await main(visitor);
  for (const { name } of both) assert.ok(text.includes(name), `${where} names ${name}`);
};

async function tell(reporter) {
  const { page } = reporter;
  const walk = new Walk(reporter, { origin: demo.window.url.replace(/\/$/, '') }, '');
  await walk.open('where', '/denunciar');
  await walk.answer({ level: 'MUNICIPAL', state: '20' });
  await walk.press('body', NEXT);
  await walk.answer({ municipality: '20067' });
  await walk.press('acts', NEXT);
  await walk.answer({ situation: 'pidio_dinero' });
  await walk.press('readers', NEXT);
  await names(reporter, 'the page of the readers');
  assert.ok(await page.locator('[name=only][value=""]').isChecked(), 'both get it unless she says otherwise');
  await walk.press('story', NEXT);
  await names(reporter, 'the story');
  await page.locator('#story').fill(STORY);
  await walk.unfold();
  await page.locator('#when').fill(WHEN);
  await walk.press('review', NEXT);
  await names(reporter, 'the review');
  await page.getByLabel(T.attach).setInputFiles([PHOTO]);
  await walk.press('receipt', NEXT);
  await names(reporter, 'the receipt');
  const words = await page.locator('.words li').allInnerTexts();
  assert.equal(words.length, 9);
  return words;
}

async function answer(enter, institution) {
  const officer = await enter(institution.id);
  await desk.openTheDesk(officer, demo, institution);
  const url = await desk.openTheCase(officer, institution);
  const [photo] = await desk.readTheCase(officer, [STORY, WHEN]);
  const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');
  assert.equal(digest(photo.bytes), digest(await readFile(PHOTO)), `${institution.id} got the photo`);
  const shown = await main(officer);
  for (const other of both.filter((one) => one !== institution)) {
    assert.ok(!shown.includes(other.name) && !shown.includes(other.id), `${institution.id} does not read of ${other.id}`);
  }
  await desk.reply(officer, `Responde ${institution.id}.`, [ANSWER], `Motivo de ${institution.id}.`);
  return { officer, url, institution };
}

async function write(reporter, choose, text) {
  await reporter.go(new URL('/seguimiento/buzon', demo.window.url).href);
  await reporter.page.getByRole('radio', { name: choose }).check();
  await window.writeAgain(reporter, text);
}

async function walk(enter) {
  const reporter = await enter('window');
  const words = await tell(reporter);
  await window.confirmTwoWords(reporter, words);
  const [first, second] = [await answer(enter, both[0]), await answer(enter, both[1])];

  await window.openTheMailbox(reporter, demo, words);
  const sections = (await main(reporter)).split(both[1].name)[0];
  assert.ok(sections.includes(`Responde ${both[0].id}.`) && !sections.includes(`Responde ${both[1].id}.`), 'the first section is of the first');
  const mailbox = await main(reporter);
  for (const { id } of both) assert.ok(mailbox.includes(`Responde ${id}.`) && mailbox.includes(`Motivo de ${id}.`), `the mailbox shows what ${id} said`);
  assert.equal((await desk.saveAll(reporter)).length, 2, 'a file of each');

  await write(reporter, both[1].name, ONLY_ONE);
  await desk.textArrives(second.officer, second.institution, second.url, ONLY_ONE);
  await write(reporter, T.toBoth, TO_BOTH);
  await names(reporter, 'the page after sending to both');
  // What comes later is there, so what was sent before would be.
  for (const { officer, institution, url } of [first, second]) await desk.textArrives(officer, institution, url, TO_BOTH);
  assert.ok(!(await main(first.officer)).includes(ONLY_ONE), 'what was meant for one reached only that one');
  await window.leave(reporter, demo);
}

await withBrowser({ origins, out }, walk).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
