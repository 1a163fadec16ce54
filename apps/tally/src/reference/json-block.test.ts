import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonBlock, shellBlock } from './json-block.ts';

/** What a reader, or a copying hand, gets of a block. */
function textOf({ html }: { readonly html: string }): string {
  const text = html.replaceAll(/<[^>]*>/g, '');
  const characters: Readonly<Record<string, string>> = { quot: '"', lt: '<', gt: '>', '#39': "'", amp: '&' };
  return text.replaceAll(/&(quot|lt|gt|#39|amp);/g, (_all, name: string) => characters[name] ?? '');
}

test('JSON is printed whole and the same, with small objects on one line', () => {
  const value = {
    name: 'a "b" <c> & 1, true: null',
    amount: { minorUnits: '450', currency: 'EUR' },
    list: [1, -2.5],
    none: [],
    no: null,
    yes: true,
  };
  const text = textOf(jsonBlock(value, 'Example'));
  assert.deepEqual(JSON.parse(text), value);
  assert.match(text, /\n {2}"amount": \{ "minorUnits": "450", "currency": "EUR" \},\n/);
});

test('what looks like a number or a word inside a text keeps the colour of the text', () => {
  const { html } = jsonBlock({ text: 'null 42 true' }, 'Example');
  assert.ok(html.includes('<q>&quot;null 42 true&quot;</q>'));
  assert.ok(!html.includes('<b>'));
});

test('a command is copied line by line as it was written', () => {
  const source = `# first\ncurl -s "$url" | grep -o '<a>'\n  -d '{"a":1}'`;
  assert.equal(textOf(shellBlock(source)), `${source}\n`);
});
