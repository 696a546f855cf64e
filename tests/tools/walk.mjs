// Somebody who walks through the window in one language, by the marks that all languages share.

const NEXT = '#paso button:not([formaction])';
/** What is an offence and a crime, in the state 20. */
export const BOTH = { level: 'ESTATAL', state: '20', situation: 'pidio_dinero' };

export class Walk {
  constructor(visitor, site, prefix) {
    Object.assign(this, { visitor, site, prefix });
  }

  get page() {
    return this.visitor.page;
  }

  /** Opens an address and looks at it. */
  async open(name, path, status = 200) {
    await this.visitor.go(this.site.origin + this.prefix + path, status);
    await this.look(name);
  }

  /** Presses the first button that is meant and looks at what comes. */
  async press(name, selector, status = 200) {
    await this.visitor.press(this.page.locator(selector).first(), status);
    await this.look(name);
  }

  async look(name) {
    await this.visitor.look(name);
  }

  /** Goes on to the next step. */
  async next(status = 200) {
    await this.visitor.press(this.page.locator(NEXT).first(), status);
  }

  /** Unfolds all that is folded. */
  async unfold() {
    await this.page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
  }

  /** Answers what the page asks of these. */
  async answer(answers) {
    await this.unfold();
    for (const [name, value] of Object.entries(answers)) {
      for (const one of [value].flat()) {
        const field = this.page.locator(`[name=${name}]:not([type=hidden])`);
        if ((await field.count()) === 0) continue;
        if ((await field.first().evaluate((found) => found.tagName)) === 'SELECT') await field.selectOption(one);
        else await this.page.locator(`[name=${name}][value="${one}"]`).check();
      }
    }
  }

  /** From the first step to the page that says who will read it, or whatever comes in its place. */
  async toTheReader(answers) {
    await this.visitor.go(`${this.site.origin}${this.prefix}/denunciar`);
    for (let step = 0; step < 3; step += 1) {
      await this.answer(answers);
      await this.next();
    }
  }

  /** From the first step to the review of a story. */
  async toTheReview(story) {
    await this.toTheReader(BOTH);
    await this.next();
    await this.page.locator('#story').fill(story);
    await this.next();
  }

  /** Puts something else into a field that nobody sees. */
  async forge(name, value) {
    await this.page.locator(`#paso [name=${name}]`).first().evaluate((field, forged) => (field.value = forged), value);
  }
}
