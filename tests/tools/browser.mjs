// A real browser as a careful person has it: no JavaScript, a narrow screen, a profile of its own that is gone
// afterwards. Whatever a page must never do (call another origin, break its own policy, answer with an error,
// carry a script, scroll sideways on a telephone) is a fault, and a run with a fault fails.
import { chromium } from 'playwright-core';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Auditor } from './audit.mjs';

export const PHONE = { width: 360, height: 740 };
export const LAPTOP = { width: 1280, height: 800 };

/** How a page is photographed: on a telephone and on a laptop, by day and by night. */
export const VARIANTS = [
  { name: '360-light', viewport: PHONE, scheme: 'light' },
  { name: '360-dark', viewport: PHONE, scheme: 'dark' },
  { name: '1280-light', viewport: LAPTOP, scheme: 'light' },
  { name: '1280-dark', viewport: LAPTOP, scheme: 'dark' },
];

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/** What went wrong in the pages, whatever the script that drives them looked at. */
export class Faults {
  constructor(origins) {
    this.origins = new Set(origins.map((origin) => new URL(origin).origin));
    this.list = [];
    this.expected = 200;
  }

  add(text) {
    if (!this.list.includes(text)) this.list.push(text);
  }

  /** Listens to everything that a browser context does. */
  watch(context) {
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (['data:', 'blob:', 'about:'].includes(url.protocol)) return;
      if (!this.origins.has(url.origin)) this.add(`request to a foreign origin: ${url.origin}`);
    });
    context.on('response', (response) => {
      const isPage = response.request().isNavigationRequest();
      if (isPage && response.status() !== this.expected && response.status() !== 303) {
        this.add(`answer ${response.status()} instead of ${this.expected} from ${new URL(response.url()).pathname}`);
      } else if (!isPage && response.status() >= 400) this.add(`answer ${response.status()} from ${new URL(response.url()).pathname}`);
    });
    context.on('console', (message) => {
      const isExpected = this.expected >= 400 && message.text().includes(`status of ${this.expected} `);
      if (['error', 'warning'].includes(message.type()) && !isExpected) this.add(`console: ${message.text()}`);
    });
    context.on('weberror', (error) => this.add(`error in a page: ${error.error().message}`));
  }

  /** Throws when there was any fault. */
  assertNone() {
    if (this.list.length > 0) throw new Error(`faults:\n  ${this.list.join('\n  ')}`);
  }
}

/** One person at one browser: cookies and pages of their own. */
export class Visitor {
  constructor(context, page, faults, out, variants, auditor) {
    Object.assign(this, { context, page, faults, out, variants, auditor, pictures: 0 });
  }

  /** Goes to an address, which answers with that status. */
  async go(url, status = 200) {
    this.faults.expected = status;
    await this.page.goto(url);
  }

  /** Follows a link or presses a button, and returns when the next page has come whole, with that status. */
  async press(locator, status = 200) {
    this.faults.expected = status;
    await Promise.all([this.page.waitForEvent('load'), locator.click()]);
  }

  /** Checks what every page must hold, and keeps a picture of it when pictures are wanted. */
  async look(name) {
    for (const fault of await this.page.evaluate(inspect)) this.faults.add(`${name}: ${fault}`);
    for (const fault of (await this.auditor?.faults(this.page)) ?? []) this.faults.add(`${name}: ${fault}`);
    if (!this.out) return;
    this.pictures += 1;
    const number = String(this.pictures).padStart(2, '0');
    await photograph(this.page, this.out, `${this.label}-${number}-${name}`, this.variants);
  }

  /** Follows what saves a file and gives the bytes and the name under which they would be saved. */
  async download(locator) {
    const [download] = await Promise.all([this.page.waitForEvent('download'), locator.click()]);
    const bytes = await readFile(await download.path());
    await download.delete();
    return { name: download.suggestedFilename(), bytes };
  }
}

/**
 * Starts Chromium, hands `enter(label)` to `body` for as many visitors as it wants, and closes everything.
 * Fails when `body` fails or any page had a fault; then the last page of each visitor is kept in `out`. With `audit`
 * every page is looked at as `audit.mjs` says.
 */
export async function withBrowser({ origins, out, variants = VARIANTS.slice(0, 1), audit = false }, body) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    chromiumSandbox: false,
    args: FLAGS,
  });
  const faults = new Faults(origins);
  const visitors = [];
  const auditor = audit ? await Auditor.begin(browser) : undefined;
  const enter = async (label) => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      serviceWorkers: 'block',
      viewport: PHONE,
      locale: 'es-MX',
      colorScheme: 'light',
    });
    context.setDefaultTimeout(20_000);
    faults.watch(context);
    const visitor = new Visitor(context, await context.newPage(), faults, out, variants, auditor);
    visitor.label = label;
    visitors.push(visitor);
    return visitor;
  };
  try {
    await body(enter);
    faults.assertNone();
  } catch (error) {
    await tellWhereTheyAre(visitors, out);
    if (faults.list.length > 0) process.stderr.write(`faults so far:\n  ${faults.list.join('\n  ')}\n`);
    throw error;
  } finally {
    await browser.close();
  }
}

/** Pictures of the page as it stands, in each variant; the page is left as it was. */
export async function photograph(page, out, name, variants) {
  await mkdir(out, { recursive: true });
  for (const variant of variants) {
    await page.setViewportSize(variant.viewport);
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: variant.scheme });
    // What sticks to the top belongs to the top of the picture.
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: path.join(out, `${name}-${variant.name}.png`), fullPage: true });
  }
  await page.setViewportSize(PHONE);
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
}

async function tellWhereTheyAre(visitors, out) {
  for (const { label, page } of visitors) {
    const text = await page.locator('body').innerText().catch(() => '(no page)');
    process.stderr.write(`\n${label} is at ${page.url()} and sees:\n${text.slice(0, 3000)}\n\n`);
    if (out) await photograph(page, out, `failure-${label}`, VARIANTS.slice(0, 1)).catch(() => {});
  }
}

// Runs inside the page, by the debugger: the page's own scripts stay off.
function inspect() {
  const faults = [];
  const all = [...document.querySelectorAll('*')];
  if (document.scripts.length > 0) faults.push('a script element');
  if (all.some((one) => one.getAttribute('style'))) faults.push('an inline style');
  if (all.some((one) => one.getAttributeNames().some((name) => name.startsWith('on')))) faults.push('an event handler');
  if (!document.documentElement.lang) faults.push('no language');
  if (!document.title.trim()) faults.push('no title');
  const headings = document.querySelectorAll('h1').length;
  if (headings !== 1) faults.push(`${headings} first-level headings`);
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) faults.push(`${wide} px wider than the screen`);
  for (const field of document.querySelectorAll('input:not([type=hidden]), select, textarea')) {
    const named = field.labels?.length > 0 || field.hasAttribute('aria-label') || field.hasAttribute('aria-labelledby');
    if (!named && !['submit', 'button'].includes(field.type)) faults.push(`a field without a label: ${field.name}`);
  }
  return faults;
}
