import assert from 'node:assert/strict';
import {
  createActivation,
  type CredentialThrottleLimits,
  type EnrolmentServer,
} from '@tallystick/authentication-server';
import type { CredentialTerms } from '@tallystick/verification-contract';
import {
  createMerchant,
  createOperator,
  createPayerAccount,
  createTill,
  findAccount,
  topUp,
  type Till,
  type TopUpContext,
} from '@tallystick/payment-platform';
import { createManualClock, systemClock, type Clock } from '@tallystick/foundation';
import type { IntegrityDifference } from '@tallystick/integrity';
import {
  createMemoryStore,
  createPayerTerminal,
  enrol,
  nextCode,
  type PayerTerminal,
} from '@tallystick/payer-terminal';
import type { ConnectionTarget, Database } from '@tallystick/postgres';
import { closeHttpServer, createHttpServer, listen, type System } from '@tallystick/tally';
import { bucketCountOfTests } from '../support/bucket-count.ts';
import { recordedStatements } from '../support/recorded-statements.ts';
import {
  startDeployment,
  type DeploymentKind,
  type DeploymentOptions,
  type TestDeployment,
} from '../support/deployment.ts';

/** A whole system on an embedded PostgreSQL whose time the test moves, reached over real HTTP. */
export interface TestShop {
  readonly clock: ReturnType<typeof createManualClock>;
  /** The platform’s database; of both servers where they are together. */
  readonly database: Database;
  /** Where the platform’s database is, for connections of a test’s own. */
  readonly connection: ConnectionTarget;
  /** One more server of the shop, by its services, with connections of its own; where both are together only. */
  openServer(database: Database): Promise<System>;
  readonly platform: TopUpContext;
  readonly enrolment: EnrolmentServer;
  readonly deployment: DeploymentKind;
  /** Everything that does not hold in the databases or between them. */
  differences(): Promise<readonly IntegrityDifference[]>;
  openTill(merchantName?: string): Promise<TestTill>;
  /** Two tills of one merchant. */
  openTwoTills(): Promise<readonly [TestTill, TestTill]>;
  /** A payer with money and an enrolled terminal; its clock runs `clockErrorMs` ahead of the server’s. */
  enrolPayer(minorUnits: bigint, clockErrorMs?: number): Promise<TestPayer>;
  /** A payer with money and a device whose clock stands in 1970; with limits of its own where they are given. */
  enrolDevice(minorUnits: bigint, limits?: Partial<CredentialTerms>): Promise<TestPayer>;
  close(): Promise<void>;
}

