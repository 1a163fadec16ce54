import assert from 'node:assert/strict';
import { chmod, mkdtemp, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { runTally, startTally } from './tally-process.ts';

const names = [
  'DATABASE_URL',
  'HOME',
  'TALLY_ALLOW_UNSAFE_DATABASE',
  'TALLY_AUTHENTICATION_HOST',
  'TALLY_AUTHENTICATION_PORT',
  'TALLY_AUTHENTICATION_URL',
  'TALLY_BUCKETS',
  'TALLY_CERTIFICATES',
  'TALLY_DATA',
  'TALLY_EVENT_CAP',
  'TALLY_EVENT_USES_PER_DAY',
  'TALLY_KEYS',
  'TALLY_LOG',
  'TALLY_OPERATOR_KEY',
  'TALLY_PASSPHRASE',
  'TALLY_PAYER_STORE',
  'TALLY_PORT',
  'TALLY_SERVER',
  'TALLY_TILL_KEY',
  'TALLY_TILL_STATE',
  'TALLY_WITH_DATABASE_URL',
];
const allEmpty = Object.fromEntries(names.map((name) => [name, '']));
let folder: string;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tallystick-empty-'));
});
after(() => rm(folder, { recursive: true, force: true }));

test('a start whose variables are all set to nothing keeps everything in ./data', async () => {
  const cwd = path.join(folder, 'start');
  await mkdir(cwd);
  const server = await startTally({ ...allEmpty, TALLY_PORT: '0' }, ['--no-demo'], { cwd });
  try {
    assert.deepEqual(await readdir(cwd), ['data']);
    const kept = await readdir(path.join(cwd, 'data'));
    assert.deepEqual(kept.toSorted(), ['keys.json', 'operator-key.json', 'postgres']);
  } finally {
    await server.interrupt();
  }
});

test('under umask 000 what a start makes is its owner’s only, and doctor finds what is open', async () => {
  const cwd = path.join(folder, 'umask');
  await mkdir(cwd);
  const data = path.join(cwd, 'a', 'data');
  const former = process.umask(0);
  try {
    const server = await startTally({ ...allEmpty, TALLY_PORT: '0', TALLY_DATA: data }, ['--no-demo'], {
      cwd,
    });
    await server.interrupt();
  } finally {
    process.umask(former);
  }
  for (const made of [path.dirname(data), data, path.join(data, 'postgres')])
    assert.equal((await stat(made)).mode & 0o066, 0, made);

  await chmod(data, 0o777);
  const doctor = () => runTally(['doctor'], { ...allEmpty, TALLY_PORT: '0', TALLY_DATA: data }, [], { cwd });
  assert.match((await doctor()).stdout, /^look +The data folder .* is open to other users \(mode 0777\);/m);
  const again = await startTally({ ...allEmpty, TALLY_PORT: '0', TALLY_DATA: data }, [], { cwd });
  const { stderr } = await again.interrupt();
  assert.match(stderr, /was open to other users \(mode 0777\), and is now closed to them\.$/m);
  assert.match((await doctor()).stdout, /^ok +The data folder is/m);
});

test('with every variable empty, each command finds what it is without them', async () => {
  const cwd = path.join(folder, 'commands');
  await mkdir(cwd);
  const run = (args: readonly string[]) => runTally(args, allEmpty, [], { cwd });
  const words: readonly (readonly [args: readonly string[], stderr: RegExp])[] = [
    [['demo-key', 'till'], new RegExp(`There is no demo in ${cwd}/data:`)],
    [['verify'], new RegExp(`There is no database in ${cwd}/data`)],
    [['operator', 'keys'], /Set TALLY_OPERATOR_KEY/],
    [['till', 'whoami'], /The till’s key is missing/],
    [['payer', 'activate', '-'], /TALLY_ACTIVATION_CODE is missing/],
    [['payer', 'activate', 'CODE'], /--server is missing/],
  ];
  for (const [args, stderr] of words) assert.match((await run(args)).stderr, stderr, args.join(' '));
  const status = await run(['payer', 'status', '--json']);
  assert.ok(!status.stdout.includes(cwd) && !status.stderr.includes(cwd), status.stdout);
  assert.deepEqual(await readdir(cwd), []);
});

test('certificates go into ./data/certificates where TALLY_CERTIFICATES is empty', async () => {
  const cwd = path.join(folder, 'certificates');
  await mkdir(cwd);
  assert.equal((await runTally(['certificates'], allEmpty, [], { cwd })).exitCode, 0);
  assert.deepEqual(await readdir(cwd), ['data']);
});

test('a HOME that is a relative path is refused in one sentence', async () => {
  const { exitCode, stderr } = await runTally(['payer', 'status'], { ...allEmpty, HOME: 'relative' });
  assert.equal(exitCode, 2);
  assert.match(stderr, /^tally payer status: This user has no home folder\. Set HOME to one, .*\n$/);
});

test('an option that is empty is refused, because its folder would be the working folder', async () => {
  const { exitCode, stderr } = await runTally(['payer', 'status', '--store', ''], allEmpty);
  assert.equal(exitCode, 2);
  assert.match(stderr, /--store is empty\./);
});
