import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { argumentsWrong } from '../commands/read-arguments.ts';
import { makePrivateFolder } from '../environment/private-folder.ts';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { writeJson } from '../output/write-json.ts';
import { writeResult } from '../output/write-result.ts';
import { writePrivateFile } from '../seed/write-private-file.ts';
import { certificateFiles } from './certificate-files.ts';
import { certificatesFolder } from './certificates-folder.ts';
import { certificatesWrong } from './certificates-wrong.ts';
import { endOf, issueCertificates, type IssuedCertificate } from './issue-certificates.ts';

export interface CertificatesValues {
  readonly host?: string | undefined;
  readonly days?: string | undefined;
  readonly 'new-authority'?: boolean | undefined;
  readonly json?: boolean | undefined;
}

const defaultHosts = ['localhost', '127.0.0.1', '::1'];
const defaultDays = 397;
const mostDays = 825;
const mostHosts = 16;
const certificatePattern = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/g;

/** `tally certificates`: makes, or makes anew, what platform and authentication server prove themselves with. */
export async function runCertificates(values: CertificatesValues, io: CommandIo): Promise<number> {
  const folder = certificatesFolder(io.env);
  const hosts = readHosts(values.host);
  const days = readDays(values.days);
  const now = new Date(io.clock.nowMs());
  const files = certificateFiles(folder);
  await makePrivateFolder(folder, {
    code: 'certificates_wrong',
    log: (line) => io.stderr.write(`${line}\n`),
  });

  const former = await readAuthority(files, now);
  const isKept = former.usable !== undefined && values['new-authority'] !== true;
  const issued = await issueCertificates({
    ...(isKept && former.usable !== undefined ? { authority: former.usable } : {}),
    hosts,
    now,
    days,
  });
  if (!isKept) await writePrivateFile(files.authorityKey, issued.authority.key);
  // The former ones stay believed until they end, so that the two sides need not change at one moment.
  const believed = isKept ? former.believed : [issued.authority.certificate, ...former.believed];
  await writePrivateFile(files.authority, believed.join(''));
  for (const side of ['server', 'client'] as const) {
    await writePrivateFile(files[side].key, issued[side].key);
    await writePrivateFile(files[side].certificate, issued[side].certificate);
  }
  const facts = { folder, hosts, expiresAt: issued.expiresAt.toISOString(), isNewAuthority: !isKept };
  const advice = `the certificates are in ${folder}.`;
  await writeResult(io, { name: 'tally certificates', advice }, () => {
    if (values.json === true) writeJson(io.stdout, facts);
    else io.stdout.write(wordsOf(facts));
  });
  return exitCodes.done;
}

interface FormerAuthority {
  /** The newest, with its key, while it outlives what it would sign. */
  readonly usable: IssuedCertificate | undefined;
  /** All that have not ended. */
  readonly believed: readonly string[];
}

async function readAuthority(
  files: ReturnType<typeof certificateFiles>,
  now: Date,
): Promise<FormerAuthority> {
  const text = await readIfThere(files.authority);
  const believed = (text?.match(certificatePattern) ?? []).filter((certificate) => endOf(certificate) > now);
  const key = await readIfThere(files.authorityKey);
  const [newest] = believed;
  const outlivesAll = newest !== undefined && endOf(newest).getTime() > now.getTime() + mostDays * 86_400_000;
  return { usable: outlivesAll && key !== undefined ? { certificate: newest, key } : undefined, believed };
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw certificatesWrong(file, 'it can’t be read by this user', cause);
  }
}

function readHosts(text: string | undefined): readonly string[] {
  if (text === undefined) return defaultHosts;
  const hosts = text.split(',').map((host) => host.trim());
  const isFine = hosts.every((host) => /^[A-Za-z0-9.:-]{1,253}$/.test(host)) && hosts.length <= mostHosts;
  if (isFine) return hosts;
  throw argumentsWrong('--host takes names or addresses with commas between them, sixteen at most.');
}

function readDays(text: string | undefined): number {
  const days = Number(text ?? defaultDays);
  if (Number.isInteger(days) && days >= 1 && days <= mostDays) return days;
  throw argumentsWrong(`--days must be a number from 1 to ${mostDays}.`);
}

function wordsOf(facts: {
  folder: string;
  hosts: readonly string[];
  expiresAt: string;
  isNewAuthority: boolean;
}): string {
  const authority = facts.isNewAuthority ? 'a new authority' : 'the authority of before';
  return `Certificates of ${authority} stand in ${path.resolve(facts.folder)}, good until ${facts.expiresAt.slice(0, 10)}.
  authentication server  authority.pem, server.pem, server-key.pem; reached as ${facts.hosts.join(', ')}
  platform               authority.pem, client.pem, client-key.pem
Keep authority-key.pem off both machines. Run this again before they end: servers take the new files while they run.
`;
}
