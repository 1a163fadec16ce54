import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { operationsOf, readApiDocument } from './read-api-document.ts';
import { lowContrasts } from './low-contrasts.ts';
import { openStage, type Stage } from './stage.ts';

/** The reference page in a real browser: on a phone and at a desk, in the light and in the dark, by keyboard. */
const executablePath = '/usr/bin/chromium';
const skip = !existsSync(executablePath) && 'Chromium is not installed (apt-get install chromium)';
const phone = { width: 390, height: 844 };
const desk = { width: 1280, height: 900 };

let stage: Stage;
let browser: Browser;
let faults: string[];

before(async () => {
  stage = await openStage();
  if (skip === false) browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});
after(async () => {
  if (skip === false) await browser.close();
  await stage.close();
});

async function openPage(viewport: typeof phone, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const page = await browser.newPage({ viewport, colorScheme });
  faults = [];
  page.on('console', (message) => faults.push(message.text()));
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname !== '/v1/reference') faults.push(`it loads ${pathname}`);
  });
  await page.goto(`${stage.address}/v1/reference`);
  return page;
}

for (const [place, viewport] of Object.entries({ 'on a phone': phone, 'at a desk': desk })) {
  for (const scheme of ['light', 'dark'] as const) {
    test(
      `${place}, ${scheme}: nothing is blocked or loaded, nothing is cut off, and all of it can be read`,
      { skip },
      async () => {
        const page = await openPage(viewport, scheme);
        assert.deepEqual(faults, [], 'the policy of the page lets all of it through');
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.equal(width, viewport.width, 'the page scrolls sideways');
        assert.deepEqual(await page.evaluate(lowContrasts), []);
        await page.close();
      },
    );
  }
}

test(
  'every operation has its words, its key, its answers and its place; every link in the page leads somewhere',
  { skip },
  async () => {
    const page = await openPage(desk);
    for (const { method, path, operation } of operationsOf(await readApiDocument(stage.address))) {
      const article = page.locator(`article[aria-labelledby="${operation.operationId}"]`);
      const text = await article.innerText();
      for (const part of [method, path, 'Answers', operation.security === undefined ? 'No key.' : 'Key: '])
        assert.ok(text.includes(part), `${operation.operationId}: ${part}`);
    }
    const { ids, targets } = await page.evaluate(() => ({
      ids: Array.from(document.querySelectorAll('[id]'), ({ id }) => id),
      targets: Array.from(document.querySelectorAll('a[href^="#"]'), (link) =>
        link.getAttribute('href')?.slice(1),
      ),
    }));
    assert.equal(new Set(ids).size, ids.length, 'an id stands for one place');
    assert.deepEqual(
      targets.filter((target) => !ids.includes(target ?? '')),
      [],
    );
    await page.close();
  },
);

test('headings go down step by step, from one title', { skip }, async () => {
  const page = await openPage(phone);
  const levels = await page.evaluate(() =>
    Array.from(document.querySelectorAll('h1,h2,h3,h4,h5'), ({ tagName }) => Number(tagName.slice(1))),
  );
  assert.equal(levels.filter((level) => level === 1).length, 1);
  assert.equal(levels[0], 1);
  levels.reduce((before, level) => {
    assert.ok(level <= before + 1, `h${before} is followed by h${level}`);
    return level;
  });
  await page.close();
});

test('by keyboard one gets past the contents, opens an example and reads it', { skip }, async () => {
  const page = await openPage(desk);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to the content');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const first = await page.evaluate(() => document.activeElement?.closest('main') !== null);
  assert.ok(first, 'the next stop is in the content');

  const folded = page
    .locator('#pay')
    .locator('xpath=ancestor::article')
    .locator('details:not([open])')
    .first();
  const handle = await folded.elementHandle();
  await folded.locator('summary').focus();
  await page.keyboard.press('Enter');
  assert.equal(await handle?.evaluate((details) => details.hasAttribute('open')), true);
  await page.close();
});

test('the page at / leads to it', async () => {
  const { indexPageContent } = await import('../../apps/tally/src/start/index-page-content.ts');
  const { sections } = indexPageContent({ databaseDescription: '', hasDemo: true });
  const links = sections.flatMap(({ rows }) => rows.map(({ href }) => href));
  assert.ok(links.includes('/v1/reference') && links.includes('/v1/openapi.json'));
});
