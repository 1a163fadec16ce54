import { assertOutcome, paymentBody, type Cast } from './cast.ts';

const yearMs = 365 * 24 * 60 * 60 * 1000;
const mostParts = 50;

/** Every answer and every refusal of a refund; moves the clock by a year. */
export async function playRefunds({ recorder, openTill, enrolPayer, stage }: Cast): Promise<void> {
  const { key, merchantId } = await openTill();
  const payer = await enrolPayer();
  const pay = async (paymentId: string): Promise<void> => {
    const order = { order: { reference: paymentId } };
    const body = paymentBody(paymentId, await payer.nextCode(), order);
    assertOutcome(await recorder.ask('pay', { key, body }), '200 approved');
  };
  const bodyOf = (refundId: string, paymentId = 'M42', minorUnits = '100', currency = 'EUR') => ({
    refundId,
    paymentId,
    amount: { minorUnits, currency },
  });
  const refuse = (name: string, body: object) => recorder.record('refundPayment', name, { key, body });

  await pay('M42');
  await recorder.record('refundPayment', 'refunded', { key, body: bodyOf('M42_part_1') });
  await recorder.record('queryRefund', 'refunded', { key, path: { refundId: 'M42_part_1' } });
  await recorder.record('queryPayment', 'approved_and_refunded_in_part', { key, path: { paymentId: 'M42' } });
  await recorder.record('queryRefund', 'refund_never_seen', { key, path: { refundId: 'M42_part_9' } });
  await recorder.record('listRefunds', 'page', { key });
  await recorder.record('listMerchantRefunds', 'page', { key: stage.operatorKey, path: { merchantId } });
  await refuse('refund_id_reused', bodyOf('M42_part_1', 'M42', '101'));
  await refuse('amount_invalid', bodyOf('M42_part_2', 'M42', '0'));
  await refuse('currency_unknown', bodyOf('M42_part_2', 'M42', '100', 'XXX'));
  await refuse('refund_currency_mismatch', bodyOf('M42_part_2', 'M42', '100', 'JPY'));
  await refuse('refund_exceeds_payment', bodyOf('M42_part_2', 'M42', '451'));
  await refuse('payment_never_seen', bodyOf('N1', 'NEVER'));
  await recorder.ask('reversePayment', { key, path: { paymentId: 'CLOSED' } });
  await refuse('payment_not_approved', bodyOf('N1', 'CLOSED'));

  await pay('MANY');
  for (let part = 1; part <= mostParts; part += 1) {
    await recorder.ask('refundPayment', { key, body: bodyOf(`MANY_${part}`, 'MANY', '1') });
  }
  await refuse('refund_too_many_parts', bodyOf('MANY_51', 'MANY', '1'));
  await recorder.ask('reversePayment', { key, path: { paymentId: 'MANY' } });
  await refuse('payment_already_reversed', bodyOf('MANY_51', 'MANY', '1'));
  stage.clock.advance(yearMs + 1000);
  await refuse('refund_too_late', bodyOf('M42_part_3'));
}
