// Before the library: it asks for this polyfill when it is loaded.
import 'reflect-metadata';
import { isIP } from 'node:net';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate and its private key, both PEM. */
export interface IssuedCertificate {
  readonly certificate: string;
  /** PKCS #8. */
  readonly key: string;
}

interface Authority extends IssuedCertificate {
  readonly x509: X509Certificate;
  readonly signingKey: CryptoKey;
}

export interface IssueOptions {
  /** The authority of before; a new one is made where it is left out. */
  readonly authority?: IssuedCertificate;
  /** Names and addresses by which the platform reaches the authentication server. */
  readonly hosts: readonly string[];
  readonly now: Date;
  readonly days: number;
}

export interface IssuedCertificates {
  readonly authority: IssuedCertificate;
  readonly server: IssuedCertificate;
  readonly client: IssuedCertificate;
  /** When server and client end. */
  readonly expiresAt: Date;
}

const dayMs = 86_400_000;
/** A peer whose clock is a little behind must not find a new certificate too young. */
const backdatedMs = 3_600_000;
export const authorityDays = 3_650;

const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' };
const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' };
const { subtle } = globalThis.crypto;

/**
 * Makes a certificate for each side of the connection between platform and authentication server: P-256, signed by the local
 * authority, each for its own side only (RFC 5280 section 4.2.1.12), so that neither can stand in for the other.
 */
export async function issueCertificates({
  authority: given,
  hosts,
  now,
  days,
}: IssueOptions): Promise<IssuedCertificates> {
  const authority = await (given === undefined ? newAuthority(now) : openAuthority(given));
  const expiresAt = new Date(now.getTime() + days * dayMs);
  const server = await issue(authority, 'authentication server', now, expiresAt, [
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth], true),
    new SubjectAlternativeNameExtension(
      hosts.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }) as const),
    ),
  ]);
  const client = await issue(authority, 'payment platform', now, expiresAt, [
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth], true),
  ]);
  const { certificate, key } = authority;
  return { authority: { certificate, key }, server, client, expiresAt };
}

/** When a certificate ends. */
export function endOf(certificate: string): Date {
  return new X509Certificate(certificate).notAfter;
}

async function newAuthority(now: Date): Promise<Authority> {
  const keys = await newKeys();
  const x509 = await X509CertificateGenerator.createSelfSigned({
    name: `CN=Tallystick authority ${now.toISOString().slice(0, 19)}Z`,
    notBefore: new Date(now.getTime() - backdatedMs),
    notAfter: new Date(now.getTime() + authorityDays * dayMs),
    signingAlgorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const key = await privateKeyPem(keys.privateKey);
  return { certificate: pemOf(x509), key, x509, signingKey: keys.privateKey };
}

async function openAuthority({ certificate, key }: IssuedCertificate): Promise<Authority> {
  const bytes = PemConverter.decodeFirst(key);
  const signingKey = await subtle.importKey('pkcs8', bytes, keyAlgorithm, true, ['sign']);
  return { certificate, key, x509: new X509Certificate(certificate), signingKey };
}

async function issue(
  authority: Authority,
  name: string,
  now: Date,
  notAfter: Date,
  extensions: readonly (ExtendedKeyUsageExtension | SubjectAlternativeNameExtension)[],
): Promise<IssuedCertificate> {
  const keys = await newKeys();
  const x509 = await X509CertificateGenerator.create({
    subject: `CN=Tallystick ${name}`,
    issuer: authority.x509.subject,
    notBefore: new Date(now.getTime() - backdatedMs),
    notAfter,
    signingAlgorithm,
    publicKey: keys.publicKey,
    signingKey: authority.signingKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(authority.x509.publicKey),
      ...extensions,
    ],
  });
  return { certificate: pemOf(x509), key: await privateKeyPem(keys.privateKey) };
}

function newKeys(): Promise<CryptoKeyPair> {
  return subtle.generateKey(keyAlgorithm, true, ['sign', 'verify']);
}

function pemOf(certificate: X509Certificate): string {
  return `${certificate.toString('pem').trim()}\n`;
}

async function privateKeyPem(key: CryptoKey): Promise<string> {
  return `${PemConverter.encode(await subtle.exportKey('pkcs8', key), 'PRIVATE KEY').trim()}\n`;
}
