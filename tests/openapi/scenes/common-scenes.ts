import { killed } from '../../faults/outages.ts';
import type { Cast } from './cast.ts';

const longestBodyBytes = 64 * 1024;

/** Health, and the problems that have nothing to do with what is asked. Each of them happens; none is thrown by hand. */
export async function playCommon({ recorder, stage, openTill }: Cast): Promise<void> {
  await recorder.record('alive', 'alive');
  await recorder.record('ready', 'ready');
  const { key } = await openTill();
  const path = { paymentId: 'M42' };
  await recorder.recordShared('till_key_unknown', 'queryPayment', { key: 'till_unknown', path });
  await recorder.recordShared('operator_key_unknown', 'listMerchants', { key });
  await recorder.recordShared('malformed_request', 'pay', { key, body: { paymentId: 'M42' } });
  const body = `"${'x'.repeat(longestBodyBytes)}"`;
  await recorder.recordShared('body_too_large', 'pay', { key, body });
  await recorder.recordShared('overloaded', 'queryPayment', { key, path, address: stage.busyAddress });
  await recorder.recordShared('clock_unsafe', 'reversePayment', { key, path, address: stage.fastAddress });
  await recorder.record('ready', 'clock_unsafe', { address: stage.fastAddress });
  await recorder.recordStray('route_unknown', await fetch(`${stage.address}/v1/payment`));
}

/** A table that is missing, then a database that is gone. After this the stage can only be closed. */
export async function playDisasters({ recorder, stage }: Cast): Promise<void> {
  const { database, server } = stage.testServer;
  const request = { key: stage.operatorKey };
  const rename = async (from: string, to: string): Promise<void> => {
    await database.query({ name: '', text: `ALTER TABLE platform.${from} RENAME TO ${to}`, values: [] });
  };
  await rename('merchants', 'merchants_away');
  await recorder.recordShared('internal_error', 'listMerchants', request);
  await rename('merchants_away', 'merchants');
  const bringBack = await killed(server);
  try {
    // The process may still answer what it had begun when the signal came.
    while ((await recorder.ask('listMerchants', request)).status === 200);
    await recorder.recordShared('database_unavailable', 'listMerchants', request);
    await recorder.record('ready', 'database_unavailable', { address: stage.fastAddress });
  } finally {
    await bringBack();
  }
}
