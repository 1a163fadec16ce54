import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { anyOutcome, anyPaymentPage, anyRefund } from '@tallystick/cashier-terminal/testing/any-answers';
import { makeNumericPaycode } from '@tallystick/paycode';
import fc from 'fast-check';
import { runCommandLine } from '../commands/run-command-line.ts';
import { recordedIo } from '../output/testing/recorded-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { tableOf } from '../operator/table.ts';
import { tillCommands } from './till-commands.ts';

const amount = { minorUnits: '450', currency: 'EUR' };
const code = makeNumericPaycode({ issuerPrefix: '83', alias: '0123456789', intent: 0, password: '24681357' });
const exitCodeOf: Readonly<Record<string, number>> = {
  ...{ approved: 0, declined: 4, reversed: 4, unknown: 3, refunded: 0, refused: 1, paid: 0, closed: 4 },
};
/** One that is good throughout. */
const approved = {
  ...{ final: true, outcome: 'approved', paymentId: 'PAYMENT', errorCode: null, cashierWords: null, amount },
  ...{ orderReference: null, earlierPayment: null, tillNumber: '0000007', merchantName: 'Baker’s' },
  ...{ codeEnding: '4711', confirmation: null, refunded: { ...amount, minorUnits: '0' }, refunds: [] },
  ...{ decidedAt: 1_790_000_000, details: null },
};
let folder: string;
before(() => (folder = mkdtempSync(path.join(tmpdir(), 'tally-answers-'))));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command of the till against a platform that answers everything but the sign-in with this. */
async function till(args: readonly string[], answer: (body: string, url: URL) => unknown) {
  const io = recordedIo({
    env: { TALLY_SERVER: 'http://127.0.0.1:1', TALLY_TILL_KEY: 'till_key', TALLY_TILL_STATE: folder },
    fetch(input, init) {
      const url = new URL(input instanceof Request ? input.url : input);
      const isSignIn = url.pathname === '/v1/till';
      const identity = { tillNumber: '0000007', merchantName: 'Baker’s', issuerPrefix: '83' };
      const body = typeof init?.body === 'string' ? init.body : '';
      return Promise.resolve(Response.json(isSignIn ? identity : answer(body, url)));
    },
  });
  const exitCode = await runCommandLine(tillCommands, args, io, ['till']);
  return { exitCode, stdout: io.takeOutput(), stderr: io.takeErrors() };
}

type Run = Awaited<ReturnType<typeof till>>;

function assertTold({ exitCode, stdout, stderr }: Run, isJson: boolean): string {
  assert.doesNotMatch(stderr, /unexpected|could not be written/);
  assert.notEqual(stdout, '');
  if (!isJson) return '';
  const result: unknown = JSON.parse(stdout);
  assert.ok(typeof result === 'object' && result !== null && 'state' in result, stdout);
  const state = String(result.state);
  assert.equal(exitCode, exitCodeOf[state]);
  return state;
}

void describe('Whatever a platform answers, a command of the till ends with the exit code of the result, and without a stack', () => {
  void it('pay, with a receipt or in JSON', { timeout: 300_000 }, async () => {
    const states = new Map<string, number>();
    const answers = anyOutcome({ paymentId: 'PAYMENT', amount });
    await fc.assert(
      fc.asyncProperty(answers, fc.boolean(), async (answer, isJson) => {
        const args = ['pay', '--amount', '4.50', '--currency', 'EUR', '--code', code, '--qr'];
        let paymentId = '';
        const run = await till(isJson ? [...args, '--json'] : args, (body, { pathname }) => {
          paymentId = /[0-9A-Z]{24}/.exec(body + pathname)?.[0] ?? paymentId;
          return { ...answer, paymentId };
        });
        const state = assertTold(run, isJson);
        states.set(state, (states.get(state) ?? 0) + 1);
        // What stayed open must not be asked about in the next run.
        if (state === 'unknown' || run.exitCode === exitCodes.unknown)
          rmSync(folder, { recursive: true, force: true });
      }),
      { numRuns: 250 },
    );
    assert.ok(states.has('approved') && states.has('declined'), String([...states]));
  });

  void it('refund and close', async () => {
    const ids = { paymentId: 'PAYMENT', refundId: 'R1', amount };
    const answers = fc.tuple(anyRefund(ids), anyOutcome(ids), fc.constantFrom('closed', 'paid', 'refunded'));
    await fc.assert(
      fc.asyncProperty(answers, fc.boolean(), async ([refund, outcome, result], isJson) => {
        const json = isJson ? ['--json'] : [];
        const refunded = await till(
          ['refund', 'PAYMENT', '--refund-id', 'R1', '--amount', '4.50', '--qr', ...json],
          (_, { pathname }) => (pathname.endsWith('/refunds') ? refund : approved),
        );
        assertTold(refunded, isJson);
        const closed = await till(['close', 'PAYMENT', ...json], () => ({
          ...{ paymentId: 'PAYMENT', result, payment: outcome },
        }));
        assertTold(closed, isJson);
      }),
      { numRuns: 100 },
    );
  });

  void it('payments', async () => {
    let listed = 0;
    await fc.assert(
      fc.asyncProperty(anyPaymentPage(), async (page) => {
        const { exitCode, stdout, stderr } = await till(['payments'], () => page);
        assert.doesNotMatch(stderr, /unexpected/);
        assert.doesNotMatch(stdout.replaceAll('\n', ''), /\p{Cc}|\p{Cf}/u);
        if (exitCode === exitCodes.done) listed += 1;
        else assert.equal(exitCode, exitCodes.unknown);
      }),
    );
    assert.ok(listed > 20, `only ${listed} of them were lists`);
  });
});

void it('any answer of the operator’s API becomes a table that steers no terminal', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.object({ withNullPrototype: false }), anyPaymentPage(), fc.constant(null)),
      (answer) => {
        const json: unknown = JSON.parse(JSON.stringify(answer));
        if (typeof json !== 'object') return;
        assert.doesNotMatch(tableOf(json).replaceAll('\n', ''), /\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}/u);
      },
    ),
  );
});
