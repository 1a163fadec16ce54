import { TallyError, type OutcomeJson, type PaymentAnswerJson } from '@tallystick/foundation';
import { nextCode } from '@tallystick/payer-terminal';
import {
  endAbandonedPayments,
  findAccount,
  forgetRecentPayments,
  topUp,
  type Till,
} from '@tallystick/payment-platform';
import type { System } from '@tallystick/tally';
import type { TestPayer, TestShop } from '../payments/test-shop.ts';
import type { ModelCode, ModelRefund, ModelRequest, ModelTill } from './payment.ts';
import { outcomeWords, pendingWords, refusedWords } from './words.ts';

/** The real system with fresh merchants, tills and payers, asked the same as the model and answering in the same words. */
export interface Stage {
  /** The same for all of the stage; the model’s names of them. */
  readonly tills: readonly ModelTill[];
  readonly payers: readonly string[];
  /** What each payer has when a script begins. */
  readonly openingMinorUnits: bigint;
  freshCode(payer: string): Promise<ModelCode>;
  pay(at: ModelTill, request: ModelRequest): Promise<string>;
  query(at: ModelTill, paymentId: string): Promise<string>;
  close(at: ModelTill, paymentId: string): Promise<string>;
  reverse(at: ModelTill, paymentId: string): Promise<string>;
  refund(at: ModelTill, refund: ModelRefund): Promise<string>;
  topUp(payer: string, topUpId: string, minorUnits: string): Promise<string>;
  keepHouse(): Promise<void>;
  /** Of a payer or a merchant, by its name. */
  balanceOf(name: string): Promise<bigint>;
}

const openingMinorUnits = 1_000n;
const currency = 'EUR';
/** Fay’s clock is so fast that her first codes are held until their time has come. */
const payerNames = ['Ada', 'Ben', 'Fay'] as const;
const fastByMs = 40_000;
const hourMs = 3_600_000;

export async function openStage(shop: TestShop, system: System): Promise<Stage> {
  // Every script begins at the same moment of a step, so that it does the same each time.
  shop.clock.advance(2 * hourMs - (shop.clock.nowMs() % hourMs));
  const [first, second] = await shop.openTwoTills();
  const third = await shop.openTill();
  const tills = new Map<string, Till>([
    ['A1', first.till],
    ['A2', second.till],
    ['B1', third.till],
  ]);
  const payers = new Map<string, TestPayer>();
  for (const name of payerNames)
    payers.set(name, await shop.enrolPayer(openingMinorUnits, name === 'Fay' ? fastByMs : 0));
  const tillOf = ({ till }: ModelTill): Till => tills.get(till)!;

  return {
    tills: [...tills.keys()].map((till) => ({ merchant: till.slice(0, 1), till })),
    payers: payerNames,
    openingMinorUnits,
    async freshCode(payer) {
      for (;;) {
        const code = await nextCode(payers.get(payer)!.terminal);
        if (code.kind === 'code') {
          const { digits, step } = code;
          return { payer, digits, alias: digits.slice(2, 12), step };
        }
        shop.clock.advance(code.waitMs);
      }
    },
    pay: (at, { paymentId, code, minorUnits, order, duplicateOf }) =>
      inWords(async () =>
        answerWords(
          await system.payments.pay(tillOf(at), {
            paymentId,
            code: code.digits,
            amount: { minorUnits, currency },
            ...(order === null ? {} : { order: orderJson(order) }),
            ...(duplicateOf === null ? {} : { duplicateOf }),
          }),
        ),
      ),
    query: (at, paymentId) =>
      inWords(async () => answerWords(await system.payments.query(tillOf(at), paymentId))),
    close: (at, paymentId) =>
      inWords(async () => {
        const { result, payment } = await system.payments.closeIfUnpaid(tillOf(at), paymentId);
        return `${result}: ${answerWords(payment)}`;
      }),
    reverse: (at, paymentId) =>
      inWords(async () => {
        const { result, payment } = await system.payments.reverse(tillOf(at), paymentId);
        return `${result}: ${answerWords(payment)}`;
      }),
    refund: (at, { refundId, paymentId, minorUnits }) =>
      inWords(async () => {
        const amount = { minorUnits, currency };
        const refund = await system.refunds.refund(tillOf(at), { refundId, paymentId, amount });
        return `refunded ${refund.amount.minorUnits}`;
      }),
    topUp: (payer, topUpId, minorUnits) =>
      inWords(async () => {
        const { accountId } = payers.get(payer)!;
        const amount = { minorUnits: BigInt(minorUnits), currency };
        const booked = await topUp(system.platform, { topUpId, accountId, amount });
        return `topped up ${booked.amount.minorUnits}`;
      }),
    async keepHouse() {
      await endAbandonedPayments(system.platform);
      await forgetRecentPayments(system.platform);
    },
    async balanceOf(name) {
      const payer = payers.get(name);
      if (payer !== undefined) return (await findAccount(system.platform, payer)).balance.minorUnits;
      const { merchantId } = tills.get(`${name}1`)!;
      return clearingBalance(shop, merchantId);
    },
  };
}

function orderJson({ reference, total }: NonNullable<ModelRequest['order']>) {
  return total === null ? { reference } : { reference, total: { minorUnits: total, currency } };
}

async function inWords(ask: () => Promise<string>): Promise<string> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof TallyError) return refusedWords(error.code);
    throw error;
  }
}

function answerWords(answer: PaymentAnswerJson): string {
  return answer.final ? finalWords(answer) : pendingWords(answer.errorCode ?? 'in_work');
}

function finalWords({ outcome, errorCode, amount, refunded, refunds, earlierPayment }: OutcomeJson): string {
  const back = BigInt(refunded?.minorUnits ?? 0);
  const listed = refunds.reduce((sum, each) => sum + BigInt(each.amount.minorUnits), 0n);
  if (listed > back) throw new Error(`refunds of ${listed} are listed, and ${back} went back`);
  return outcomeWords({
    state: outcome,
    reason: errorCode,
    minorUnits: BigInt(amount?.minorUnits ?? 0),
    back,
    earlier: earlierPayment?.paymentId ?? null,
  });
}

async function clearingBalance({ database }: TestShop, merchantId: string): Promise<bigint> {
  const [row] = await database.query<{ readonly balance: bigint }>({
    name: 'test.clearing_balance',
    text: `SELECT sum(balance)::bigint AS balance FROM platform.accounts WHERE kind = 'clearing' AND merchant_id = $1`,
    values: [merchantId],
  });
  return row?.balance ?? 0n;
}
