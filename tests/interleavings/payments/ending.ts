import type { OutcomeJson } from '@tallystick/foundation';
import { balanceOf, type Counter, type Subject } from './start-subject.ts';
import { query, type Answer, type Told } from './operations.ts';

/** How a schedule ended: what everybody was told, and what anybody is told from now on. */
export interface Ending {
  readonly subject: Subject;
  readonly answers: readonly Answer[];
  readonly payment: Told;
  readonly secondScan: Told;
  /** The payment sent once more; `never_seen` where it was never sent. */
  readonly retry: Told;
  readonly balance: bigint;
}

/** Looks at what is left of a schedule, and closes a payment that has stayed open. */
export async function lookAtEnding(
  counter: Counter,
  subject: Subject,
  answers: readonly Answer[],
): Promise<Ending> {
  const { payments } = counter.free;
  const { till } = counter.till;
  const { paymentId } = subject.payment;
  const payment = await query(payments.query(till, paymentId));
  const secondScan = await query(payments.query(till, subject.secondScan.paymentId));
  const balance = await balanceOf(counter, subject.accountId);
  const retry = isOutcome(payment) ? await query(payments.pay(till, subject.payment)) : payment;
  if (payment === 'pending') await payments.reverse(till, paymentId);
  return { subject, answers, payment, secondScan, retry, balance };
}

/** What of an ending DESIGN §3.6 forbids, in words; empty where all is well. */
export function wrongsOf(ending: Ending): readonly string[] {
  return [
    ...answersOfNobody(ending),
    ...differentOutcomes(ending),
    ...closedAndPaid(ending),
    ...tooMuchBack(ending),
    ...codeSpentTwice(ending),
    ...wrongBalance(ending),
  ];
}

const ofRefunds = [
  'booked',
  'payment_never_seen',
  'payment_not_approved',
  'payment_already_reversed',
  'refund_exceeds_payment',
];

const expectedResults: Readonly<Record<Answer['operation'], readonly string[]>> = {
  pay: [''],
  retry: [''],
  second_scan: ['', 'order_over_total'],
  query: [''],
  reverse: ['never_seen', 'closed', 'refunded'],
  close: ['never_seen', 'closed', 'refunded', 'paid'],
  refund: ofRefunds,
  refund_retry: ofRefunds,
  other_refund: ofRefunds,
  end_abandoned: [''],
};

/** An error of the server, or an answer that is none of those which the operation has. */
function answersOfNobody({ answers }: Ending): readonly string[] {
  return answers
    .filter(({ operation, result }) => !expectedResults[operation].includes(result))
    .map(({ operation, result }) => `${operation} was answered ${result}`);
}

/** The one outcome is told to all alike, and once told never changes. */
function differentOutcomes({ answers, payment, secondScan, retry }: Ending): readonly string[] {
  const ofPayment = answers.filter(({ operation }) => operation !== 'second_scan');
  const ofSecondScan = answers.filter(({ operation }) => operation === 'second_scan');
  return [
    ...goesBack([...ofPayment.flatMap(({ told }) => told.filter(isOutcome)), payment, retry]),
    ...goesBack([...ofSecondScan.flatMap(({ told }) => told.filter(isOutcome)), secondScan]),
    ...answers.flatMap(({ told }) => goesBack(told)),
  ];
}

const rank = (told: Told): number => (told === 'never_seen' ? 0 : told === 'pending' ? 1 : 2);

/** In the order of time: from never seen to pending to one outcome, and no way back. */
function goesBack(told: readonly Told[]): readonly string[] {
  return told.slice(1).flatMap((later, index) => {
    const earlier = told[index]!;
    const isSame = rank(later) > rank(earlier) || factsOf(later) === factsOf(earlier);
    return isSame ? [] : [`first ${factsOf(earlier)}, then ${factsOf(later)}`];
  });
}

/** What of an outcome stands for ever; what went back may grow. */
function factsOf(told: Told): string {
  if (!isOutcome(told)) return told;
  return [told.outcome, told.errorCode, told.amount?.minorUnits, told.decidedAt].join(' ');
}

function closedAndPaid({ answers, payment }: Ending): readonly string[] {
  return answers.flatMap(({ operation, result }) => {
    if (operation !== 'reverse' && operation !== 'close') return [];
    const isClosed = isOutcome(payment) && payment.outcome === 'declined';
    const isAllBack = isPaid(payment) && payment.refunded?.minorUnits === payment.amount?.minorUnits;
    const holds = result === 'refunded' ? isAllBack : result === 'paid' ? isPaid(payment) : isClosed;
    return holds ? [] : [`${operation} said ${result}, and yet ${factsOf(payment)}`];
  });
}

function tooMuchBack({ subject, answers, payment }: Ending): readonly string[] {
  const ids = new Set(
    answers
      .filter(({ result }) => result === 'booked')
      .map(({ operation }) => (operation === 'other_refund' ? subject.otherRefund : subject.refund).refundId),
  );
  const booked = BigInt(ids.size) * BigInt(subject.refund.amount.minorUnits);
  const back = backOf(payment);
  const listed = isOutcome(payment) ? payment.refunds.length : 0;
  const isReversed = answers.some(({ result }) => result === 'refunded');
  return [
    ...(back > paidOf(payment) ? [`${back} went back of ${paidOf(payment)}`] : []),
    ...(isReversed || back === booked ? [] : [`${back} went back, and ${booked} was said to have`]),
    ...(listed === ids.size ? [] : [`${listed} refunds are listed, and ${ids.size} were said to be booked`]),
  ];
}

function codeSpentTwice({ payment, secondScan }: Ending): readonly string[] {
  return isPaid(payment) && isPaid(secondScan) ? ['one code has paid twice'] : [];
}

function wrongBalance({ subject, payment, secondScan, balance }: Ending): readonly string[] {
  const expected = subject.balanceBefore - paidOf(payment) + backOf(payment) - paidOf(secondScan);
  return balance === expected ? [] : [`the payer has ${balance} in place of ${expected}`];
}

function isOutcome(told: Told): told is OutcomeJson {
  return typeof told === 'object';
}

function isPaid(told: Told): told is OutcomeJson {
  return isOutcome(told) && told.outcome === 'approved';
}

function paidOf(told: Told): bigint {
  return isPaid(told) ? BigInt(told.amount?.minorUnits ?? 0) : 0n;
}

function backOf(told: Told): bigint {
  return isPaid(told) ? BigInt(told.refunded?.minorUnits ?? 0) : 0n;
}

/** An ending in words that are the same whatever the ids and the time. */
export function wordsOf({ answers, payment, secondScan }: Ending): string {
  const ofTold = (told: Told): string => {
    if (!isOutcome(told)) return told;
    return [told.outcome, told.errorCode, told.amount?.minorUnits, told.refunded?.minorUnits].join(' ');
  };
  const ofAnswers = answers.map(({ operation, told, result }) =>
    [operation, result, ...told.map(ofTold)].join(' '),
  );
  return [...ofAnswers, ofTold(payment), ofTold(secondScan)].join('; ');
}
