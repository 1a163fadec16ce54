import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { defaultCredentialThrottleLimits, type RaceGuards } from '@tallystick/authentication-server';
import { dammCheckDigit } from '@tallystick/paycode';
import { openCrowd, payment } from '../support/crowd.ts';
import { startServerProcess } from '../support/server-process.ts';
import { codeOf, openTestMarket, type TestMarket } from '../support/test-market.ts';

/** A thousand parallel guesses at one credential, from many tills, at two servers with the limits on. */
const guesses = 1000;
const tills = 20;

let market: TestMarket;

before(async () => {
  market = await openTestMarket();
});

after(() => market.close());

/** Fires wrong codes of one alias; returns how many were evaluated and how many were refused unseen. */
async function guess(guards: Partial<RaceGuards>): Promise<Readonly<Record<string, number>>> {
  const servers = await Promise.all([
    startServerProcess(market.databaseUrl, market.keys, { guards }),
    startServerProcess(market.databaseUrl, market.keys, { guards }),
  ]);
  const crowd = await openCrowd(
    servers.map(({ address }) => address),
    guesses,
  );
  try {
    const account = await market.openAccount(1_000_000n);
    const code = await codeOf(await market.enrolTerminal(account, servers[0].address));
    const tillKeys = await Promise.all(Array.from({ length: tills }, () => market.openTill()));
    const answers = await crowd.fire(
      wrongCodes(code).map((wrong, index) => payment(tillKeys[index % tills]!, `G${index}`, wrong, 100)),
    );
    assert.ok(
      answers.every(({ body }) => body['errorCode'] === 'code_refused'),
      'all refusals look alike',
    );
    return await countVerdicts();
  } finally {
    crowd.close();
    await Promise.all(servers.map((server) => server.stop()));
  }
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
async function countVerdicts(): Promise<Readonly<Record<string, number>>> {
  const rows = await market.database.query<{ verdict: string; count: bigint }>({
    name: '',
    text: `WITH counted AS (DELETE FROM authentication.verdicts RETURNING verdict)
      SELECT verdict, count(*) FROM counted GROUP BY verdict`,
    values: [],
  });
  return Object.fromEntries(rows.map(({ verdict, count }) => [verdict, Number(count)]));
}

void test('of a thousand parallel wrong guesses exactly the allowed number is evaluated', async () => {
  const { burst } = defaultCredentialThrottleLimits;
  assert.deepEqual(await guess({}), { wrong_password: burst, throttled: guesses - burst });
});

void test('with the charge after the check more are evaluated, and this test sees it', async () => {
  const counted = await guess({ chargeBeforeCheck: false });
  assert.ok((counted['wrong_password'] ?? 0) > defaultCredentialThrottleLimits.burst);
});
