import { TallyError } from '@tallystick/foundation';
import { type KeyFile, damagedKeyStore, sealedHeader } from './key-file-format.ts';
import {
  type ScryptParameters,
  freshScryptParameters,
  openBytes,
  passphraseKey,
  sealBytes,
} from './passphrase-seal.ts';

/** A passphrase and the key last made of it: making one is dear on purpose, and a file keeps its salt. */
export interface SealSession {
  readonly passphrase: string | undefined;
  readonly newFileCostLog2: number | undefined;
  made: { readonly scrypt: ScryptParameters; readonly key: Uint8Array } | undefined;
}

export function createSealSession(passphrase?: string, newFileCostLog2?: number): SealSession {
  return { passphrase: passphrase === '' ? undefined : passphrase, newFileCostLog2, made: undefined };
}

/** The content of a key file. Errors: `key_store_passphrase_wrong`, `key_store_unreadable`. */
export async function openKeyFile(session: SealSession, file: KeyFile): Promise<unknown> {
  if (file.kind === 'open') return file.content;
  if (session.passphrase === undefined) {
    throw new TallyError('key_store_passphrase_wrong', {
      detail: 'The key store is sealed by a passphrase, and none was given.',
    });
  }
  const key = await sessionKey(session, session.passphrase, file.scrypt);
  const plaintext = openBytes(key, file.sealed, sealedHeader(file.scrypt));
  if (plaintext === undefined) throw new TallyError('key_store_passphrase_wrong');
  try {
    return JSON.parse(new TextDecoder().decode(plaintext));
  } catch (error) {
    throw damagedKeyStore(error);
  }
}

/** Seals a key file where the session has a passphrase. */
export async function sealKeyFile(session: SealSession, file: KeyFile & { kind: 'open' }): Promise<KeyFile> {
  if (session.passphrase === undefined) return file;
  const scrypt = session.made?.scrypt ?? freshScryptParameters(session.newFileCostLog2);
  const key = await sessionKey(session, session.passphrase, scrypt);
  const plaintext = new TextEncoder().encode(JSON.stringify(file.content));
  return { kind: 'sealed', scrypt, sealed: sealBytes(key, plaintext, sealedHeader(scrypt)) };
}

async function sessionKey(
  session: SealSession,
  passphrase: string,
  scrypt: ScryptParameters,
): Promise<Uint8Array> {
  const made = session.made;
  if (made !== undefined && Buffer.compare(sealedHeader(made.scrypt), sealedHeader(scrypt)) === 0) {
    return made.key;
  }
  const key = await passphraseKey(passphrase, scrypt);
  session.made = { scrypt, key };
  return key;
}
