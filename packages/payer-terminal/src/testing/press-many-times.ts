import { createFileStore } from '../node-key-store/file-store.ts';
import { nextCode } from '../code-module/next-code.ts';
import { createPayerTerminal } from '../terminal/payer-terminal.ts';

/**
 * A program for tests of the key store: presses Pay again and again on the store that it is told of, and prints each
 * step once it has been offered. Its clock jumps on, so that there is always a next step.
 */
const [path = '', presses = '0', startMs = '0'] = process.argv.slice(2);

let nowMs = Number(startMs);
const clock = { nowMs: () => nowMs, monotonicMs: () => performance.now() };
const store = createFileStore({ path, waitAtMostMs: 60_000 });
const terminal = createPayerTerminal({ store, clock });

for (let press = 0; press < Number(presses);) {
  const next = await nextCode(terminal);
  if (next.kind === 'countdown') {
    nowMs += next.waitMs;
    continue;
  }
  process.stdout.write(`${next.step}\n`);
  press += 1;
}
