import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLossyOutput, type Loss } from './lossy-output.ts';
import type { Write, WriteFailure } from './write-to-descriptor.ts';

const report = ({ lineCount, reason }: Loss): string => `lost ${lineCount} (${reason})\n`;

/** A descriptor that takes what it is allowed to. */
function descriptor() {
  const taken: string[] = [];
  const state: { failure: WriteFailure['reason'] | undefined; takesFirst: number; gate: Promise<undefined> } =
    {
      ...{ failure: undefined, takesFirst: 0, gate: Promise.resolve(undefined) },
    };
  const write: Write = async (text) => {
    await state.gate;
    if (state.failure === undefined) {
      taken.push(text);
      return undefined;
    }
    const some = text.slice(0, state.takesFirst);
    if (some !== '') taken.push(some);
    return { reason: state.failure, unwritten: text.slice(some.length) };
  };
  return { state, write, text: () => taken.join('') };
}

void test('lines are written in their order, and nothing is told of while all goes well', async () => {
  const { write, text } = descriptor();
  const output = createLossyOutput(write, report);
  output.write('one\n');
  output.write('two\nthree\n');
  assert.equal(await output.flush(), true);
  assert.equal(text(), 'one\ntwo\nthree\n');
});

void test('lines that are not taken are counted, one that was torn too, and told of before the next line', async () => {
  const { state, write, text } = descriptor();
  const output = createLossyOutput(write, report);
  Object.assign(state, { failure: 'ENOSPC', takesFirst: 2 });
  output.write('one\ntwo\n');
  await output.flush();
  Object.assign(state, { failure: 'EFBIG', takesFirst: 0 });
  output.write('three\n');
  await output.flush();
  state.failure = undefined;
  output.write('four\n');
  await output.flush();
  assert.equal(text(), 'onlost 3 (ENOSPC)\nfour\n');
});

void test('the loss is told of within a second, also where no further line comes', async () => {
  const { state, write, text } = descriptor();
  const told = Promise.withResolvers<undefined>();
  const output = createLossyOutput(async (lines) => {
    const failure = await write(lines);
    if (failure === undefined) told.resolve(undefined);
    return failure;
  }, report);
  // What the process does otherwise keeps it alive; the retry does not.
  const alive = setInterval(() => undefined, 60_000);
  state.failure = 'ENOSPC';
  output.write('one\n');
  await output.flush();
  state.failure = undefined;
  await told.promise;
  clearInterval(alive);
  assert.equal(text(), 'lost 1 (ENOSPC)\n');
});

void test('what a reader that has stopped does not take is bounded, and flush does not wait for it', async () => {
  const { state, write, text } = descriptor();
  const gate = Promise.withResolvers<undefined>();
  state.gate = gate.promise;
  const output = createLossyOutput(write, report);
  const line = `${'x'.repeat(1023)}\n`;
  for (let count = 0; count < 3000; count += 1) output.write(line);
  assert.equal(await output.flush(), false);
  gate.resolve(undefined);
  assert.equal(await output.flush(), true);
  const kept = text().split(line).length - 1;
  output.write('last\n');
  await output.flush();
  const lost = Number(/lost (\d+) \(SLOW_READER\)\nlast\n$/.exec(text())?.[1]);
  assert.equal(kept + lost, 3000);
  assert.ok(kept > 1000 && kept < 1100, String(kept));
});
