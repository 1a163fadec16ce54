import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CredentialTerms } from '@tallystick/verification-contract';
import type { RaceGuards } from '@tallystick/authentication-server';
import { databaseDifferences } from '@tallystick/integrity';
import { payment } from '../support/crowd.ts';
import { liftedLimits } from '../support/server-process.ts';
import { codeOf, openTestMarket, type TestMarket } from '../support/test-market.ts';
import { withTwoServers } from '../support/two-servers.ts';

/**
 * The race of DESIGN §4, invariant 3, run and not argued: one genuine code, a thousand payments of own ids and amounts, two
 * server processes, one database. The guards are then turned off one by one: against a code spent twice either of them is
 * enough, so one is redundant. The lock is nevertheless needed: guesses.test.ts shows that the throttle rests on it alone.
 */
const requestsPerRound = 1000;
const isLong = process.env['TALLY_TEST_LONG'] === '1';
/** Without both guards one of the first rounds shows it; the long mode is there to be surer than that. */
const rounds = isLong ? 200 : 50;
/** Both kinds are burnt by the same statement; these rounds are there to see it. */
const eventRounds = 5;
const mutantRounds = isLong ? 25 : 10;

let market: TestMarket;

before(async () => {
  market = await openTestMarket();
});

after(() => market.close());

interface Race {
  readonly approvals: readonly number[];
  /** Answers that are neither an approval nor `code_used`. */
  readonly others: readonly string[];
}

/** Runs rounds, each with a fresh credential, until the given number is reached or a code was approved twice. */
function race(
  guards: Partial<RaceGuards>,
  maximumRounds: number,
  kind: CredentialTerms['kind'] = 'time',
): Promise<Race> {
  const changes = { guards, limits: liftedLimits };
  return withTwoServers(market, changes, requestsPerRound, async ({ servers, crowd }) => {
    const tillKeys = await Promise.all([market.openTill(), market.openTill()]);
    const approvals: number[] = [];
    const others: string[] = [];
    while (approvals.length < maximumRounds && approvals.every((count) => count <= 1)) {
      const account = await market.openAccount(1_000_000n);
      const code = await codeOf(await market.enrolTerminal(account, servers[0].address, kind));
      const round = approvals.length;
      const requests = Array.from({ length: requestsPerRound }, (_, index) =>
        payment(tillKeys[index % tillKeys.length]!, `R${round}_${index}`, code, 1 + index),
      );
      const answers = await crowd.fire(requests);
      const words = answers.map(({ body }) => String(body['errorCode'] ?? body['outcome'] ?? body['code']));
      approvals.push(words.filter((word) => word === 'approved').length);
      others.push(...words.filter((word) => word !== 'approved' && word !== 'code_used'));
    }
    return { approvals, others };
  });
}

void test(`a code fired ${requestsPerRound} times at once at two servers is approved once, in ${rounds} rounds`, async () => {
  const { approvals, others } = await race({}, rounds);
  assert.deepEqual(others, []);
  assert.deepEqual(approvals, new Array<number>(rounds).fill(1));
  assert.equal(await countBookedApprovals(), rounds);
  assert.deepEqual(await databaseDifferences(market.database), []);
});

void test(`so is the code of a device without a clock, in ${eventRounds} rounds`, async () => {
  const before = await countBookedApprovals();
  const { approvals, others } = await race({}, eventRounds, 'event');
  assert.deepEqual(others, []);
  assert.deepEqual(approvals, new Array<number>(eventRounds).fill(1));
  assert.equal(await countBookedApprovals(), before + eventRounds);
});

/** Approved payments whose transfer has taken money from a payer: what was booked, whatever was answered. */
async function countBookedApprovals(): Promise<number> {
  const rows = await market.database.query<{ count: bigint }>({
    name: '',
    text: `SELECT count(*) FROM platform.payments AS payment
      JOIN platform.entries AS entry USING (bucket, account_id, transfer_id)
      WHERE payment.outcome = 'approved' AND entry.amount = -payment.amount`,
    values: [],
  });
  return Number(rows[0]?.count);
}

void test('without the row lock the conditional burn still lets one through', async () => {
  const { approvals } = await race({ rowLock: false }, mutantRounds);
  assert.deepEqual(approvals, new Array<number>(mutantRounds).fill(1));
});

void test('without the conditional burn the row lock still lets one through', async () => {
  const { approvals } = await race({ conditionalBurn: false }, mutantRounds);
  assert.deepEqual(approvals, new Array<number>(mutantRounds).fill(1));
});

for (const kind of ['time', 'event'] as const) {
  void test(`without both guards the race is lost, and this test sees it (${kind})`, async () => {
    const { approvals } = await race({ rowLock: false, conditionalBurn: false }, rounds, kind);
    assert.ok(
      approvals.some((count) => count > 1),
      `no code was approved twice in ${approvals.length} rounds`,
    );
  });
}
