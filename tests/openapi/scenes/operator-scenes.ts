import type { Cast } from './cast.ts';

const nobody = '0193a000-0000-7000-8000-0000000000ff';

/** Merchants, tills and the operator’s own keys: each answer and each refusal once. */
export async function playMerchants({ recorder, stage }: Cast): Promise<void> {
  const key = stage.operatorKey;
  const created = await recorder.record('createMerchant', 'created', {
    key,
    body: { name: 'Harbour Bakery' },
  });
  const path = { merchantId: String(created.body['merchantId']) };
  await recorder.record('listMerchants', 'page', { key });

  const body = { name: 'Counter', tillNumber: '0004711' };
  const till = await recorder.record('createTill', 'created', { key, path, body });
  await recorder.record('createTill', 'till_number_taken', { key, path, body });
  await recorder.record('createTill', 'merchant_unknown', { key, path: { merchantId: nobody }, body });
  await recorder.record('listTills', 'page', { key, path });
  await recorder.record('listTills', 'merchant_unknown', { key, path: { merchantId: nobody } });

  const tillPath = { tillId: String(till.body['tillId']) };
  const replaced = await recorder.record('replaceTillKey', 'replaced', { key, path: tillPath });
  await recorder.record('replaceTillKey', 'till_unknown', { key, path: { tillId: nobody } });
  await recorder.record('tillIdentity', 'known', { key: String(replaced.body['key']) });
  await recorder.record('revokeTillKey', 'revoked', { key, path: tillPath });
  await recorder.record('revokeTillKey', 'till_unknown', { key, path: { tillId: nobody } });
}

export async function playOperatorKeys(cast: Cast): Promise<void> {
  const { recorder, stage } = cast;
  const key = stage.operatorKey;
  const own = { keyId: await ownKeyId(cast) };
  await recorder.record('revokeOperatorKey', 'operator_key_last', { key, path: own });
  // Keys of one moment are listed in any order.
  stage.clock.advance(1000);
  const second = await recorder.record('createOperatorKey', 'created', { key });
  await recorder.record('listOperatorKeys', 'all', { key });
  await recorder.record('revokeOperatorKey', 'revoked', {
    key,
    path: { keyId: String(second.body['keyId']) },
  });
  const unknown = { keyId: '0000000000000000' };
  await recorder.record('revokeOperatorKey', 'operator_key_id_unknown', { key, path: unknown });
}

async function ownKeyId({ recorder, stage }: Cast): Promise<string> {
  const { body } = await recorder.ask('listOperatorKeys', { key: stage.operatorKey });
  return /"keyId":"([0-9a-f]{16})"/.exec(JSON.stringify(body))?.[1] ?? '';
}

/** Payer accounts and the money on them. */
export async function playAccounts({ recorder, stage }: Cast): Promise<void> {
  const key = stage.operatorKey;
  const ada = { name: 'Ada', currency: 'EUR' };
  const opened = await recorder.record('createAccount', 'opened', { key, body: ada });
  await recorder.record('createAccount', 'currency_unknown', { key, body: { ...ada, currency: 'XXX' } });
  const path = { accountId: String(opened.body['accountId']) };
  const topUp = (more: object = {}, accountId = path.accountId) => ({
    key,
    path: { accountId },
    body: { topUpId: 'DEPOSIT_1', amount: { minorUnits: '5000', currency: 'EUR' }, ...more },
  });
  await recorder.record('topUpAccount', 'booked', topUp());
  const of = (minorUnits: string, currency = 'EUR') => ({ amount: { minorUnits, currency } });
  await recorder.record('topUpAccount', 'top_up_id_reused', topUp(of('5001')));
  await recorder.record('topUpAccount', 'top_up_currency_mismatch', topUp(of('5000', 'JPY')));
  await recorder.record('topUpAccount', 'currency_unknown', topUp(of('5000', 'XXX')));
  await recorder.record('topUpAccount', 'amount_invalid', topUp(of('0')));
  await recorder.record('topUpAccount', 'account_unknown', topUp({}, nobody));
  await recorder.record('readAccount', 'found', { key, path });
  await recorder.record('readAccount', 'account_unknown', { key, path: { accountId: nobody } });
  await recorder.record('listAccounts', 'page', { key });
  await recorder.record('readLedger', 'sound', { key });

  // A thousand of the largest top-ups would do it as well.
  const { database } = stage.testServer;
  const setBalance = 'UPDATE platform.accounts SET balance = $2 WHERE account_id = $1';
  await database.query({ name: '', text: setBalance, values: [path.accountId, 999_999_999_999_000n] });
  await recorder.record('topUpAccount', 'top_up_over_limit', topUp({ topUpId: 'DEPOSIT_2' }));
  await database.query({ name: '', text: setBalance, values: [path.accountId, 5_000n] });
}
