import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { hmacSha256Key, preparedTimeSuite } from '@tallystick/otp';
import {
  makeNumericPaycode,
  passwordMessages,
  passwordOfHmacs,
  questionOfIntent,
  suitesOfIntent,
} from '@tallystick/paycode';
import type { LoadResult } from './closed-loop.ts';
import { repeatFor } from './repeat-for.ts';

/** Makes the eight digits of a step. */
export type PasswordAt = (step: number) => string;

const codesAtOnce = 1000;
const firstStep = 180_000_000;
const question = questionOfIntent(0);

/** Passwords as our server makes them: by the package paycode, the key and all but the step absorbed beforehand. */
export function passwordsByPaycode(key: Uint8Array): PasswordAt {
  return preparedTimeSuite(hmacSha256Key(key), suitesOfIntent(0).device, question);
}

/** The peer: the same passwords by node:crypto, which is OpenSSL, with a key object as its fastest form of key. */
export function passwordsByNodeCrypto(key: Uint8Array): PasswordAt {
  const keyObject = createSecretKey(key);
  return (step) => {
    const messages = passwordMessages({ intent: 0, question, movingFactor: step });
    const hmacs = messages.map((message) => createHmac('sha256', keyObject).update(message).digest());
    return passwordOfHmacs(0, hmacs);
  };
}

/** Whole paycodes of 22 digits made on one core. */
export function makeCodes(
  passwordsOf: (key: Uint8Array) => PasswordAt,
  limitMs: number,
): Pick<LoadResult, 'served' | 'elapsedMs'> {
  const passwordAt = passwordsOf(randomBytes(32));
  const alias = '1234567890';
  let step = firstStep;
  return repeatFor(limitMs, () => {
    for (const end = step + codesAtOnce; step < end; step += 1) {
      makeNumericPaycode({ issuerPrefix: '83', alias, intent: 0, password: passwordAt(step) });
    }
    return codesAtOnce;
  });
}
