import assert from 'node:assert/strict';
import {
  changeCredentialState,
  createActivation,
  forgetOldEnrolments,
  forgetOldStepHolds,
  listCredentials,
} from '@tallystick/authentication-server';
import type { Clock } from '@tallystick/foundation';
import {
  createMemoryStore,
  createPayerTerminal,
  enrol,
  nextCode,
  type PayerTerminal,
} from '@tallystick/payer-terminal';
import {
  createPayerAccount,
  endAbandonedPayments,
  forgetRecentPayments,
  listAccounts,
  topUp,
  type Till,
} from '@tallystick/payment-platform';
import { closeHttpServer, createHttpServer, listen, type System } from '@tallystick/tally';
import type { TestShop, TestTill } from '../payments/test-shop.ts';
import { forged } from '../support/forged.ts';

const currency = 'EUR';
const amount = { minorUnits: '450', currency };
const otherAmount = { minorUnits: '451', currency };
const part = { minorUnits: '100', currency };
/** Later than the minute in which a payment like the one before looks like a second scan. */
const laterMs = 61_000;
const fastByMs = 40_000;

/** Runs everything that happens to money and credentials once, so that every statement of it is sent. */
export async function runEveryPath(shop: TestShop, system: System, { till, key }: TestTill): Promise<void> {
  const http = createHttpServer({
    routes: system.routes,
    checkReadiness: system.checkReadiness,
    indexPage: () => ({ title: 'Test', introduction: '', sections: [] }),
    logLevel: 'silent',
  });
  const serverUrl = await listen(http, { host: '127.0.0.1', port: 0 });
  const account = await createPayerAccount(system.platform, { name: 'Payer', currency });
  const money = { topUpId: 'first', accountId: account.accountId, amount: { minorUnits: 10_000n, currency } };
  await topUp(system.platform, money);

  async function enrolTerminal(kind: 'time' | 'event', clock: Clock): Promise<PayerTerminal> {
    const { activationCode } = await createActivation(system.enrolment, account, { kind });
    const store = createMemoryStore();
    await enrol(createPayerTerminal({ store, clock: shop.clock }), { activationCode, serverUrl, fetch });
    return createPayerTerminal({ store, clock });
  }
  const codeOf = async (terminal: PayerTerminal): Promise<string> => {
    shop.clock.advance(laterMs);
    const code = await nextCode(terminal);
    assert.equal(code.kind, 'code');
    return code.kind === 'code' ? code.digits : '';
  };

  for (const kind of ['time', 'event'] as const) {
    const terminal = await enrolTerminal(kind, shop.clock);
    await payAndGiveBack(system, till, kind, () => codeOf(terminal));
  }
  const fast: Clock = { ...shop.clock, nowMs: () => shop.clock.nowMs() + fastByMs };
  await leaveOpen(system, till, await codeOf(await enrolTerminal('time', fast)));
  shop.clock.advance(10 * laterMs);
  await keepHouse(system);
  await lookThrough(system, account);
  for (const path of ['payments', 'refunds']) {
    const answer = await fetch(`${serverUrl}/v1/${path}`, { headers: { authorization: `Bearer ${key}` } });
    assert.equal(answer.status, 200);
  }
  await closeHttpServer(http);
}

async function payAndGiveBack(
  { payments, refunds }: System,
  till: Till,
  name: string,
  nextCodeDigits: () => Promise<string>,
): Promise<void> {
  const code = await nextCodeDigits();
  const order = { reference: `order/${name}` };
  const paid = await payments.pay(till, { paymentId: `Paid_${name}`, code, amount });
  assert.equal(paid.outcome, 'approved');
  await payments.pay(till, { paymentId: `Used_${name}`, code, amount: otherAmount });
  await payments.pay(till, { paymentId: `Forged_${name}`, code: forged(await nextCodeDigits()), amount });
  await payments.pay(till, { paymentId: `Order_${name}`, code: await nextCodeDigits(), amount, order });
  await refunds.refund(till, { refundId: `Part_${name}`, paymentId: `Paid_${name}`, amount: part });
  await refunds.query(till, `Part_${name}`);
  await payments.query(till, `Paid_${name}`);
  await payments.closeIfUnpaid(till, `Paid_${name}`);
  await payments.reverse(till, `Paid_${name}`);
  await payments.reverse(till, `Order_${name}`);
  await payments.reverse(till, `Never_${name}`);
}

/** A payment whose code is held, and that is then closed. */
async function leaveOpen({ payments }: System, till: Till, code: string): Promise<void> {
  const order = { reference: 'order/open' };
  const open = await payments.pay(till, { paymentId: 'Open', code, amount, order });
  assert.equal(open.outcome, 'pending');
  assert.equal((await payments.reverse(till, 'Open')).result, 'closed');
}

async function keepHouse({ platform, enrolment }: System): Promise<void> {
  await endAbandonedPayments(platform);
  await forgetRecentPayments(platform);
  await forgetOldStepHolds(enrolment);
  await forgetOldEnrolments(enrolment);
}

async function lookThrough(
  { platform, enrolment }: System,
  account: { readonly accountId: string; readonly shard: number },
): Promise<void> {
  await listAccounts(platform, {});
  const [credential] = await listCredentials(enrolment, account, { limit: 10 });
  assert.ok(credential !== undefined);
  const { credentialNumber } = credential;
  await changeCredentialState(enrolment, {
    credentialNumber,
    state: 'locked',
    operatorId: account.accountId,
  });
}
