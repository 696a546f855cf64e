// What an officer does at an institution's desk.
import assert from 'node:assert/strict';
import { DESK as T } from './texts.mjs';

/** Signs in and unlocks the institution's key. */
export async function openTheDesk(visitor, demo, institution) {
  const { page } = visitor;
  await visitor.go(institution.desk_url);
  await visitor.look('sign-in');
  await page.getByRole('textbox', { name: T.name }).fill(demo.officer.name);
  await page.getByLabel(T.passphrase).fill(demo.officer.passphrase);
  await visitor.press(page.getByRole('button', { name: T.signIn }));
  await page.getByRole('button', { name: T.unlock }).waitFor();
  await visitor.look('locked');
  await page.getByLabel(T.passphrase).fill(demo.officer.passphrase);
  await visitor.press(page.getByRole('button', { name: T.unlock }));
  await visitor.look('inbox');
}

/** Opens the newest case, which may take a few pulls to arrive. */
export async function openTheCase(visitor, institution) {
  const { page } = visitor;
  const link = page.getByRole('main').getByRole('link', { name: T.caseLink }).first();
  await arrives(visitor, institution, institution.desk_url, async () => link.isVisible());
  await visitor.look('inbox-with-a-case');
  await visitor.press(link);
  await visitor.look('case');
  return page.url();
}

/** Waits until a text stands on a page of the desk. */
export async function textArrives(visitor, institution, url, text) {
  await arrives(visitor, institution, url, async () => (await visitor.page.getByRole('main').innerText()).includes(text));
  await visitor.look('case-followed-up');
}

// Asks the desk to fetch its queue, then looks again.
async function arrives(visitor, institution, url, isThere) {
  const { page } = visitor;
  for (let attempt = 0; attempt < 30; attempt += 1) {
    await visitor.go(url);
    if (await isThere()) return;
    await page.waitForTimeout(500);
    await visitor.go(institution.desk_url);
    await visitor.press(page.getByRole('button', { name: T.refresh }));
  }
  throw new Error(`nothing new at the desk after 30 looks at ${url}`);
}

/** Checks that all that was told is there, and saves every attachment. */
export async function readTheCase(visitor, told) {
  const shown = await visitor.page.getByRole('main').innerText();
  for (const text of told) assert.ok(shown.includes(text), `the case shows: ${text}`);
  return saveAll(visitor);
}

/** Saves every file that a page offers. */
export async function saveAll(visitor) {
  const files = [];
  const { page } = visitor;
  const offers = page.getByRole('main').getByRole('link', { name: T.file });
  for (const offer of await offers.all()) files.push(await visitor.download(offer));
  return files;
}

/** Answers with a text, a file, and a status with its reason. */
export async function reply(visitor, text, files, reason) {
  const { page } = visitor;
  await page.getByRole('textbox', { name: T.reply }).fill(text);
  await page.getByLabel(T.attach).setInputFiles(files);
  const status = page.getByRole('combobox', { name: T.status });
  const options = await status.getByRole('option').allInnerTexts();
  await status.selectOption({ label: options.find((option) => T.statusOption.test(option)) });
  await page.getByRole('textbox', { name: T.reason }).fill(reason);
  await visitor.look('reply');
  await visitor.press(page.getByRole('button', { name: T.send }));
  await visitor.look('replied');
}

/** Puts the key away: the case can no longer be read. */
export async function lock(visitor, url, story) {
  const { page } = visitor;
  await visitor.press(page.getByRole('button', { name: T.lock }).first());
  await visitor.look('locked-again');
  await visitor.go(url);
  assert.ok(!(await page.getByRole('main').innerText()).includes(story), 'a locked desk shows no story');
}
