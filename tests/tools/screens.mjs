// Pictures of pages, on a telephone and on a laptop, by day and by night:
//   node screens.mjs OUTDIR NAME=URL...
import { VARIANTS, withBrowser } from './browser.mjs';

const [out, ...pages] = process.argv.slice(2);
if (!out || pages.length === 0 || pages.some((page) => !page.includes('='))) {
  process.stderr.write('use: node screens.mjs OUTDIR NAME=URL...\n');
  process.exit(2);
}
const named = pages.map((page) => [page.slice(0, page.indexOf('=')), page.slice(page.indexOf('=') + 1)]);
const origins = named.map(([, url]) => url);

await withBrowser({ origins, out, variants: VARIANTS }, async (enter) => {
  const visitor = await enter('page');
  for (const [name, url] of named) {
    await visitor.go(url);
    await visitor.look(name);
  }
}).catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
