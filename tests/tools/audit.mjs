// What a page must hold for everybody: no violation of axe-core by day or by night, and with text at twice its size on
// a screen of 320 px no sideways scroll, and the quick way out always in sight.
//
// axe-core needs timers, which a page without scripts does not have: it reads a copy of the page, in a context of
// its own where scripts run.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const AXE = fileURLToPath(new URL('node_modules/axe-core/axe.min.js', import.meta.url));
const NARROW = { width: 320, height: 568 };
/** Text as people set it: in pixels, where 16 is usual. */
const LARGE = [24, 32];
const USUAL = 16;
/** Fingers need so much, in pixels. */
const FINGER = 44;

export class Auditor {
  /** An auditor at this browser. */
  static async begin(browser) {
    const context = await browser.newContext({ serviceWorkers: 'block', viewport: NARROW, reducedMotion: 'reduce' });
    const copy = await context.newPage();
    const auditor = new Auditor(copy, await context.newCDPSession(copy), await readFile(AXE, 'utf8'));
    await copy.route('**/*', (route) =>
      route.request().isNavigationRequest()
        ? route.fulfill({ body: auditor.body, contentType: 'text/html; charset=utf-8' })
        : route.continue(),
    );
    return auditor;
  }

  constructor(copy, devtools, axe) {
    Object.assign(this, { copy, devtools, axe, known: new Set() });
  }

  /** Everything that is wrong with the page as it stands. */
  async faults(page) {
    this.body = await page.content();
    await this.copy.goto(page.url());
    const built = await this.copy.evaluate(build);
    const isKnown = this.known.has(built);
    this.known.add(built);
    return [
      // What differs from a page before in nothing but its words has the same violations.
      ...(isKnown ? [] : await this.violations('light')),
      ...(isKnown ? [] : await this.violations('dark')),
      ...(await this.copy.evaluate(small, FINGER)),
      ...(await this.enlarged()),
    ];
  }

  async violations(colorScheme) {
    await this.copy.emulateMedia({ colorScheme });
    if (colorScheme === 'light') await this.copy.evaluate(this.axe);
    // By night only the colours are others.
    const only = colorScheme === 'light' ? undefined : { type: 'rule', values: ['color-contrast'] };
    const { violations } = await this.copy.evaluate(
      (runOnly) => globalThis.axe.run(document, { resultTypes: ['violations'], ...(runOnly && { runOnly }) }),
      only,
    );
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `axe ${colorScheme}: ${id}: ${node.html.slice(0, 160)}`));
  }

  async enlarged() {
    const faults = [];
    for (const standard of LARGE) {
      await this.enlarge(standard);
      const found = await this.copy.evaluate(inSight);
      faults.push(...found.map((fault) => `with text of ${standard} px: ${fault}`));
    }
    await this.enlarge(USUAL);
    return faults;
  }

  async enlarge(standard) {
    await this.devtools.send('Page.setFontSizes', { fontSizes: { standard, fixed: standard } });
  }
}

// Runs inside the page.
function inSight() {
  const faults = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1);
    faults.push(`${root.scrollWidth - root.clientWidth} px wider than the screen: ${wide.at(-1)?.outerHTML.slice(0, 160)}`);
  }
  const exit = document.querySelector('.exit');
  if (!exit) faults.push('there is no quick way out');
  for (const place of exit ? [0, root.scrollHeight] : []) {
    scrollTo(0, place);
    const { top, bottom, left, right } = exit.getBoundingClientRect();
    const isSeen = top >= 0 && left >= 0 && bottom <= innerHeight && right <= root.clientWidth;
    if (!isSeen) faults.push('the quick way out is out of sight');
    if (exit.scrollWidth > exit.clientWidth + 1) faults.push('the quick way out is cut off');
  }
  scrollTo(0, 0);
  return faults;
}

// Runs inside the page: what is pressed stands apart from the text around it and is large enough.
function small(finger) {
  const pressed = 'button, .button, summary, select, textarea, .choice, nav a, .files a, input:not([type=hidden], .choice *)';
  const faults = [];
  for (const one of document.querySelectorAll(pressed)) {
    const { height, width } = one.getBoundingClientRect();
    if (height > 0 && (height < finger || width < finger) && !one.closest('p, .talk p')) {
      faults.push(`too small to press (${Math.round(width)} × ${Math.round(height)} px): ${one.outerHTML.slice(0, 120)}`);
    }
  }
  return faults;
}

// Runs inside the page: its tags, with everything that is not a word.
function build() {
  const told = ['href', 'action', 'formaction', 'value', 'lang', 'hreflang', 'title', 'download', 'data-label', 'aria-label'];
  return [...document.querySelectorAll('body, body *')]
    .map((one) => one.localName + [...one.attributes].map(({ name, value }) => ` ${name}=${told.includes(name) ? value && '…' : value}`).join(''))
    .join('\n');
}
