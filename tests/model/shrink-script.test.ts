import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Script } from './script.ts';
import { shrinkScript } from './shrink-script.ts';

const wait = (seconds: number): Script[number] => ({ do: 'wait', seconds });

test('only those lines are left without which it does not fail', async () => {
  const script = Array.from({ length: 50 }, (_, index) => wait(index));
  const needed = [7, 8, 31];
  const shortest = await shrinkScript(script, (candidate) => {
    const lines = needed.map((seconds) =>
      candidate.findIndex((line) => line.do === 'wait' && line.seconds === seconds),
    );
    const mismatch = lines.includes(-1) ? undefined : { line: Math.max(...lines), words: 'all there' };
    return Promise.resolve(mismatch);
  });
  assert.deepEqual(shortest, needed.map(wait));
});
