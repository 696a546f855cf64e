// The positive controls of browser.mjs: each page breaks one rule, and each must be noticed.
//   node --test browser.test.mjs
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { withBrowser } from './browser.mjs';

const POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'";
const page = (body) =>
  `<!doctype html><html lang="es"><head><title>Prueba</title><link rel="icon" href="/mark.svg"></head><body><h1>Prueba</h1>${body}</body></html>`;

const MARK = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>';

const PAGES = {
  '/good': page('<form><label>Nombre <input name="a"></label></form><a href="/file">archivo</a>'),
  '/foreign': page('<img src="http://192.0.2.1/x.png" alt="">'),
  '/policy': page('<style>body { color: red }</style>'),
  '/broken': page('<img src="/fail" alt="">'),
  '/script': page('<script>document.title = ""</script>'),
  '/handler': page('<button onclick="alert(1)">x</button>'),
  '/wide': page('<pre>' + 'x'.repeat(400) + '</pre>'),
  '/unlabelled': page('<form><input name="b"></form>'),
  '/headings': page('<h1>Otra</h1>'),
};

let server;
let origin;

before(async () => {
  server = createServer((request, response) => {
    const body = PAGES[request.url];
    if (request.url === '/file') {
      response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment; filename="a.bin"' });
      response.end(Buffer.from([0, 1, 2, 255]));
    } else if (request.url === '/mark.svg') {
      response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(MARK);
    } else if (body) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY });
      response.end(body);
    } else {
      response.writeHead(500).end();
    }
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  origin = `http://127.0.0.1:${server.address().port}`;
});

after(() => server.close());

const visit = (where, then = async () => {}) =>
  withBrowser({ origins: [origin] }, async (enter) => {
    const visitor = await enter('tester');
    await visitor.go(origin + where);
    await visitor.look('page');
    await then(visitor);
  });

test('a good page has no fault and its file is saved whole', async () => {
  await visit('/good', async (visitor) => {
    const file = await visitor.download(visitor.page.getByRole('link', { name: 'archivo' }));
    assert.equal(file.name, 'a.bin');
    assert.deepEqual([...file.bytes], [0, 1, 2, 255]);
  });
});

const NOTICED = {
  '/foreign': /foreign origin: http:\/\/192\.0\.2\.1/,
  '/policy': /console: .*Content Security Policy/,
  '/broken': /answer 500 from \/fail/,
  '/script': /a script element/,
  '/handler': /an event handler/,
  '/wide': /px wider than the screen/,
  '/unlabelled': /a field without a label: b/,
  '/headings': /2 first-level headings/,
};

for (const [where, fault] of Object.entries(NOTICED)) {
  test(`${where} is noticed`, async (context) => {
    context.mock.method(process.stderr, 'write', () => true);
    await assert.rejects(visit(where), fault);
  });
}
