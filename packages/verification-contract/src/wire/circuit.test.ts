import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { TallyError } from '@tallystick/foundation';
import { createCircuit, type Circuit } from './circuit.ts';

const away = new TallyError('authentication_unavailable', { detail: 'Nobody listens.' });
const older = new TallyError('authentication_version_mismatch', { detail: 'Version 0.' });

/** A circuit whose probes are answered by the test. */
function open(context: TestContext) {
  const probes: { answer: () => void; fail: (error: TallyError) => void }[] = [];
  const changes: (string | undefined)[] = [];
  let asked: () => void = () => undefined;
  const circuit = createCircuit({
    probe: () =>
      new Promise<void>((answer, fail) => {
        probes.push({ answer, fail });
        asked();
      }),
    pauseMs: 0,
    failuresToOpen: 3,
    onChange: (reason) => changes.push(reason?.message),
  });
  context.after(() => circuit.stop());
  return {
    circuit,
    changes,
    async nextProbe() {
      if (probes.length === 0) await new Promise<void>((resolve) => (asked = resolve));
      const probe = probes.shift();
      if (probe === undefined) throw new Error('nobody has asked');
      return probe;
    },
  };
}

function isOpen(circuit: Circuit): boolean {
  try {
    circuit.assertClosed();
    return false;
  } catch (error) {
    assert.ok(error instanceof TallyError && error.retryAfterSeconds !== undefined);
    return true;
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

void test('nothing is asked before the other side has answered once', async (context) => {
  const { circuit, nextProbe, changes } = open(context);
  assert.equal(isOpen(circuit), true);
  (await nextProbe()).answer();
  await nextTurn();
  assert.equal(isOpen(circuit), false);
  assert.deepEqual(changes, [undefined]);
});

void test('three failures in a row open it, a success in between does not, and a probe closes it', async (context) => {
  const { circuit, nextProbe, changes } = open(context);
  (await nextProbe()).answer();
  await nextTurn();
  circuit.failed(away);
  circuit.failed(away);
  circuit.succeeded();
  circuit.failed(away);
  circuit.failed(away);
  assert.equal(isOpen(circuit), false);
  circuit.failed(away);
  assert.equal(isOpen(circuit), true);
  (await nextProbe()).fail(away);
  await nextTurn();
  assert.equal(isOpen(circuit), true);
  (await nextProbe()).answer();
  await nextTurn();
  assert.equal(isOpen(circuit), false);
  assert.deepEqual(changes, [undefined, 'Nobody listens.', undefined], 'each change is told once');
});

void test('another version opens it at once, and its name is what callers get', async (context) => {
  const { circuit, nextProbe } = open(context);
  (await nextProbe()).answer();
  await nextTurn();
  circuit.failed(older);
  assert.throws(() => circuit.assertClosed(), { code: 'authentication_version_mismatch' });
});
