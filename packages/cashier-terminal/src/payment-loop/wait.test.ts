import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { timerWait } from './wait.ts';

const longMs = 3_600_000;

describe('The wait of a real till', () => {
  it('ends by its timer', async () => {
    await timerWait(1);
  });

  it('ends at once when it is cancelled, before or during', async () => {
    await timerWait(longMs, AbortSignal.abort());
    const cancelling = new AbortController();
    const waiting = timerWait(longMs, cancelling.signal);
    cancelling.abort();
    await waiting;
    assert.equal(cancelling.signal.aborted, true);
  });
});
