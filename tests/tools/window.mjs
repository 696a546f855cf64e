// What a reporter does at the window.
import assert from 'node:assert/strict';
import { WINDOW as T } from './texts.mjs';

/** Answers the steps up to the page that says who will read it, and gives that institution. */
export async function answerTheSteps(visitor, demo) {
  const { page } = visitor;
  await visitor.go(new URL(T.paths.home, demo.window.url).href);
  await visitor.look('home');
  await visitor.press(page.getByRole('link', { name: T.start }).first());
  const left = [...T.answers];
  for (let step = 1; step <= 8; step += 1) {
    const heading = await page.getByRole('heading', { level: 1 }).innerText();
    if (T.reader.test(heading)) {
      await visitor.look('reader');
      return theReader(page, demo);
    }
    await answerWhatIsAsked(page, left);
    await visitor.look(`step-${step}`);
    await visitor.press(page.getByRole('button', { name: T.next }));
  }
  throw new Error('eight steps and no page that says who will read it');
}

async function answerWhatIsAsked(page, left) {
  for (const answer of [...left]) {
    const field = fieldOf(page, answer);
    if (!(await field.isVisible())) continue;
    if (answer.unfold) await field.click();
    else if (answer.choose) await field.check();
    else if (answer.option) await field.selectOption({ label: answer.option });
    else await field.fill(answer.text);
    left.splice(left.indexOf(answer), 1);
  }
}

function fieldOf(page, answer) {
  if (answer.unfold) return page.locator('summary', { hasText: answer.unfold });
  if (answer.pick) return page.getByRole('combobox', { name: answer.pick }).first();
  if (answer.type) return page.getByRole('textbox', { name: answer.type }).first();
  const place = answer.among ? page.getByRole('group', { name: answer.among }) : page;
  return place.getByRole('radio', { name: answer.choose }).or(place.getByRole('checkbox', { name: answer.choose })).first();
}

// The first institution that the page names is the reader; those passed over stand below.
async function theReader(page, demo) {
  const text = await page.getByRole('main').innerText();
  const named = demo.institutions.filter((institution) => text.includes(institution.name));
  if (named.length === 0) throw new Error('the page names no institution of the demonstration');
  // Where there are two, one is enough here: twin.mjs walks with both.
  const ways = page.locator('[name=only]');
  if (await ways.count()) await ways.nth(1).check();
  return named.reduce((first, one) => (text.indexOf(one.name) < text.indexOf(first.name) ? one : first));
}

/** Writes the story, reviews it, attaches the files, sends all, and gives the nine words of the code. */
export async function tellAndSend(visitor, { story, when, files }) {
  const { page } = visitor;
  await visitor.press(page.getByRole('button', { name: T.next }));
  await page.getByRole('textbox', { name: T.story }).fill(story);
  await page.getByText(T.more).click();
  await page.getByRole('textbox', { name: T.when }).fill(when);
  await visitor.look('story');
  await visitor.press(page.getByRole('button', { name: T.next }));
  const review = await page.getByRole('main').innerText();
  for (const text of [story, when]) assert.ok(review.includes(text), `the review shows: ${text}`);
  await page.getByLabel(T.attach).setInputFiles(files);
  await visitor.look('review');
  await visitor.press(page.getByRole('button', { name: T.send }));
  const words = await page.getByRole('region', { name: T.code }).getByRole('listitem').allInnerTexts();
  await visitor.look('receipt');
  assert.equal(words.length, 9, `nine words, not: ${words.join(' ')}`);
  const kept = words.map((word) => word.replace(/[^\p{Letter}]/gu, ''));
  assert.deepEqual(await visitor.context.cookies(), [], 'no cookie before the mailbox');
  return kept;
}

/** Gives back the words that the receipt asks for. */
export async function confirmTwoWords(visitor, words) {
  const { page } = visitor;
  const fields = page.getByRole('textbox', { name: T.confirmWord });
  assert.equal(await fields.count(), 2, 'the receipt asks for two words');
  for (const field of await fields.all()) {
    const label = await field.evaluate((one) => one.labels[0].textContent);
    await field.fill(words[Number(label.match(T.confirmWord)[1]) - 1]);
  }
  await visitor.press(page.getByRole('button', { name: T.confirm }));
  await visitor.look('confirmed');
}

/** Enters the code and opens the mailbox. */
export async function openTheMailbox(visitor, demo, words) {
  const { page } = visitor;
  await visitor.go(new URL(T.paths.mailbox, demo.window.url).href);
  await visitor.look('code');
  await page.getByRole('textbox', { name: T.codeField }).fill(words.join(' '));
  await visitor.press(page.getByRole('button', { name: T.open }));
  await visitor.look('mailbox');
}

/** Sends further text from the open mailbox. */
export async function writeAgain(visitor, text) {
  const { page } = visitor;
  await page.getByRole('textbox', { name: T.write }).fill(text);
  await visitor.press(page.getByRole('button', { name: T.writeSend }));
  await visitor.look('written-again');
}

/** Closes the mailbox; what was shown there can no longer be reached with the cookie. */
export async function leave(visitor, demo) {
  const { page } = visitor;
  await visitor.press(page.getByRole('button', { name: T.signOut }));
  await visitor.go(new URL(T.paths.mailbox, demo.window.url).href);
  await page.getByRole('textbox', { name: T.codeField }).waitFor();
}
