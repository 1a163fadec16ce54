import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { TallyError, type ErrorCode } from '@tallystick/foundation';
import fc from 'fast-check';
import { putLine, settleLine } from '../journal/journal-lines.ts';
import { createMemoryJournal } from '../journal/memory-journal.ts';
import { maximumOpenEntries, type JournalEntry } from '../journal/till-journal.ts';
import { openFileJournal } from './file-journal.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'till-journal-'));
  path = join(folder, 'deep', 'till.journal');
});
afterEach(() => rm(folder, { recursive: true }));

function entryOf(paymentId: string, phase: JournalEntry['phase'] = 'paying'): JournalEntry {
  return { paymentId, phase, amount: { minorUnits: '450', currency: 'EUR' }, startedAtMs: 1_790_000_000_000 };
}

function isError(code: ErrorCode): (error: unknown) => boolean {
  return (error) => error instanceof TallyError && error.code === code;
}

async function openIds(): Promise<string[]> {
  const journal = await openFileJournal(path);
  const entries = await journal.openEntries();
  await journal.close();
  return entries.map(({ paymentId, phase }) => `${paymentId} ${phase}`);
}

describe('The journal in a file', () => {
  it('keeps what is open over the life of the process, and forgets what is settled', async () => {
    const journal = await openFileJournal(path);
    await journal.put(entryOf('A'));
    await journal.put(entryOf('B'));
    await journal.put(entryOf('A', 'reversing'));
    await journal.settle('B');
    await journal.settle('unknown');
    await journal.close();
    assert.deepEqual(await openIds(), ['A reversing']);
  });

  it('has stored an entry when `put` resolves, and is for its owner only', async () => {
    const journal = await openFileJournal(path);
    await journal.put(entryOf('A'));
    assert.equal(await readFile(path, 'utf8'), putLine(entryOf('A')));
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    await journal.close();
  });

  it('survives a last line that was torn anywhere, and appends after it', async () => {
    await openFileJournal(path).then((journal) => journal.close());
    const last = putLine(entryOf('C'));
    for (let length = 0; length < last.length; length += 7) {
      await writeFile(path, putLine(entryOf('A')) + settleLine('Z') + last.slice(0, length));
      const journal = await openFileJournal(path);
      await journal.put(entryOf('B'));
      await journal.close();
      assert.deepEqual(await openIds(), ['A paying', 'B paying']);
    }
  });

  it('refuses a file that is damaged in the middle, and leaves it as it is', async () => {
    await openFileJournal(path).then((journal) => journal.close());
    const damaged = `${putLine(entryOf('A'))}{"put":{"paymentId":"../x"}}\n${putLine(entryOf('B'))}`;
    await writeFile(path, damaged);
    await assert.rejects(openFileJournal(path), isError('till_journal_unreadable'));
    assert.equal(await readFile(path, 'utf8'), damaged);
    await writeFile(path, '');
    assert.deepEqual(await openIds(), []);
  });

  it('is held by one terminal at a time', async () => {
    const journal = await openFileJournal(path);
    await assert.rejects(openFileJournal(path), isError('till_journal_in_use'));
    await journal.close();
    assert.deepEqual(await openIds(), []);
  });

  it('stays small while nothing is open for long', async () => {
    const journal = await openFileJournal(path);
    for (let payment = 0; payment < 600; payment++) {
      await journal.put(entryOf(`P${payment}`));
      await journal.settle(`P${payment}`);
    }
    assert.ok((await stat(path)).size < 70_000);
    await journal.put(entryOf('LAST'));
    await journal.close();
    assert.deepEqual(await openIds(), ['LAST paying']);
  });

  it('takes a bounded number of open payments', async () => {
    await openFileJournal(path).then((journal) => journal.close());
    for (let payment = 0; payment < maximumOpenEntries; payment++)
      await appendFile(path, putLine(entryOf(`P${payment}`)));
    const journal = await openFileJournal(path);
    await assert.rejects(journal.put(entryOf('ONE_TOO_MANY')), isError('till_busy'));
    await journal.put(entryOf('P0', 'reversing'));
    await journal.close();
  });

  it('can’t be kept where the folder can’t be made', async () => {
    await writeFile(join(folder, 'deep'), 'a file');
    await assert.rejects(openFileJournal(path), isError('till_journal_unreadable'));
  });

  it('holds what a journal in memory holds, whatever is done to it at once, and after it is opened again', async () => {
    const id = fc.constantFrom('A', 'B', 'C');
    const change = fc.oneof(
      fc.record({ put: id, phase: fc.constantFrom<JournalEntry['phase']>('paying', 'reversing') }),
      fc.record({ settle: id }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 12 }), async (changes) => {
        const memory = createMemoryJournal();
        const journal = await openFileJournal(path);
        for (const entry of await journal.openEntries()) await memory.put(entry);
        const done = changes.map(async (one) => {
          const target = 'put' in one ? entryOf(one.put, one.phase) : one.settle;
          for (const either of [journal, memory]) {
            await (typeof target === 'string' ? either.settle(target) : either.put(target));
          }
        });
        await Promise.all(done);
        const expected = (await memory.openEntries()).map(({ paymentId, phase }) => `${paymentId} ${phase}`);
        await journal.close();
        assert.deepEqual((await openIds()).sort(), expected.sort());
      }),
      { numRuns: 40 },
    );
  });
});
