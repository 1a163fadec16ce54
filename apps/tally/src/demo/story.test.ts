import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createManualClock } from '@tallystick/foundation';
import { createStory } from './story.ts';

const line = {
  till: 'Bakery 0000001',
  payer: 'Ada',
  amount: { minorUnits: 450n, currency: 'EUR' },
  expected: 'approved',
};

function makeStory() {
  const written: string[] = [];
  const clock = createManualClock(Date.UTC(2026, 10, 23, 9, 5));
  const story = createStory({ clock, stdout: { write: (text: string) => written.push(text) } });
  return { story, text: () => written.join('') };
}

test('what happens as it should is one line with its time, and counts as nothing unexpected', () => {
  const { story, text } = makeStory();
  story.payment({ ...line, happened: 'approved', why: 'a fresh code' });
  assert.match(text(), /^09:05:00 {2}Bakery 0000001 +Ada +4\.50 EUR {2}approved +a fresh code\n$/);
  assert.deepEqual([story.paymentCount(), story.unexpectedCount()], [1, 0]);
});

test('what happens otherwise is counted and stands out, with what was expected', () => {
  const { story, text } = makeStory();
  story.payment({ ...line, happened: 'declined: code_used', why: 'a fresh code' });
  story.holds('Two and two are five.', false);
  assert.match(text(), /expected: approved\n +NOT AS EXPECTED\n/);
  assert.match(text(), /five\.\n +NOT AS EXPECTED\n/);
  assert.equal(story.unexpectedCount(), 2);
});

test('a long reason goes below its line, in lines that fit', () => {
  const { story, text } = makeStory();
  story.payment({ ...line, happened: 'approved', why: 'because '.repeat(30).trim() });
  const lines = text().trimEnd().split('\n');
  assert.equal(lines.length, 4);
  for (const each of lines) assert.ok(each.length <= 120);
  assert.equal(
    lines
      .slice(1)
      .join(' ')
      .match(/because/g)?.length,
    30,
  );
});
