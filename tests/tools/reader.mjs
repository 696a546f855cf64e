// Who reads a report, as people with a telephone find out, in a real browser without JavaScript:
//   node reader.mjs SITE.json [OUTDIR]
// Somebody who knows no more than "my municipality" and "they asked me for money" is at the right institution on the
// fourth page at the latest; whoever accuses the control body itself is sent past it and told why.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { VARIANTS, withBrowser } from './browser.mjs';

const [file, out] = process.argv.slice(2);
const site = JSON.parse(await readFile(file, 'utf8'));
const NEXT = '#paso .actions button:not([formaction])';
const APPLY = 'details:has([name=accused_at]) button';

/** Counts the pages on the way to the one that names a reader. */
async function walk(visitor, name, beside = async () => {}) {
  const { page } = visitor;
  let pages = 1;
  const next = async () => {
    await visitor.look(`${name}-${pages}`);
    await visitor.press(page.locator(NEXT));
    pages += 1;
  };
  await visitor.go(`${site.origin}/denunciar`);
  await page.getByText('Municipio o alcaldía').click();
  await page.getByLabel('¿En qué estado pasó?').selectOption({ label: 'Oaxaca' });
  await next();
  await page.getByLabel('Municipio o alcaldía').selectOption({ label: 'Oaxaca de Juárez' });
  await next();
  await page.getByText('Dinero y regalos').click();
  await page.getByText('Alguien del gobierno pidió o recibió dinero').click();
  await beside(page);
  await next();
  await visitor.look(`${name}-${pages}`);
  return pages;
}

// Where there are two, the first.
const reader = async (page) => (await page.locator('#paso [name=reader]').inputValue()).split(' ')[0];
const says = async (page, text) => assert.ok((await page.getByRole('main').innerText()).includes(text), `the page says: ${text}`);

async function aBribeInTheMunicipality(visitor) {
  const { page } = visitor;
  const pages = await walk(visitor, 'bribe');
  assert.ok(pages <= 4, `${pages} pages`);
  assert.equal(await reader(page), site.readers.municipal);
  await says(page, 'Es de alguien que trabaja en el municipio');
  assert.equal(new URL(page.url()).search, '', 'nothing is in the address');
}

async function theHeadOfTheControlBody(visitor) {
  const { page } = visitor;
  await walk(visitor, 'head', async () => {
    await page.getByText('trabaja en una contraloría').click();
    await page.getByText('Quien dirige la contraloría').click();
  });
  assert.equal(await reader(page), site.readers.state);
  await says(page, 'dirige el órgano de control, así que no la recibe ese órgano');
}

async function somebodyWhoWorksThere(visitor) {
  const { page } = visitor;
  await walk(visitor, 'inside');
  await page.getByText('¿La persona que denuncias trabaja o manda en alguna?').click();
  await page.locator(`[name=accused_at][value=${site.readers.municipal}]`).check();
  await visitor.press(page.locator(APPLY));
  await visitor.look('inside-5');
  assert.equal(await reader(page), site.readers.state);
  await says(page, 'la persona que denuncias trabaja o manda ahí, según lo que contestaste');
}

await withBrowser({ origins: [site.origin], out, variants: VARIANTS }, async (enter) => {
  await aBribeInTheMunicipality(await enter('municipality'));
  await theHeadOfTheControlBody(await enter('control'));
  await somebodyWhoWorksThere(await enter('colleague'));
}).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
