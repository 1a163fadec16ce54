import { forged } from '../../support/forged.ts';
import { assertOutcome, paymentBody, type Cast, type CastPayer } from './cast.ts';

const minuteMs = 60_000;

/** Every decline that a code can end in, each for an order of its own and for a payer of its own. */
export async function playDeclines(cast: Cast): Promise<void> {
  const { recorder, openTill, enrolPayer, stage } = cast;
  const { key } = await openTill();
  let ids = 0;
  const bodyOf = (code: string, minorUnits = '450', currency = 'EUR') => {
    ids += 1;
    const order = { reference: `order-${ids}` };
    return { ...paymentBody(`D${ids}`, code), amount: { minorUnits, currency }, order };
  };
  const decline = (name: string, body: object) => recorder.record('pay', name, { key, body });
  const approve = async (payer: CastPayer) => {
    const body = bodyOf(await payer.nextCode());
    assertOutcome(await recorder.ask('pay', { key, body }), '200 approved');
    return body;
  };

  const poor = await enrolPayer({ minorUnits: '100' });
  await decline('insufficient_funds', bodyOf(await poor.nextCode()));
  const payer = await enrolPayer();
  await decline('currency_mismatch', bodyOf(await payer.nextCode(), '450', 'JPY'));
  await decline('code_refused', bodyOf(forged(await payer.nextCode())));
  const spent = await approve(payer);
  await decline('code_used', bodyOf(spent.code));
  const paidAgain = { ...bodyOf(await payer.nextCode()), order: spent.order };
  await decline('order_already_paid', paidAgain);
  const old = await payer.nextCode();
  stage.clock.advance(2 * minuteMs);
  await decline('code_expired', bodyOf(old));
  const fast = await enrolPayer({ clockErrorMs: 2 * minuteMs });
  await decline('code_early', bodyOf(await fast.nextCode()));

  const capped = { kind: 'event', cap: { minorUnits: '500', currency: 'EUR' }, usesPerDay: 2 };
  const device = await enrolPayer({ terms: capped });
  await decline('code_over_cap', bodyOf(await device.nextCode(), '501'));
  await approve(device);
  await decline('daily_limit_reached', bodyOf(await device.nextCode()));
  const ahead = await enrolPayer({ terms: { kind: 'event' } });
  for (let press = 0; press < 60; press += 1) await ahead.nextCode();
  await decline('press_resync', bodyOf(await ahead.nextCode()));
}
