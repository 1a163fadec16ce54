import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TallyError } from '@tallystick/foundation';
import type { Statement } from '../connections/statement.ts';
import type { Transaction } from '../connections/transaction.ts';
import { openDatabase } from '../connections/open-database.ts';
import { startTestDatabase, type TestServer } from '../testing/start-test-database.ts';
import { openTap } from '../testing/tap.ts';
import { crowd } from './lane.ts';
import type { LaneOptions } from './lane-options.ts';

let server: TestServer;

before(async () => {
  const schema = 'CREATE TABLE notes (note text PRIMARY KEY, place integer NOT NULL CHECK (place < 1000))';
  server = await startTestDatabase([{ id: 'test/001', sql: schema }]);
});
after(() => server.stop());

const insertNotes = (notes: readonly unknown[]): Statement => ({
  name: 'insert_notes',
  text: 'INSERT INTO notes SELECT * FROM unnest($1::text[], $2::integer[])',
  values: [notes, notes.map((note) => (note === 'poison' ? 5000 : 1))],
});

async function storedNotes(prefix: string): Promise<readonly string[]> {
  const text = 'SELECT note FROM notes WHERE starts_with(note, $1) ORDER BY note';
  const rows = await server.database.query<{ note: string }>({ name: '', text, values: [prefix] });
  return rows.map(({ note }) => note);
}

/** A lane that stores notes and answers each in capitals; `batches` shows how they were put together. */
function noteLane(overrides: Partial<LaneOptions<string, string>> = {}) {
  const batches: (readonly string[])[] = [];
  const options: LaneOptions<string, string> = {
    name: 'notes',
    maximumQueued: 100,
    maximumBatch: 100,
    decide(transaction, notes) {
      batches.push(notes);
      transaction.write(insertNotes(notes), notes.length);
      return Promise.resolve(notes.map((note) => note.toUpperCase()));
    },
    ...overrides,
  };
  return { lane: server.database.lane(options), batches };
}

test('requests that arrive together share a batch, and each gets its own answer', async () => {
  const { lane, batches } = noteLane();
  const answers = await Promise.all(['a1', 'a2', 'a3'].map((note) => lane.submit(note)));
  assert.deepEqual(answers, ['A1', 'A2', 'A3']);
  assert.deepEqual(batches, [['a1', 'a2', 'a3']]);
  assert.deepEqual(await storedNotes('a'), ['a1', 'a2', 'a3']);
});

test('requests that arrive while a batch is in flight make the next one, never larger than allowed', async () => {
  const batches: (readonly string[])[] = [];
  const late: Promise<string>[] = [];
  const { lane } = noteLane({
    maximumBatch: 2,
    decide(transaction, notes) {
      batches.push(notes);
      if (batches.length === 1) for (const note of ['b2', 'b3', 'b4']) late.push(lane.submit(note));
      transaction.write(insertNotes(notes), notes.length);
      return Promise.resolve([...notes]);
    },
  });
  await lane.submit('b1');
  await Promise.all(late);
  assert.deepEqual(batches, [['b1'], ['b2', 'b3'], ['b4']]);
});

test('a crowd that waits while a batch is in flight is served beside it, a few wait for the next batch', async () => {
  const batches: number[] = [];
  let release: (() => void) | undefined;
  const { lane } = noteLane({
    async decide(transaction, notes) {
      batches.push(notes.length);
      if (batches.length === 1) await new Promise<void>((resolve) => (release = resolve));
      transaction.write(insertNotes(notes), notes.length);
      return [...notes];
    },
  });
  const numbered = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, i) => `${prefix}${i}`);
  const first = lane.submit('y-first');
  while (release === undefined) await new Promise((resolve) => setImmediate(resolve));
  const few = numbered('y-few-', crowd - 1).map((note) => lane.submit(note));
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(batches, [1]);
  await Promise.all([...few, lane.submit('y-last')]);
  assert.deepEqual(batches, [1, crowd]);
  release();
  await first;
});

test('a full queue refuses the next request at once, and serves the others', async () => {
  const { lane } = noteLane({ maximumQueued: 2 });
  const accepted = [lane.submit('c1'), lane.submit('c2')];
  await assert.rejects(lane.submit('c3'), { code: 'overloaded', retryAfterSeconds: 1 });
  await Promise.all(accepted);
  assert.deepEqual(await storedNotes('c'), ['c1', 'c2']);
});

test('a request that the database refuses fails alone', async () => {
  const { lane, batches } = noteLane();
  const notes = ['d1', 'd2', 'poison', 'd3', 'd4'];
  const outcomes = await Promise.allSettled(notes.map((note) => lane.submit(note)));
  assert.deepEqual(
    outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : codeOf(outcome.reason))),
    ['D1', 'D2', 'internal_error', 'D3', 'D4'],
  );
  assert.deepEqual(await storedNotes('d'), ['d1', 'd2', 'd3', 'd4']);
  assert.ok(batches.length <= 2 * notes.length - 1);
});

test('a request that can’t be encoded fails alone', async () => {
  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  const { lane } = noteLane({
    decide(transaction, notes) {
      transaction.write(
        insertNotes(notes.map((note) => (note === 'circular' ? circular : note))),
        notes.length,
      );
      return Promise.resolve([...notes]);
    },
  });
  const outcomes = await Promise.allSettled(['e1', 'circular', 'e2'].map((note) => lane.submit(note)));
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  assert.deepEqual(await storedNotes('e'), ['e1', 'e2']);
});