export interface TestTill {
  readonly serverUrl: string;
  readonly key: string;
  readonly till: Till;
  pay(paymentId: string, code: string, minorUnits?: string, currency?: string): Promise<Answer>;
  /** 4.50 EUR with more fields in the body. */
  payWith(paymentId: string, code: string, more: object): Promise<Answer>;
  query(paymentId: string): Promise<Answer>;
  reverse(paymentId: string): Promise<Answer>;
  closeIfUnpaid(paymentId: string): Promise<Answer>;
  refund(refundId: string, paymentId: string, minorUnits: string, currency?: string): Promise<Answer>;
  /** Any other request of a till, below `/v1`. */
  send(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer>;
}

export interface TestPayer {
  readonly accountId: string;
  readonly shard: number;
  readonly terminal: PayerTerminal;
  /** A fresh code; moves the shop’s clock on where the terminal asks to wait. */
  nextCode(): Promise<string>;
  balance(): Promise<bigint>;
}

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const startMs = Date.UTC(2026, 10, 23, 12, 0, 1);
const currency = 'EUR';

export async function openTestShop(
  limits?: CredentialThrottleLimits,
  start: (options: DeploymentOptions) => Promise<TestDeployment> = startDeployment,
): Promise<TestShop> {
  const clock = createManualClock(startMs);
  const system = await start({
    // The grid of refusals is about real time.
    clock: { nowMs: clock.nowMs, monotonicMs: systemClock.monotonicMs },
    ...(limits === undefined ? {} : { limits }),
  });
  const http = createHttpServer({
    routes: system.routes,
    checkReadiness: system.checkReadiness,
    indexPage: () => ({ title: 'Test', introduction: '', sections: [] }),
    logLevel: 'silent',
  });
  const address = await listen(http, { host: '127.0.0.1', port: 0 });
  const { operatorId } = await createOperator(system.platform, { name: 'Test operator' });

  async function openTillOf(merchantId: string): Promise<TestTill> {
    return tillAt(address, await createTill(system.platform, { merchantId, name: 'Counter' }));
  }

  return {
    clock,
    database: system.database,
    connection: system.connection,
    openServer: (ofServer) => system.openServer(ofServer),
    platform: system.platform,
    enrolment: system.enrolment,
    deployment: system.kind,
    differences: () => system.differences(),
    async openTill(merchantName = 'Kiosk') {
      const { merchantId } = await createMerchant(system.platform, { operatorId, name: merchantName });
      return openTillOf(merchantId);
    },
    async openTwoTills() {
      const { merchantId } = await createMerchant(system.platform, { operatorId, name: 'Two tills' });
      return [await openTillOf(merchantId), await openTillOf(merchantId)];
    },
    enrolPayer: (minorUnits, clockErrorMs = 0) =>
      enrolTestPayer({ system, address, clock }, minorUnits, clockErrorMs),
    enrolDevice: (minorUnits, asked = {}) =>
      enrolTestPayer({ system, address, clock }, minorUnits, -clock.nowMs(), { kind: 'event', ...asked }),
    async close() {
      await closeHttpServer(http);
      await assertBucketsFit(system);
      await system.close();
    },
  };
}

/** Several buckets agree with each other at every end, and one costs no statement more than a payment always had. */
async function assertBucketsFit(system: TestDeployment): Promise<void> {
  if (bucketCountOfTests() > 1) return assert.deepEqual(await system.differences(), []);
  const aboutPlaces = recordedStatements().filter(({ text }) => text.includes('platform.places'));
  assert.deepEqual(aboutPlaces, []);
}

function tillAt(address: string, { till, key }: { readonly till: Till; readonly key: string }): TestTill {
  const send = async (method: string, path: string, body?: object): Promise<Answer> => {
    const response = await fetch(`${address}/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: asRecord(await response.json()) };
  };
  return {
    serverUrl: address,
    key,
    till,
    pay: (paymentId, code, minorUnits = '450', amountCurrency = currency) =>
      send('POST', '/payments', { paymentId, code, amount: { minorUnits, currency: amountCurrency } }),
    payWith: (paymentId, code, more) =>
      send('POST', '/payments', { paymentId, code, amount: { minorUnits: '450', currency }, ...more }),
    query: (paymentId) => send('GET', `/payments/${paymentId}`),
    reverse: (paymentId) => send('POST', `/payments/${paymentId}/reversal`),
    closeIfUnpaid: (paymentId) => send('POST', `/payments/${paymentId}/close-if-unpaid`),
    refund: (refundId, paymentId, minorUnits, refundCurrency = currency) =>
      send('POST', '/refunds', { refundId, paymentId, amount: { minorUnits, currency: refundCurrency } }),
    send,
  };
}

async function enrolTestPayer(
  {
    system,
    address,
    clock,
  }: {
    system: Pick<TestDeployment, 'platform' | 'enrolment'>;
    address: string;
    clock: ReturnType<typeof createManualClock>;
  },
  minorUnits: bigint,
  clockErrorMs: number,
  asked: Partial<CredentialTerms> = {},
): Promise<TestPayer> {
  const { platform, enrolment } = system;
  const { accountId, shard } = await createPayerAccount(platform, { name: 'Payer', currency });
  if (minorUnits > 0n)
    await topUp(platform, { topUpId: 'first', accountId, amount: { minorUnits, currency } });
  const { activationCode } = await createActivation(enrolment, { accountId, shard }, asked);
  const store = createMemoryStore();
  await enrol(createPayerTerminal({ store, clock }), { activationCode, serverUrl: address, fetch });
  // The clock goes wrong after the enrolment, which has just set it.
  const terminal = createPayerTerminal({ store, clock: wrongBy(clock, clockErrorMs) });

  return {
    accountId,
    shard,
    terminal,
    async nextCode() {
      for (;;) {
        const code = await nextCode(terminal);
        if (code.kind === 'code') return code.digits;
        clock.advance(code.waitMs);
      }
    },
    balance: async () => (await findAccount(platform, { accountId })).balance.minorUnits,
  };
}

function wrongBy(clock: Clock, errorMs: number): Clock {
  return { nowMs: () => clock.nowMs() + errorMs, monotonicMs: () => clock.monotonicMs() };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new TypeError('an answer is a JSON object');
  return { ...value };
}
