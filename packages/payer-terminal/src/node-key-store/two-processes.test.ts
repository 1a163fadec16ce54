import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { TallyError } from '@tallystick/foundation';
import { enrolledTerminal, noonMs } from '../testing/enrolled-terminal.ts';
import { createFileStore } from './file-store.ts';
import { ownIdentity } from './process-identity.ts';

const presser = fileURLToPath(new URL('../testing/press-many-times.ts', import.meta.url));

type Presser = ChildProcessByStdio<null, Readable, null>;

function startPresser(path: string, presses: number): Presser {
  const args = [presser, path, String(presses), String(noonMs)];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

function stepsIn(output: string): readonly number[] {
  // The last line may be cut where the process was killed.
  return output.split('\n').slice(0, -1).map(Number);
}

async function enrolledStore(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tallystick-two-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'payer.json');
  await enrolledTerminal(createFileStore({ path }));
  return path;
}

test('three processes that press at once never offer one step twice', async (context) => {
  const path = await enrolledStore(context);
  const pressers = [startPresser(path, 25), startPresser(path, 25), startPresser(path, 25)];
  const outputs = await Promise.all(pressers.map(({ stdout }) => text(stdout)));
  const steps = outputs.flatMap(stepsIn);
  assert.equal(steps.length, 75);
  assert.equal(new Set(steps).size, 75);
});

test('killed at any moment, a process leaves a whole store, and its lock stops nobody', async (context) => {
  const path = await enrolledStore(context);
  const offered: number[] = [];
  for (let round = 0; round < 12; round += 1) {
    const killed = startPresser(path, 1_000_000);
    const output = text(killed.stdout);
    // Kill it in the middle of its work: after its first code, and a moment that differs from round to round.
    await once(killed.stdout, 'data');
    for (let spin = 0; spin < round * 3; spin += 1) await readdir(join(path, '..'));
    killed.kill('SIGKILL');
    offered.push(...stepsIn(await output));

    const { activated } = await createFileStore({ path }).read();
    assert.ok(activated);
    assert.ok(activated.highestOfferedStep >= Math.max(...offered), 'a shown step was not stored');
  }
  const survivor = stepsIn(await text(startPresser(path, 3).stdout));
  assert.equal(survivor.length, 3);
  assert.equal(new Set([...offered, ...survivor]).size, offered.length + survivor.length);
});

test('a lock whose owner lives is waited for, and then named', async (context) => {
  const path = await enrolledStore(context);
  await writeFile(`${path}.lock.1000`, ownIdentity());
  const store = createFileStore({ path, waitAtMostMs: 0 });
  await assert.rejects(
    store.update((state) => Promise.resolve({ state, answer: undefined })),
    (error) => error instanceof TallyError && error.code === 'key_store_busy',
  );
});

test('a lock whose owner’s process number belongs to a younger process by now is free', async (context) => {
  const path = await enrolledStore(context);
  await writeFile(`${path}.lock.1000`, `${process.pid} 1`);
  const store = createFileStore({ path, waitAtMostMs: 0 });
  await store.update((state) => Promise.resolve({ state, answer: undefined }));
});

test('thirty takers of one dead lock in one process take turns', async (context) => {
  const path = await enrolledStore(context);
  await writeFile(`${path}.lock.1000`, '999999999 1');
  let inside = 0;
  const takers = Array.from({ length: 30 }, () =>
    createFileStore({ path, waitAtMostMs: 60_000 }).update(async (state) => {
      inside += 1;
      assert.equal(inside, 1);
      await readdir(join(path, '..'));
      inside -= 1;
      return { state, answer: undefined };
    }),
  );
  await Promise.all(takers);
});
