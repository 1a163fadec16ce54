import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { TlsIdentity } from '@tallystick/verification-contract';
import { certificateFiles, type Side } from './certificate-files.ts';
import { certificatesWrong } from './certificates-wrong.ts';

/** A bundle of authorities has a few kilobytes. */
const maximumBytes = 65_536;
const otherUsersBits = 0o177;

/**
 * Reads what one side needs from the folder of certificates, and sees to it that it can be used: whole, not expired, of one
 * authority, and its key its owner’s only.
 *
 * @throws TallyError `certificates_wrong`, in one sentence.
 */
export async function readIdentity(folder: string, side: Side, now: Date): Promise<TlsIdentity> {
  const files = certificateFiles(folder);
  const own = files[side];
  const authority = await readText(files.authority, false);
  const certificate = await readText(own.certificate, false);
  const key = await readText(own.key, true);

  const authorities = certificatesIn(authority, files.authority);
  const [leaf] = certificatesIn(certificate, own.certificate);
  if (leaf === undefined) throw certificatesWrong(own.certificate, 'there is no certificate in it');
  if (!leaf.checkPrivateKey(privateKeyIn(key, own.key)))
    throw certificatesWrong(own.key, `it is not the key of ${own.certificate}`);
  const issuer = authorities.find((candidate) => leaf.verify(candidate.publicKey));
  if (issuer === undefined)
    throw certificatesWrong(own.certificate, 'it comes from no authority in authority.pem');
  assertInTime(issuer, files.authority, now);
  assertInTime(leaf, own.certificate, now);
  return { authority, certificate, key };
}

function assertInTime(certificate: X509Certificate, file: string, now: Date): void {
  const { validFromDate, validToDate } = certificate;
  const hint = 'tally certificates makes new ones';
  if (validToDate <= now)
    throw certificatesWrong(file, `it has expired on ${validToDate.toISOString().slice(0, 10)}; ${hint}`);
  if (validFromDate > now)
    throw certificatesWrong(file, `it is valid from ${validFromDate.toISOString()} on; look at the clock`);
}

function certificatesIn(text: string, file: string): readonly X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch (cause) {
    throw certificatesWrong(file, 'it holds what is no certificate', cause);
  }
}

function privateKeyIn(text: string, file: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch (cause) {
    throw certificatesWrong(file, 'it holds no private key', cause);
  }
}

/** Looks at the opened file, not at its path, so that it can’t be exchanged in between. */
async function readText(path: string, isPrivate: boolean): Promise<string> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw certificatesWrong(path, 'it is missing or can’t be read by this user', cause);
  });
  try {
    const { mode, size } = await file.stat();
    if (size > maximumBytes) throw certificatesWrong(path, 'it is too long');
    if (isPrivate && (mode & otherUsersBits) !== 0)
      throw certificatesWrong(path, 'other users may read it; set its mode to 0600');
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}
