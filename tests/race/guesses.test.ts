import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { defaultCredentialThrottleLimits, type RaceGuards } from '@tallystick/authentication-server';
import { dammCheckDigit } from '@tallystick/paycode';
import { payment } from '../support/crowd.ts';
import { codeOf, openTestMarket, type TestMarket } from '../support/test-market.ts';
import { withTwoServers } from '../support/two-servers.ts';

/** A thousand parallel guesses at one credential, from many tills, at two servers with the limits on. */
const guesses = 1000;
const tills = 20;
/** Without the lock one round in four happens to end well. */
const rounds = 12;

let market: TestMarket;

before(async () => {
  market = await openTestMarket();
});

after(() => market.close());

type Counts = Readonly<Record<string, number>>;

/** Fires wrong codes of one alias, in each round at a fresh credential; returns the verdicts of each round. */
function guess(guards: Partial<RaceGuards>, rounds: number): Promise<readonly Counts[]> {
  return withTwoServers(market, { guards }, guesses, async ({ servers, crowd }) => {
    const tillKeys = await Promise.all(Array.from({ length: tills }, () => market.openTill()));
    const counts: Counts[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const account = await market.openAccount(1_000_000n);
      const code = await codeOf(await market.enrolTerminal(account, servers[0].address));
      const requests = wrongCodes(code).map((wrong, index) =>
        payment(tillKeys[index % tills]!, `G${round}_${index}`, wrong, 100 + index),
      );
      const answers = await crowd.fire(requests);
      const words = new Set(answers.map(({ body }) => body['errorCode']));
      assert.deepEqual([...words], ['code_refused'], 'all refusals look alike');
      counts.push(await countVerdicts());
    }
    return counts;
  });
}

/** Well-formed codes of the same alias whose passwords run on from the genuine one. */
function wrongCodes(code: string): readonly string[] {
  const genuine = Number(code.slice(13, 21));
  return Array.from({ length: guesses }, (_, index) => {
    const password = String((genuine + 1 + index) % 100_000_000).padStart(8, '0');
    const digits = code.slice(0, 13) + password;
    return digits + dammCheckDigit(digits);
  });
}

/** The verdicts since the last count, by their reason. */
async function countVerdicts(): Promise<Counts> {
  const rows = await market.database.query<{ verdict: string; count: bigint }>({
    name: '',
    text: `WITH counted AS (DELETE FROM authentication.verdicts RETURNING verdict)
      SELECT verdict, count(*) FROM counted GROUP BY verdict`,
    values: [],
  });
  return Object.fromEntries(rows.map(({ verdict, count }) => [verdict, Number(count)]));
}

const { burst } = defaultCredentialThrottleLimits;

function evaluatedTooMany(counts: Counts): boolean {
  return (counts['wrong_password'] ?? 0) > burst;
}

void test('of a thousand parallel wrong guesses exactly the allowed number is evaluated, in every round', async () => {
  const expected = { wrong_password: burst, throttled: guesses - burst };
  assert.deepEqual(await guess({}, rounds), new Array<Counts>(rounds).fill(expected));
});

void test('with the charge after the check more are evaluated, and this test sees it', async () => {
  assert.ok((await guess({ chargeBeforeCheck: false }, 1)).every(evaluatedTooMany));
});

void test('without the row lock two servers charge at once, more are evaluated, and this test sees it', async () => {
  assert.ok((await guess({ rowLock: false }, rounds)).some(evaluatedTooMany));
});