test('what decide throws on purpose reaches the request that it was thrown for', async () => {
  const { lane } = noteLane({
    decide(transaction, notes) {
      if (notes.includes('f-reused')) throw new TallyError('payment_id_reused');
      transaction.write(insertNotes(notes), notes.length);
      return Promise.resolve([...notes]);
    },
  });
  const outcomes = await Promise.allSettled(['f1', 'f-reused'].map((note) => lane.submit(note)));
  assert.equal(outcomes[0]?.status, 'fulfilled');
  assert.equal(outcomes[1]?.status === 'rejected' && codeOf(outcomes[1].reason), 'payment_id_reused');
});

test('a batch without an answer for each request stores nothing', async () => {
  const { lane } = noteLane({
    decide(transaction, notes) {
      transaction.write(insertNotes(notes), notes.length);
      return Promise.resolve([]);
    },
  });
  await assert.rejects(lane.submit('g1'), { code: 'internal_error' });
  assert.deepEqual(await storedNotes('g'), []);
});

test('a batch that loses a race is decided again from its reads', async () => {
  let runs = 0;
  const { lane } = noteLane({
    async decide(transaction, notes) {
      runs += 1;
      const stored = await readStored(transaction, notes);
      if (runs === 1) await server.database.query(insertNotes(['h1']));
      const missing = notes.filter((note) => !stored.includes(note));
      if (missing.length > 0) transaction.write(insertNotes(missing), missing.length);
      return notes.map((note) => (stored.includes(note) ? 'was there' : 'stored'));
    },
  });
  assert.deepEqual(await Promise.all([lane.submit('h1'), lane.submit('h2')]), ['was there', 'stored']);
  assert.equal(runs, 2);
});

test('a batch with one round of reads takes two packets: BEGIN with the reads, the writes with COMMIT', async (t) => {
  const tap = await openTap(server.server.connection);
  const database = await openDatabase(tap.target);
  t.after(async () => {
    await database.close();
    await tap.close();
  });
  const lane = database.lane<string, string>({
    name: 'tapped',
    maximumQueued: 10,
    maximumBatch: 10,
    async decide(transaction, notes) {
      await Promise.all([readStored(transaction, notes), readStored(transaction, notes)]);
      transaction.write(insertNotes(notes), notes.length);
      return [...notes];
    },
  });
  await lane.submit('i1');
  tap.takePackets();
  await lane.submit('i2');
  const packets = tap.takePackets();
  assert.deepEqual(
    packets.map((packet) => ['BEGIN', 'COMMIT'].filter((word) => packet.includes(word))),
    [['BEGIN'], ['COMMIT']],
  );
});

test('when the answer to COMMIT is lost every request of the batch is told that nothing is known', async (t) => {
  const tap = await openTap(server.server.connection);
  const database = await openDatabase(tap.target);
  t.after(async () => {
    await database.close();
    await tap.close();
  });
  const lane = database.lane<string, string>({
    name: 'cut',
    maximumQueued: 10,
    maximumBatch: 10,
    decide(transaction, notes) {
      transaction.write(insertNotes(notes), notes.length);
      return Promise.resolve([...notes]);
    },
  });
  tap.cutAfter('COMMIT');
  const outcomes = await Promise.allSettled([lane.submit('j1'), lane.submit('j2')]);
  for (const outcome of outcomes) {
    assert.equal(outcome.status === 'rejected' && codeOf(outcome.reason), 'database_unavailable');
  }
  assert.deepEqual(await storedNotes('j'), ['j1', 'j2']);
});

test('a closed lane finishes what it has and takes no more', async () => {
  const { lane } = noteLane({ maximumBatch: 1 });
  const submitted = ['k1', 'k2', 'k3'].map((note) => lane.submit(note));
  await lane.close();
  await assert.rejects(lane.submit('k4'), { code: 'overloaded' });
  assert.deepEqual(await Promise.all(submitted), ['K1', 'K2', 'K3']);
});

test('the lane’s plans use the index even of a table that the planner knows to be tiny', async () => {
  await server.database.query({ name: '', text: 'ANALYZE notes', values: [] });
  const { lane } = noteLane({
    async decide(transaction, notes) {
      const text = 'EXPLAIN SELECT * FROM notes WHERE note = ANY($1::text[])';
      const rows = await transaction.read<Record<'QUERY PLAN', string>>({
        name: 'explain',
        text,
        values: [notes],
      });
      return notes.map(() => rows.map((row) => row['QUERY PLAN']).join('\n'));
    },
  });
  assert.match(await lane.submit('any'), /Index|Bitmap/);
});

async function readStored(transaction: Transaction, notes: readonly string[]): Promise<readonly string[]> {
  const text = 'SELECT note FROM notes WHERE note = ANY($1::text[])';
  const rows = await transaction.read<{ note: string }>({ name: 'read_stored', text, values: [notes] });
  return rows.map(({ note }) => note);
}

function codeOf(error: unknown): string {
  return error instanceof TallyError ? error.code : String(error);
}
