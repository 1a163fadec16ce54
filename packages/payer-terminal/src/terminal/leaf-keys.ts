import type { TerminalLeaves } from './credential.ts';

export type LeafName = keyof TerminalLeaves;

export const leafNames: readonly LeafName[] = ['password', 'pin', 'confirmation', 'contact'];

interface LeafUse {
  /** The length is said: WebCrypto’s default for HMAC-SHA-256 is 512 bits. */
  readonly algorithm: { readonly name: string; readonly hash?: string; readonly length: number };
  readonly usages: readonly KeyUsage[];
}

const hmacUse: LeafUse = {
  algorithm: { name: 'HMAC', hash: 'SHA-256', length: 256 },
  usages: ['sign'],
};
const sealingUse: LeafUse = { algorithm: { name: 'AES-GCM', length: 256 }, usages: ['encrypt', 'decrypt'] };

/** What each leaf may be used for; the system refuses any other use. */
export const leafUses: Readonly<Record<LeafName, LeafUse>> = {
  password: hmacUse,
  pin: sealingUse,
  confirmation: hmacUse,
  contact: hmacUse,
};
