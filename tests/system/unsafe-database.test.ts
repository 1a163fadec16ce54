import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { connectionUrl } from '@tallystick/postgres';
import { afterwards } from '../../packages/postgres/src/testing/afterwards.ts';
import { startOperatorsPostgres } from '../../packages/postgres/src/testing/operators-postgres.ts';
import { runTally, startTally } from './tally-process.ts';

async function makeFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tallystick-unsafe-'));
  afterwards(t, () => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('a database that would lose a commit is refused by start and doctor, and allowed by name', async (t) => {
  const TALLY_DATA = await makeFolder(t);
  const DATABASE_URL = connectionUrl(await startOperatorsPostgres(t, { fsync: 'off' }));
  const environment = { TALLY_DATA, DATABASE_URL, TALLY_PORT: '0' };
  const words = 'The database runs with fsync off: an approved payment can be lost with the power.';

  const refused = await runTally(['start', '--no-demo'], environment);
  assert.equal(refused.stderr.trim().split('\n').length, 1);
  assert.ok(refused.stderr.includes(words) && refused.stderr.includes('(database_unsafe)'), refused.stderr);
  assert.deepEqual(await readdir(TALLY_DATA), []);
  const doctor = await runTally(['doctor'], environment);
  assert.match(doctor.stdout, new RegExp(`^WRONG +${words} Set it to on\\. \\(database_unsafe\\)$`, 'm'));

  const other = await runTally(['start'], {
    ...environment,
    TALLY_ALLOW_UNSAFE_DATABASE: 'full_page_writes',
  });
  assert.match(other.stderr, /database_unsafe/);
  const unknown = await runTally(['start'], { ...environment, TALLY_ALLOW_UNSAFE_DATABASE: 'everything' });
  assert.match(unknown.stderr, /TALLY_ALLOW_UNSAFE_DATABASE must be one or both of fsync,full_page_writes/);

  const allowed = { ...environment, TALLY_ALLOW_UNSAFE_DATABASE: 'fsync' };
  const server = await startTally(allowed, ['--no-demo']);
  assert.equal((await server.interrupt()).exitCode, 0);
  const allowing = await runTally(['doctor'], allowed);
  assert.match(allowing.stdout, new RegExp(`^look +${words} TALLY_ALLOW_UNSAFE_DATABASE allows it\\.$`, 'm'));
});

test('variables of libpq keep no system from starting, and one that asks for TLS is not passed over', async (t) => {
  const TALLY_DATA = await makeFolder(t);
  const hostile = {
    PGOPTIONS: '-c no_such_setting=on',
    PGHOST: 'nowhere.invalid',
    PGPORT: '1',
    PGDATA: '/nowhere',
    PGSSLMODE: 'verify-full',
  };
  const server = await startTally({ ...hostile, TALLY_DATA }, ['--no-demo']);
  assert.equal((await server.interrupt()).exitCode, 0);
  const { stderr } = await runTally(['start'], {
    ...hostile,
    TALLY_DATA,
    DATABASE_URL: 'postgresql://db.invalid/tally',
  });
  assert.match(
    stderr,
    /PGSSLMODE is set, .* Add sslmode=verify-full to it, or unset PGSSLMODE\. \(arguments_wrong\)/,
  );
});
