import { assertOutcome, paymentBody, type Cast, type CastTill } from './cast.ts';

/** How often two payments are sent at once until they share a batch. */
const mostRounds = 50;
const of = (minorUnits: string, currency = 'EUR') => ({ amount: { minorUnits, currency } });

/** Every answer of a payment that was approved, and what is done with it. */
export async function playApproved(cast: Cast): Promise<void> {
  const { recorder, openTill, enrolPayer } = cast;
  const till = await openTill();
  const { key } = till;
  const payer = await enrolPayer();
  const body = paymentBody('M42', await payer.nextCode());
  assertOutcome(await recorder.record('pay', 'approved', { key, body }), '200 approved');
  await recorder.record('queryPayment', 'approved', { key, path: { paymentId: 'M42' } });
  const second = paymentBody('M43', await payer.nextCode());
  await recorder.record('pay', 'duplicate_suspected', { key, body: second });
  const meant = paymentBody('M44', second.code, { duplicateOf: 'M42' });
  await recorder.record('pay', 'approved_besides_the_earlier', { key, body: meant });
  await recorder.record('closePaymentIfUnpaid', 'paid', { key, path: { paymentId: 'M44' } });
  await recorder.record('reversePayment', 'refunded', { key, path: { paymentId: 'M44' } });
  await recorder.record('closePaymentIfUnpaid', 'refunded', { key, path: { paymentId: 'M44' } });
  await recorder.record('pay', 'payment_id_reused', { key, body: { ...body, ...of('451') } });
  await playLists(cast, till);
}

async function playLists({ recorder, stage }: Cast, { key, merchantId }: CastTill): Promise<void> {
  const operator = { key: stage.operatorKey, path: { merchantId } };
  await recorder.record('listPayments', 'page', { key, query: 'limit=2' });
  await recorder.record('listMerchantPayments', 'page', { ...operator, query: 'limit=2&outcome=approved' });
}

/** A payment that waits for its code’s time, and what can be done meanwhile. */
export async function playPending({ recorder, openTill, enrolPayer }: Cast): Promise<void> {
  const { key } = await openTill();
  const payer = await enrolPayer();
  const fast = await enrolPayer({ clockErrorMs: 40_000 });
  const order = { order: { reference: 'table-4' } };
  const early = paymentBody('EARLY1', await fast.nextCode(), order);
  assertOutcome(await recorder.record('pay', 'code_early', { key, body: early }), '202 pending');
  const path = { paymentId: 'EARLY1' };
  await recorder.record('queryPayment', 'pending', { key, path });
  const waits = paymentBody('WAITS1', await payer.nextCode(), order);
  assertOutcome(await recorder.record('pay', 'order_busy', { key, body: waits }), '202 pending');
  await recorder.record('reversePayment', 'closed', { key, path });
  await recorder.record('closePaymentIfUnpaid', 'closed', { key, path });
  await recorder.record('pay', 'reversed', { key, body: early });
  await recorder.record('queryPayment', 'reversed', { key, path });

  await recorder.record('reversePayment', 'never_seen', { key, path: { paymentId: 'NEVER1' } });
  await recorder.record('closePaymentIfUnpaid', 'never_seen', { key, path: { paymentId: 'NEVER2' } });
  await recorder.record('queryPayment', 'payment_never_seen', { key, path: { paymentId: 'NEVER3' } });
}

/** Two scans of one code in one moment: the one that is not decided first is told to ask again. */
export async function playTwins({ recorder, openTill, enrolPayer }: Cast): Promise<void> {
  const payer = await enrolPayer();
  const before = await enrolPayer();
  for (let round = 1; round <= mostRounds; round += 1) {
    const { key } = await openTill();
    const code = await payer.nextCode();
    // What is sent first makes a batch of its own; the two behind it share the next one.
    const codes = [await before.nextCode(), code, code];
    const bodies = codes.map((each, index) => paymentBody(`TWIN${index}`, each));
    const answers = await Promise.all(bodies.map((body) => recorder.ask('pay', { key, body })));
    const [, , answer] = answers;
    if (answer?.body['outcome'] !== 'pending') continue;
    recorder.keep('pay', 'in_work', { body: bodies[2]! }, answer);
    return;
  }
  throw new Error('no two payments met in one batch');
}

/** What a till gets for a request that no outcome can be made of. */
export async function playRefusedPayments({ recorder, openTill, enrolPayer }: Cast): Promise<void> {
  const { key } = await openTill();
  const payer = await enrolPayer();
  const code = await payer.nextCode();
  const refuse = (name: string, body: object) => recorder.record('pay', name, { key, body });
  await refuse('amount_invalid', paymentBody('R1', code, of('4.50')));
  await refuse('currency_unknown', paymentBody('R1', code, of('450', 'XXX')));
  const last = (Number(code.at(-1)) + 1) % 10;
  await refuse('code_check_digit', paymentBody('R1', `${code.slice(0, -1)}${last}`));
  await refuse('code_not_digits', paymentBody('R1', `${code.slice(0, -1)}X`));
  await refuse('code_unknown_prefix', paymentBody('R1', `00${code.slice(2)}`));
  await refuse('code_wrong_length', paymentBody('R1', code.slice(0, 20)));

  const bill = (total: string, currency = 'EUR') => ({
    order: { reference: '2026/11-0042', total: { minorUnits: total, currency } },
  });
  const paid = paymentBody('R2', code, bill('800'));
  assertOutcome(
    await recorder.record('pay', 'approved_part_of_an_order', { key, body: paid }),
    '200 approved',
  );
  const more = await payer.nextCode();
  await refuse('order_over_total', paymentBody('R3', more, bill('800')));
  await refuse('order_total_mismatch', paymentBody('R3', more, bill('900')));
  await refuse('order_currency_mismatch', paymentBody('R3', more, bill('800', 'JPY')));
}
