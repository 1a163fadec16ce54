import { base64UrlText } from '@tallystick/otp';
import { readBase64Url } from './key-file-format.ts';
import { type JsonRecord, readRecord } from '../json/read-fields.ts';
import type { TerminalLeaves } from '../terminal/credential.ts';
import { type LeafName, leafUses } from '../terminal/leaf-keys.ts';

const leafBytes = 32;

/** The leaves as base64url text, 32 bytes each. */
export async function leavesToJson(leaves: TerminalLeaves): Promise<Record<LeafName, string>> {
  const [password, pin, confirmation, contact] = await Promise.all([
    exportKey('raw', leaves.password),
    exportKey('raw', leaves.pin),
    exportKey('raw', leaves.confirmation),
    exportKey('raw', leaves.contact),
  ]);
  return { password, pin, confirmation, contact };
}

/** Reads the leaves; they stay extractable, because every write of the file needs their bytes. */
export async function readLeaves(value: unknown): Promise<TerminalLeaves> {
  const record = readRecord(value, 'leaves');
  const [password, pin, confirmation, contact] = await Promise.all([
    importLeaf(record, 'password'),
    importLeaf(record, 'pin'),
    importLeaf(record, 'confirmation'),
    importLeaf(record, 'contact'),
  ]);
  return { password, pin, confirmation, contact };
}

/** The terminal’s private enrolment key as PKCS#8 in base64url. */
export function privateKeyToJson(key: CryptoKey): Promise<string> {
  return exportKey('pkcs8', key);
}

export function readPrivateKey(record: JsonRecord, field: string): Promise<CryptoKey> {
  const algorithm = { name: 'ECDH', namedCurve: 'P-256' };
  return crypto.subtle.importKey('pkcs8', readBase64Url(record, field), algorithm, true, ['deriveKey']);
}

async function exportKey(format: 'raw' | 'pkcs8', key: CryptoKey): Promise<string> {
  return base64UrlText(new Uint8Array(await crypto.subtle.exportKey(format, key)));
}

function importLeaf(record: JsonRecord, name: LeafName): Promise<CryptoKey> {
  const { algorithm, usages } = leafUses[name];
  return crypto.subtle.importKey('raw', readBase64Url(record, name, leafBytes), algorithm, true, [...usages]);
}
