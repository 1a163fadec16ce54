import { createHash } from 'node:crypto';
import { activationIdMessage } from '@tallystick/paycode';
import { activationIdPattern } from '@tallystick/verification-contract';
import { bucketOfShard, shardCount, TallyError } from '@tallystick/foundation';

const activationIdExpression = new RegExp(activationIdPattern);
const activationIdLength = 16;

/** First 16 bytes of the hash of the code: the id can be sent and logged, the code can’t be found from it. */
export function activationIdOf(activationCode: Uint8Array): Uint8Array {
  const hash = createHash('sha256').update(activationIdMessage(activationCode)).digest();
  return hash.subarray(0, activationIdLength);
}

/**
 * The bucket of an activation, which is that of its account: the code is drawn until its id says so, so that the id alone
 * tells where to look (docs/adr/0012).
 */
export function bucketOfActivationId(activationId: Uint8Array, bucketCount: number): number {
  return bucketOfShard((activationId[0] ?? 0) % shardCount, bucketCount);
}

/** @throws TallyError `activation_unknown`: no activation has an id of another shape. */
export function parseActivationId(text: string): Uint8Array {
  if (!activationIdExpression.test(text)) throw new TallyError('activation_unknown');
  return Buffer.from(text, 'hex');
}

export function activationIdText(activationId: Uint8Array): string {
  return Buffer.from(activationId).toString('hex');
}
