// Everything that can be entered wrongly or go wrong on the way, and the page that is shown for it.
import assert from 'node:assert/strict';
import { BOTH } from './walk.mjs';

const NEXT = '#paso button:not([formaction])';
const OPEN = 'form[action$="/seguimiento"] button';

/** Each mistake: its page says what to do, and what was written is still there. */
export async function badInput(walk) {
  await codes(walk);
  await places(walk);
  await stories(walk);
  await sendings(walk);
  await messages(walk);
  await odd(walk);
}

async function codes(walk) {
  const right = Object.values(walk.site.codes)[0].split(' ');
  const mistakes = {
    'code-empty': '',
    'code-count': right.slice(1).join(' '),
    'code-mistyped': [right[0][0] + right[0], ...right.slice(1)].join(' '),
    'code-odd-word': ['xyzxyz', ...right.slice(1)].join(' '),
    'code-swapped': [right[1], right[0], ...right.slice(2)].join(' '),
    'code-illegible': ['?', '?', ...right.slice(2)].join(' '),
    'code-unknown': walk.site.unknown,
  };
  for (const [name, typed] of Object.entries(mistakes)) {
    await walk.visitor.go(`${walk.site.origin}${walk.prefix}/seguimiento`);
    await walk.page.locator('#code').fill(typed);
    await walk.press(name, OPEN, 422);
    assert.equal(await walk.page.locator('#code').inputValue(), typed, `${name}: what was typed is still there`);
    if (name !== 'code-mistyped') continue;
    const said = await walk.page.locator('#code-error').innerText();
    assert.ok(said.includes(right[0]), `the nearest word is offered: ${said}`);
  }
}

async function places(walk) {
  await walk.visitor.go(`${walk.site.origin}${walk.prefix}/denunciar`);
  await walk.press('where-empty', NEXT, 422);
  await walk.answer({ level: 'ESTATAL', state: '31' });
  await walk.next();
  await walk.page.locator('#ente_name').fill('zzz');
  await walk.press('ente-unknown', NEXT);
  await walk.next();
  await walk.press('acts-empty', NEXT, 422);
  await walk.answer({ situation: 'pidio_dinero' });
  await walk.press('nobody', NEXT);
  await walk.press('where-again', '#paso .actions button');
  for (let step = 0; step < 2; step += 1) await walk.next();
  await walk.answer({ situation: 'laboral' });
  await walk.page.locator('[name=situation][value=pidio_dinero]').uncheck();
  await walk.press('referral', NEXT);
}

async function stories(walk) {
  await walk.toTheReader(BOTH);
  await walk.next();
  await walk.press('story-empty', NEXT, 422);
  const long = 'ñ'.repeat(walk.site.limits.story + 12);
  await walk.page.locator('#story').fill(long);
  await walk.press('story-too-long', NEXT, 422);
  assert.equal(await walk.page.locator('#story').inputValue(), long, 'the long story is still there');
  assert.match(await walk.page.locator('#story-error').innerText(), /\b12\b/, 'it says by how much');
}

async function sendings(walk) {
  const file = (bytes, number = 1) => ({ name: `${number}.bin`, mimeType: 'application/octet-stream', buffer: Buffer.alloc(bytes) });
  const { story, limits } = walk.site;
  await walk.toTheReview(story);
  const send = async (name, files, status) => {
    await walk.page.locator('#archivo').setInputFiles(files);
    await walk.press(name, NEXT, status);
    assert.equal(await walk.page.locator('#paso [name=story]').inputValue(), story, `${name}: the story is still there`);
  };
  await send('files-thirty', Array.from({ length: 30 }, (_, number) => file(9, number)), 413);
  await send('files-one-too-large', [file(9), file(limits.file + 1, 2)], 413);
  await send('files-too-much', [file(limits.file), file(limits.file, 2)], 413);
  await walk.forge('token', 'vieja');
  await send('form-expired', [], 409);
  await walk.forge('recipients', '00');
  await send('reader-changed', [], 409);
  await walk.page.locator('#paso').evaluate((form) => {
    for (let number = 0; number < 300; number += 1) form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'more' }));
  });
  await send('upload-broken', [], 400);
  await walk.forge('story', 'x'.repeat(3 << 20));
  await walk.press('text-cut', NEXT, 413);
  assert.match(await walk.page.locator('#kept').inputValue(), /^x{500000,}$/, 'its beginning is there');
}

/** Opens the mailbox of a code from the page that asks for it. */
async function enter(walk, name, code, status = 200) {
  await walk.page.locator('#code').fill(code);
  await walk.press(name, OPEN, status);
}

async function messages(walk) {
  const { limits, codes, unknown } = walk.site;
  const text = 'Falta decir esto:\nera un martes.';
  const file = (bytes) => ({ name: 'a.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(bytes) });
  const field = () => walk.page.locator('#text');
  const send = async (name, written, files, status) => {
    await field().fill(written);
    await walk.page.locator('form[enctype] input[type=file]').setInputFiles(files);
    await walk.press(name, NEXT, status);
    assert.equal(await field().inputValue(), written, `${name}: the text is still there`);
  };
  await walk.visitor.go(`${walk.site.origin}${walk.prefix}/seguimiento`);
  await enter(walk, 'mailbox-for-mistakes', codes.talked);
  await send('message-empty', '', [], 422);
  const long = 'ñ'.repeat(limits.story + 12);
  await send('message-too-long', long, [], 422);
  assert.match(await walk.page.locator('#text-error').innerText(), /\b12\b/, 'it says by how much');
  await send('message-file-too-large', text, [file(limits.file + 1)], 413);
  await send('message-files-thirty', text, Array.from({ length: 30 }, () => file(9)), 413);
  // The mailbox closes while she writes; what she wrote goes with her through every mistake into the open one.
  await field().fill(text);
  await walk.visitor.context.clearCookies();
  await walk.press('message-closed', NEXT, 403);
  const kept = async (name) => assert.ok((await walk.page.locator('main').innerHTML()).includes('Falta decir esto:'), `${name}: the text is still there`);
  await kept('message-closed');
  await enter(walk, 'message-code-empty', '', 403);
  await kept('message-code-empty');
  await enter(walk, 'message-code-unknown', unknown, 422);
  await kept('message-code-unknown');
  await enter(walk, 'message-code-mistyped', `x${codes.talked}`, 422);
  await kept('message-code-mistyped');
  await enter(walk, 'message-returned', codes.talked);
  assert.equal(await field().inputValue(), text, 'the text is in the open mailbox');
  await walk.press('message-sent', NEXT);
}

async function odd(walk) {
  await walk.open('not-found', '/nada', 404);
  await walk.open('wrong-method', '/denunciar/relato', 405);
  await walk.toTheReview(walk.site.story);
  await walk.page.locator('#paso').evaluate((form) => (form.enctype = 'text/plain'));
  await walk.press('not-a-form', NEXT, 400);
  await walk.visitor.go(`${walk.site.origin}${walk.prefix}/denunciar`);
  await walk.answer({ level: 'MUNICIPAL', state: '20' });
  await walk.forge('level', 'x'.repeat(3 << 20));
  await walk.press('too-large', NEXT, 413);
}
