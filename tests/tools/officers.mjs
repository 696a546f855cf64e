// From an invitation to a first sign-in at a desk, in a real browser without JavaScript:
//   node officers.mjs SITE.json PREFIX [OUTDIR] [--all-variants]
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { VARIANTS, withBrowser } from './browser.mjs';

const [file, prefix, ...rest] = process.argv.slice(2);
const out = rest.find((argument) => !argument.startsWith('--'));
const variants = rest.includes('--all-variants') ? VARIANTS : VARIANTS.slice(0, 1);
const site = JSON.parse(await readFile(file, 'utf8'));
const at = (path) => site.origin + (prefix === '/' ? '' : prefix) + path;

/** The six digits of RFC 6238 that a telephone shows which was given these letters. */
function digits(letters) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...letters.replaceAll(' ', '')].map((one) => alphabet.indexOf(one).toString(2).padStart(5, '0')).join('');
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(site.now / 30)));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const place = mac.at(-1) & 15;
  return String((mac.readUInt32BE(place) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

class Person {
  constructor(visitor) {
    this.visitor = visitor;
    this.page = visitor.page;
  }

  async open(name, path, status = 200) {
    await this.visitor.go(at(path), status);
    await this.visitor.look(name);
  }

  async fill(fields) {
    for (const [name, value] of Object.entries(fields)) await this.page.locator(`main [name=${name}]:not([type=hidden])`).first().fill(value);
  }

  async press(name, selector, status = 200) {
    await this.visitor.press(this.page.locator(selector).first(), status);
    await this.visitor.look(name);
  }

  async enter(name, passphrase) {
    await this.open('sign-in', '/entrar');
    await this.fill({ name, passphrase });
    await this.press('second-factor', 'main button');
  }

  /** Types the letters into the telephone, and what it shows into the page. */
  async setUp() {
    await this.fill({ code: '000000' });
    await this.press('second-factor-wrong', 'main button', 422);
    await this.fill({ code: digits(await this.page.locator('#letters').innerText()) });
    await this.press('codes', 'main button');
    assert.equal(await this.page.locator('#codes li').count(), 10);
    await this.press('inside', 'main button');
  }
}

async function walk(enter) {
  const admin = new Person(await enter('administrator'));
  await admin.enter(site.admin.name, site.admin.passphrase);
  await admin.setUp();
  assert.ok(admin.page.url().endsWith('/personas'));
  await admin.page.locator('summary').first().click();
  await admin.visitor.look('people-open');
  await admin.fill({ name: 'a b' });
  await admin.press('people-wrong', 'form[action$=invitar] button', 422);
  await admin.fill({ name: 'luz.prueba' });
  await admin.page.locator('form[action$=invitar] [value=officer]').check();
  await admin.press('link', 'form[action$=invitar] button');
  const link = new URL(await admin.page.locator('#link').inputValue());
  await admin.open('people-invited', '/personas');

  const luz = new Person(await enter('invited'));
  await luz.open('invitation', link.pathname);
  await luz.fill({ passphrase: 'corta', again: 'corta' });
  await luz.press('invitation-weak', 'main button', 422);
  await luz.fill({ passphrase: site.passphrase, again: site.passphrase });
  await luz.press('invitation-accepted', 'main button');
  await luz.open('invitation-gone', link.pathname, 410);
  await luz.enter('luz.prueba', site.passphrase);
  await luz.setUp();
  assert.ok(luz.page.url().endsWith('/desbloquear'));
  await luz.open('account', '/mi-cuenta');
  await luz.open('not-yours', '/personas', 403);

  await admin.open('people-two', '/personas');
  await admin.page.locator('section', { has: admin.page.locator('[id="luz.prueba"]') }).locator('summary').click();
  await admin.press('people-suspended', 'section:has([id="luz.prueba"]) [value=disable]');
  await luz.open('signed-out', '/mi-cuenta');
  assert.ok(luz.page.url().endsWith('/entrar'));
}

await withBrowser({ origins: [site.origin], out, variants }, walk).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
