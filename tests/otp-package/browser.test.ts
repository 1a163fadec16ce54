import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { type Browser, chromium, type Page } from 'playwright-core';

import { deviceAnswers } from '../protocol-vectors/device-answers.ts';
import { readVectorFile } from '../protocol-vectors/vector-file.ts';
import { moduleSource, packageEntries } from './module-sources.ts';

/** Debian’s package of this name; .ci/run installs it. */
const executablePath = '/usr/bin/chromium';
const launchArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];
const skip = !existsSync(executablePath) && 'Chromium is not installed (apt-get install chromium)';

/** A page of our own; every request is answered by the test, so that no network is touched. */
const origin = 'https://terminal.example';

let browser: Browser;
let page: Page;
before(async () => {
  if (skip !== false) return;
  browser = await chromium.launch({ executablePath, args: launchArguments });
  page = await browser.newPage();
  const importMap = `<script type="importmap">${JSON.stringify({ imports: packageEntries })}</script>`;
  await page.route('**/*', (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: importMap });
    return route.fulfill({ contentType: 'text/javascript', body: moduleSource(pathname) });
  });
  await page.goto(origin);
});
after(async () => {
  if (skip !== false) return;
  await browser.close();
});

/** Runs a module in the page and gives what it hands to `report`. */
async function runInPage(code: string): Promise<unknown> {
  const printed = await page.evaluate(async (text) => {
    const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
    const loaded = (await import(address)) as { report: unknown };
    return JSON.stringify(await loaded.report);
  }, code);
  return JSON.parse(printed);
}

test(
  'in a browser the package answers every vector that a device can answer as in Node',
  { skip },
  async () => {
    const groups = readVectorFile().groups.filter(({ name }) => Object.hasOwn(deviceAnswers, name));
    assert.ok(groups.length >= 15);
    for (const { name, vectors } of groups) {
      const answers = await runInPage(`
      import { deviceAnswers } from '${origin}/tests/protocol-vectors/device-answers.ts';
      const inputs = ${JSON.stringify(vectors.map(({ input }) => input))};
      export const report = inputs.map(deviceAnswers[${JSON.stringify(name)}]);`);
      const expected = vectors.map(({ comment: _, input: __, ...answer }) => answer);
      assert.deepEqual(answers, expected, name);
    }
  },
);

test('in a browser a key that can’t be taken out makes the codes of every hash', { skip }, async () => {
  const ocra = readVectorFile().groups.find(({ name }) => name === 'ocra');
  const vectors = (ocra?.vectors ?? []).filter(
    (vector) => 'output' in vector && vector.input['pin'] === undefined,
  );
  assert.ok(vectors.length > 20);
  const passwords = await runInPage(`
    import { ocraSuite } from '@tallystick/otp';
    import { hmacWithWebCrypto, makeOcraAsync } from '@tallystick/otp/webcrypto';
    import { bytesOf } from '${origin}/tests/protocol-vectors/vector-values.ts';
    const passwordOf = async (input) => {
      const suite = ocraSuite(input.suite);
      const hmac = await hmacWithWebCrypto(crypto.subtle, suite.hash, bytesOf(input, 'keyHex'));
      const { question, counter, timeStep: step } = input;
      const session = input.sessionHex && bytesOf(input, 'sessionHex');
      const given = Object.entries({ counter, step, session }).filter(([, value]) => value !== undefined);
      const inputs = Object.fromEntries(given);
      return makeOcraAsync({ suite, hmac, question, ...inputs });
    };
    export const report = Promise.all(${JSON.stringify(vectors.map(({ input }) => input))}.map(passwordOf));`);
  const expected = vectors.map((vector) => ('output' in vector ? vector.output['password'] : ''));
  assert.deepEqual(passwords, expected);
});

test(
  'in a browser a key kept in the page’s database still can’t be taken out, and still signs',
  { skip },
  async () => {
    const report = await runInPage(`
    import { hmacWithSha256, makeTotp } from '@tallystick/otp';
    import { hmacWithCryptoKey, makeTotpAsync, verifyTotpAsync } from '@tallystick/otp/webcrypto';
    const bytes = Uint8Array.from({ length: 32 }, (_, index) => index);
    const done = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const database = await new Promise((resolve, reject) => {
      const opening = indexedDB.open('keys', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('keys');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    const imported = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign']);
    await done(database.transaction('keys', 'readwrite').objectStore('keys').put(imported, 'password'));
    const kept = await done(database.transaction('keys').objectStore('keys').get('password'));
    const taken = await crypto.subtle.exportKey('raw', kept).catch((error) => error.name);
    const hmac = hmacWithCryptoKey(crypto.subtle, kept);
    const unixSeconds = 1794470405;
    const password = await makeTotpAsync({ hmac, unixSeconds, digits: 8 });
    const first = await verifyTotpAsync({ hmac, password, unixSeconds, digits: 8, lastAccepted: null });
    const again = await verifyTotpAsync({ hmac, password, unixSeconds, digits: 8, lastAccepted: first.lastAccepted });
    const ours = makeTotp({ hmac: hmacWithSha256(bytes), unixSeconds, digits: 8 });
    export const report = { taken, extractable: kept.extractable, isOurs: password === ours, first, again };`);
    assert.deepEqual(report, {
      taken: 'InvalidAccessError',
      extractable: false,
      isOurs: true,
      first: { ok: true, lastAccepted: 59815680 },
      again: { ok: false, error: 'password_used' },
    });
  },
);
