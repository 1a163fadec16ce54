import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { chmod, copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { recordedIo } from '../output/testing/recorded-io.ts';
import { certificateFiles } from './certificate-files.ts';
import { runCertificates, type CertificatesValues } from './certificates-command.ts';
import { readIdentity } from './read-identity.ts';

const dayMs = 86_400_000;

async function newFolder(context: TestContext) {
  const folder = await mkdtemp(path.join(tmpdir(), 'tallystick-certificates-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const io = recordedIo({ env: { TALLY_CERTIFICATES: folder } });
  const files = certificateFiles(folder);
  return {
    folder,
    files,
    clock: io.clock,
    make: (values: CertificatesValues = {}) => runCertificates(values, io),
    read: (side: 'client' | 'server') => readIdentity(folder, side, new Date(io.clock.nowMs())),
    async authorities(): Promise<readonly string[]> {
      return (await readFile(files.authority, 'utf8')).split(/(?=-----BEGIN)/);
    },
  };
}

void test('the first run makes an authority and both sides; every file is its owner’s only', async (context) => {
  const { files, make, read } = await newFolder(context);
  assert.equal(await make({ host: 'keys.example,10.0.0.7' }), 0);
  for (const file of [files.authorityKey, files.server.key, files.client.key])
    assert.equal((await stat(file)).mode & 0o777, 0o600);
  const server = new X509Certificate((await read('server')).certificate);
  assert.equal(server.subjectAltName, 'DNS:keys.example, IP Address:10.0.0.7');
  assert.ok(server.verify(new X509Certificate((await read('client')).authority).publicKey));
});

void test('run again it keeps the authority and makes both sides anew', async (context) => {
  const { make, read, authorities } = await newFolder(context);
  await make();
  const [before, [authority]] = [await read('client'), await authorities()];
  await make();
  const after = await read('client');
  assert.deepEqual(await authorities(), [authority]);
  assert.notEqual(after.certificate, before.certificate);
  assert.notEqual(after.key, before.key);
});

void test('a new authority comes first, the former stays believed until it ends', async (context) => {
  const { make, read, authorities, clock } = await newFolder(context);
  await make();
  const [former] = await authorities();
  clock.advance(8 * 365 * dayMs);
  await make();
  const both = await authorities();
  assert.equal(both.length, 2, 'the former would end before what it signs');
  assert.equal(both[1], former);
  await make({ 'new-authority': true });
  assert.equal((await authorities()).length, 3);
  await read('server');
  clock.advance(3 * 365 * dayMs);
  await make();
  assert.equal((await authorities()).includes(former ?? ''), false);
});

void test('what can’t be used is refused, and the sentence says which file and why', async (context) => {
  const { folder, files, make, read, clock } = await newFolder(context);
  const refused = (pattern: RegExp) =>
    assert.rejects(read('client'), { code: 'certificates_wrong', message: pattern });
  await refused(/authority\.pem can’t be used: it is missing/);
  await make();
  await read('client');

  await chmod(files.client.key, 0o640);
  await refused(/client-key\.pem can’t be used: other users may read it; set its mode to 0600/);
  await chmod(files.client.key, 0o600);
  await writeFile(files.client.certificate, 'certainly');
  await refused(/client\.pem can’t be used: there is no certificate in it/);
  await copyFile(files.server.certificate, files.client.certificate);
  await refused(/client-key\.pem can’t be used: it is not the key of .*client\.pem/);

  await make();
  const elsewhere = await newFolder(context);
  await elsewhere.make();
  await copyFile(elsewhere.files.authority, path.join(folder, 'authority.pem'));
  await refused(/client\.pem can’t be used: it comes from no authority in authority\.pem/);

  await rm(files.authority);
  await make();
  clock.advance(398 * dayMs);
  await refused(
    /client\.pem can’t be used: it has expired on \d{4}-\d\d-\d\d; tally certificates makes new ones/,
  );
});

void test('hosts and days that are none are refused before anything is written', async (context) => {
  const { make, read } = await newFolder(context);
  for (const values of [{ host: 'a b' }, { host: '' }, { days: '0' }, { days: '826' }, { days: 'many' }])
    await assert.rejects(make(values), { code: 'arguments_wrong' });
  await assert.rejects(read('server'), { code: 'certificates_wrong' });
});
