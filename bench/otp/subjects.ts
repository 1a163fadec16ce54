import { createHmac, createSecretKey } from 'node:crypto';

import {
  type Hmac,
  hmacWithNode,
  hmacWithSha1,
  hmacWithSha256,
  makeHotp,
  makeOcra,
  ocraSuite,
} from '@tallystick/otp';
import { hotp as notp } from 'notp';
import { HOTP, Secret } from 'otpauth';
import { generateSync } from 'otplib';
import { hotp as speakeasy } from 'speakeasy';

/** One way of making the code of a counter. */
export interface Subject {
  readonly name: string;
  /** What the key is before the first code: our adapters absorb it once, and no peer offers that. */
  readonly makeCode: (counter: number) => string;
  /** Peers are what ours are compared with. */
  readonly kind: 'ours' | 'peer' | 'other work';
}

/** The key of RFC 4226, appendix D. */
export const key = Uint8Array.from(Buffer.from('12345678901234567890', 'ascii'));

/** Every one of them makes HOTP with SHA-1 and six digits: what all peers can. */
export function hotpSubjects(): readonly Subject[] {
  const ownHmac = hmacWithSha1(key);
  const nodeHmac = hmacWithNode(createHmac, 'SHA1', createSecretKey(key));
  const otpauth = new HOTP({ secret: new Secret({ buffer: key.buffer }), digits: 6, algorithm: 'SHA1' });
  const buffer = Buffer.from(key);
  return [
    ours('otp, own SHA-1, key absorbed once', () => ownHmac),
    ours('otp, own SHA-1, key absorbed for each code', () => hmacWithSha1(key)),
    ours('otp, node:crypto, a KeyObject', () => nodeHmac),
    peer('otplib', (counter) => generateSync({ strategy: 'hotp', secret: key, counter })),
    peer('otpauth', (counter) => otpauth.generate({ counter })),
    peer('notp', (counter) => notp.gen(buffer, { counter })),
    peer('speakeasy', (counter) => speakeasy({ secret: buffer, counter })),
  ];
}

/** What no peer can do; shown for who plans with it. */
export function ocraSubjects(): readonly Subject[] {
  const suite = ocraSuite('OCRA-1:HOTP-SHA256-8:QN08-T10S');
  const ownHmac = hmacWithSha256(key);
  const nodeHmac = hmacWithNode(createHmac, 'SHA256', createSecretKey(key));
  const ocra = (hmac: Hmac) => (step: number) => makeOcra({ suite, hmac, question: '00000000', step });
  return [
    { name: 'otp, OCRA with SHA-256, own', kind: 'other work', makeCode: ocra(ownHmac) },
    { name: 'otp, OCRA with SHA-256, node:crypto', kind: 'other work', makeCode: ocra(nodeHmac) },
  ];
}

function ours(name: string, hmac: () => Hmac): Subject {
  return { name, kind: 'ours', makeCode: (counter) => makeHotp({ hmac: hmac(), counter }) };
}

function peer(name: string, makeCode: (counter: number) => string): Subject {
  return { name, kind: 'peer', makeCode };
}
