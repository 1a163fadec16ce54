import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { afterwards } from '../../packages/postgres/src/testing/afterwards.ts';
import { makeFolder } from '../faults/installation.ts';
import { startTally } from '../faults/tally-process.ts';
import { runTally } from './tally-process.ts';

void test('the operator’s key is replaced by one that is kept in a file, and the old one opens nothing', async (t) => {
  const dataDirectory = await makeFolder(t);
  const server = await startTally({ dataDirectory });
  afterwards(t, () => server.interrupt());
  const file = path.join(dataDirectory, 'operator-key.json');
  const keyOf = async (): Promise<string> => String(JSON.parse(await readFile(file, 'utf8')).operatorKey);
  const operator = (key: string, ...args: string[]) =>
    runTally(['operator', ...args], { TALLY_SERVER: server.address.href, TALLY_OPERATOR_KEY: key });

  const old = await keyOf();
  const replaced = await operator(old, 'replace-key', '--file', file);
  assert.equal(replaced.exitCode, 0, replaced.stderr);
  const fresh = await keyOf();
  assert.notEqual(fresh, old);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.ok(!replaced.stdout.includes(fresh));
  assert.match((await operator(old, 'merchants')).stderr, /\(operator_key_unknown\)/);

  const listed: { keyId: string; isYours: boolean }[] = JSON.parse(
    (await operator(fresh, 'keys', '--json')).stdout,
  ).items;
  assert.equal(listed.length, 2);
  const own = listed.find(({ isYours }) => isYours);
  const last = await operator(fresh, 'revoke-key', own?.keyId ?? '');
  assert.equal(last.exitCode, 1);
  assert.match(last.stderr, /^tally operator revoke-key: .* Add one first\. \(operator_key_last\)\n$/);
});
