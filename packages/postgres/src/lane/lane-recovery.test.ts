import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TallyError } from '@tallystick/foundation';
import { sendSignal } from '../embedded/send-signal.ts';
import { startTestDatabase, type TestServer } from '../testing/start-test-database.ts';

const writers = 32;
const kills = 3;

let server: TestServer;

before(async () => {
  server = await startTestDatabase([
    { id: 'test/001', sql: 'CREATE TABLE public.marks (mark integer PRIMARY KEY)' },
  ]);
});
after(() => server.stop());

test('kill -9 of PostgreSQL under load loses no acknowledged request, and the lane recovers by itself', async () => {
  const lane = server.database.lane<number, number>({
    name: 'marks',
    maximumQueued: 1_000,
    maximumBatch: 100,
    decide(transaction, marks) {
      const text = 'INSERT INTO public.marks SELECT unnest($1::integer[])';
      transaction.write({ name: 'insert_marks', text, values: [marks] }, marks.length);
      return Promise.resolve([...marks]);
    },
  });
  const acknowledged = new Set<number>();
  const codes = new Set<string>();
  let submitted = 0;
  let recovered = 0;

  /** Each writer goes on until the lane has served it after every kill. */
  async function write(isDone: () => boolean): Promise<void> {
    while (!isDone()) {
      try {
        acknowledged.add(await lane.submit((submitted += 1)));
      } catch (error) {
        codes.add(error instanceof TallyError ? error.code : String(error));
      }
    }
  }
  for (let kill = 0; kill < kills; kill += 1) {
    const killed = server.server.processId;
    const before = acknowledged.size;
    const isRecovered = (): boolean =>
      server.server.processId !== killed && acknowledged.size > before + 5 * writers;
    const writing = Promise.all(Array.from({ length: writers }, () => write(isRecovered)));
    await lane.submit((submitted += 1)).then((mark) => acknowledged.add(mark));
    sendSignal(killed, 'SIGKILL');
    await writing;
    recovered += 1;
  }
  assert.equal(recovered, kills);
  assert.deepEqual([...codes], ['database_unavailable']);
  const rows = await server.database.query<{ mark: number }>({
    name: '',
    text: 'SELECT mark FROM public.marks',
    values: [],
  });
  const stored = new Set(rows.map(({ mark }) => mark));
  assert.deepEqual(
    [...acknowledged].filter((mark) => !stored.has(mark)),
    [],
  );
});
