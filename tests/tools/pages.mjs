// Every page of the window that a person can come to, as a frightened one does, in a real browser without JavaScript:
//   node pages.mjs SITE.json PREFIX [OUTDIR] [--all-variants]
// PREFIX is a language's (`/en`) or a lone `/` for the first. SITE.json names the origin and what was prepared there.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { VARIANTS, withBrowser } from './browser.mjs';
import { badInput } from './mistakes.mjs';
import { Walk } from './walk.mjs';

const [file, prefix, ...rest] = process.argv.slice(2);
const out = rest.find((argument) => !argument.startsWith('--'));
const variants = rest.includes('--all-variants') ? VARIANTS : VARIANTS.slice(0, 1);
if (!file || !prefix) {
  process.stderr.write('use: node pages.mjs SITE.json PREFIX [OUTDIR] [--all-variants]\n');
  process.exit(2);
}
const site = JSON.parse(await readFile(file, 'utf8'));

const APPLY = 'details:has([name=accused_at]) [formaction$="/denunciar/lectura"]';

async function addresses(walk) {
  const pages = { home: '/', help: '/ayuda', institutions: '/instituciones', rules: '/instituciones/reglas?nivel=ESTATAL', data: '/datos/', code: '/seguimiento', where: '/denunciar' };
  for (const [name, path] of Object.entries(pages)) await walk.open(name, path);
}

async function filing(walk) {
  await walk.open('where', '/denunciar');
  await walk.answer({ level: 'MUNICIPAL', state: '20' });
  await walk.press('body-municipal', '#paso button:not([formaction])');
  await walk.press('where-again', '[formaction$="/denunciar"]');
  await walk.answer({ level: 'ESTATAL', state: '20' });
  await walk.press('body', '#paso button:not([formaction])');
  await walk.page.locator('#ente_name').fill('obras');
  await walk.press('body-found', '[formaction$="/denunciar/lugar"]');
  await walk.page.locator('[name=ente]').first().check();
  await walk.press('acts', '#paso button:not([formaction])');
  await walk.answer({ situation: ['pidio_dinero', 'contrato_arreglado'] });
  await walk.look('acts-unfolded');
  await walk.press('reader', '#paso button:not([formaction])');
  await walk.unfold();
  await walk.look('reader-unfolded');
  for (const one of await walk.page.locator('input[name=accused_at]').all()) await one.check();
  await walk.press('nobody-left', APPLY);
  await walk.page.locator('input[name=accused_at]').first().uncheck();
  await walk.press('reader-again', APPLY);
  await walk.press('story', '#paso button:not([formaction])');
  await walk.unfold();
  await walk.look('story-unfolded');
  await walk.page.locator('#story').fill(`${site.story}\u200b`);
  await walk.page.locator('#when').fill('2026');
  await walk.press('review', '#paso button:not([formaction])');
  await walk.unfold();
  await walk.look('review-unfolded');
  await walk.page.locator('#archivo').setInputFiles([{ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('prueba') }]);
  await walk.press('receipt', '#paso button:not([formaction])');
  const words = await walk.page.locator('.words li').allInnerTexts();
  await onPaper(walk, words);
  await walk.page.locator('#primera').fill('zzzz');
  await walk.press('receipt-mismatch', 'form[action$="/recibo"] button', 422);
  for (const field of await walk.page.locator('form[action$="/recibo"] input[type=text]').all()) {
    const label = await field.evaluate((one) => one.labels[0].textContent);
    await field.fill(words[Number(label.match(/\d/)[0]) - 1]);
  }
  await walk.press('confirmed', 'form[action$="/recibo"] button');
}

// Paper that is found at home must not tell what the words are for.
async function onPaper(walk, words) {
  await walk.page.emulateMedia({ media: 'print' });
  const [line, ...printed] = (await walk.page.locator('body').innerText()).split('\n').filter((one) => one.trim());
  assert.deepEqual(printed, words, 'the paper shows the nine words and no more');
  for (const said of [line, await walk.page.title()]) assert.doesNotMatch(said, /ventanilla|denunci|report|corrup|instituci|c[oó]digo|code/i);
  await walk.page.emulateMedia({ media: null });
}

async function returning(walk) {
  for (const [name, code] of Object.entries(site.codes)) {
    await walk.open('code', '/seguimiento');
    await walk.page.locator('#code').fill(code);
    await walk.press(`mailbox-${name}`, 'form[action$="/seguimiento"] button');
  }
  await walk.press('message-missing', '#paso button', 422);
  await walk.page.locator('#text').fill('Una cosa más.');
  await walk.press('sent', '#paso button');
  await walk.press('signed-out', 'form[action$="/cerrar"] button');
  await walk.open('sign-in-again', '/seguimiento/buzon', 403);
}

await withBrowser({ origins: [site.origin], out, variants, audit: !out }, async (enter) => {
  const visitor = await enter(prefix === '/' ? 'es' : 'en');
  const walk = new Walk(visitor, site, prefix === '/' ? '' : prefix);
  for (const part of [addresses, filing, returning, badInput]) await part(walk);
}).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
