import { randomBytes } from 'node:crypto';
import type { FastifyPluginCallback } from 'fastify';
import { openApartShop } from '../../split/apart-shop.ts';
import { paymentBody, type Cast } from './cast.ts';

/** The header in which either side says what it speaks. */
const versionHeader = 'tallystick-interface';

/** What a till may meet only where platform and authentication server stand apart. */
export async function playApart({ recorder }: Cast): Promise<void> {
  let olderVersion: string | undefined;
  const shop = await openApartShop({
    aroundRoutes: (routes) => [heardAs(() => olderVersion, routes)],
  });
  try {
    const { key, till, serverUrl: address } = await shop.openTill('Harbour Bakery');
    const payer = await shop.enrolPayer(10_000n);
    const code = await payer.nextCode();

    // As after a platform’s database was put back to yesterday: only the authentication server remembers the payment.
    const [alias, password] = [code.slice(2, 12), code.slice(13, 21)];
    const claim = { merchantId: till.merchantId, paymentId: 'M50' };
    const other = { claim, requestHash: randomBytes(32), tillId: till.tillId, alias, intent: 0, password };
    await shop.apart.service.verify(other);
    const again = { key, address, body: paymentBody('M50', code) };
    await recorder.recordShared('verdict_of_another_request', 'pay', again);

    // Another amount, or it would wait for the one before, which looks like it and has no outcome yet.
    const amount = { minorUnits: '200', currency: 'EUR' };
    const request = { key, address, body: paymentBody('M51', await payer.nextCode(), { amount }) };
    olderVersion = '0';
    await recorder.recordShared('authentication_version_mismatch', 'pay', request);
    olderVersion = undefined;
    await shop.apart.stopAuthentication();
    // The one that is gone may still be remembered as too old.
    for (;;) {
      const { body } = await recorder.ask('pay', request);
      if (body['code'] === 'authentication_unavailable') break;
    }
    await recorder.recordShared('authentication_unavailable', 'pay', request);
    await shop.apart.startAuthentication();
  } finally {
    await shop.close();
  }
}

/** The real routes behind a platform that says it were of another version. */
function heardAs(
  version: () => string | undefined,
  routes: Iterable<FastifyPluginCallback>,
): FastifyPluginCallback {
  return (app, _options, done) => {
    app.addHook('onRequest', (request, _reply, next) => {
      const said = version();
      if (said !== undefined) request.headers[versionHeader] = said;
      next();
    });
    for (const route of routes) app.register(route);
    done();
  };
}
