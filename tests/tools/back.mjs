// What the browser's own buttons do, without JavaScript and with pages that nobody may keep:
//   node back.mjs SITE.json
// Back and Reload show what was sent, or ask before they send it again; what was written is never further than
// Forward. The page's own buttons keep everything, whatever step they lead to.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { withBrowser } from './browser.mjs';
import { Walk } from './walk.mjs';

const site = JSON.parse(await readFile(process.argv[2], 'utf8'));
const NEXT = '#paso button:not([formaction])';
const TOLD = { level: 'ESTATAL', state: '20', branch: 'EJECUTIVO', ente: 'ej-20-obras', situation: ['pidio_dinero', 'contrato_arreglado'] };
const FACTS = Object.fromEntries(['who', 'when', 'place', 'amount', 'contract', 'witnesses', 'source'].map((name) => [name, `${name} ñ`]));

/** Every answer that the form on the page would send now, by name. */
const answers = (page) =>
  page.locator('#paso').evaluate((form) => {
    const found = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value === 'string' && value) (found[name] ??= []).push(value);
    }
    for (const one of ['token', 'reader', 'directory', 'catalogue', 'recipients']) delete found[one];
    return found;
  });

/** The browser asks before it sends a form again: the page is not there until the answer is yes. */
async function asks(page, button) {
  await assert.rejects(button(page), /ERR_CACHE_MISS/, 'the browser asks');
  await page.waitForURL('chrome-error://chromewebdata/');
  await page.reload();
}

async function fill(walk, fields) {
  for (const [name, value] of Object.entries(fields)) await walk.page.locator(`[name=${name}]`).fill(value);
}

const press = (walk, selector = NEXT) => walk.visitor.press(walk.page.locator(selector).first());

/** From the first step, with an office that is looked for, to the page that says who will read it. */
async function toTheReader(walk) {
  await walk.visitor.go(`${site.origin}/denunciar`);
  await walk.answer(TOLD);
  await press(walk);
  await fill(walk, { ente_name: 'obras' });
  for (let step = 0; step < 3; step += 1) {
    await walk.answer(TOLD);
    await press(walk);
  }
}

async function ownButtons(walk) {
  const { page } = walk;
  await toTheReader(walk);
  await walk.unfold();
  await page.locator('[name=only]').nth(2).check();
  await press(walk);
  await walk.unfold();
  await fill(walk, { story: site.story, ...FACTS });
  await press(walk);
  const told = await answers(page);
  assert.equal(Object.keys(told).length, 16, `everything was told: ${Object.keys(told)}`);
  for (const step of ['relato', 'lectura', 'hechos', 'lugar', '']) {
    await press(walk, `.actions [formaction$="/denunciar${step && `/${step}`}"]`);
    assert.deepEqual(await answers(page), told, `back to /denunciar/${step} with everything`);
  }
  for (let step = 0; step < 5; step += 1) await press(walk);
  assert.deepEqual(await answers(page), told, 'and on again to the review');
}

async function browsersButtons(walk) {
  const { page } = walk;
  const [back, forward] = [(one) => one.goBack(), (one) => one.goForward()];
  await walk.visitor.go(`${site.origin}/denunciar`);
  await walk.answer(TOLD);
  await press(walk);
  const where = await answers(page);
  await page.goBack();
  assert.equal(await page.locator('#own-buttons').isVisible(), true, 'the first step says where the answers are');
  await asks(page, forward);
  assert.deepEqual(await answers(page), where, 'the answers are one step forward');
  await page.reload();
  assert.deepEqual(await answers(page), where, 'reloading keeps them');
  await press(walk);
  await walk.answer(TOLD);
  await press(walk);
  await press(walk);
  await page.locator('#story').fill(site.story);
  await press(walk);
  const told = await answers(page);
  assert.equal(told.story[0], site.story);
  await asks(page, back);
  assert.equal(await page.locator('#own-buttons').isVisible(), true, 'the story says where the text is');
  await asks(page, forward);
  assert.deepEqual(await answers(page), told, 'the story is one step forward');
  await press(walk);
  const words = () => page.locator('.words li').allInnerTexts();
  const code = await words();
  assert.equal(code.length, 9);
  await page.reload();
  assert.deepEqual(await words(), code, 'a reloaded receipt shows the same code');
  await asks(page, back);
  assert.deepEqual(await answers(page), told, 'behind the receipt the review still has everything');
  await asks(page, forward);
  assert.deepEqual(await words(), code, 'and the receipt is still there');
}

await withBrowser({ origins: [site.origin] }, async (enter) => {
  const walk = new Walk(await enter('reporter'), site, '');
  await ownButtons(walk);
  await browsersButtons(walk);
}).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
