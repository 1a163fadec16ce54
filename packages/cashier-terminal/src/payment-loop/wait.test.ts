import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { timerWait } from './wait.ts';

const longMs = 3_600_000;

describe('The wait of a real till', () => {
  it('ends when its time has passed, and not before', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    let ended = false;
    const waiting = timerWait(1000).then(() => (ended = true));
    context.mock.timers.tick(999);
    await Promise.resolve();
    assert.equal(ended, false);
    context.mock.timers.tick(1);
    await waiting;
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
