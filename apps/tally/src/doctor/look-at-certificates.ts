import { X509Certificate } from 'node:crypto';
import type { Clock } from '@tallystick/foundation';
import type { Side } from '../certificates/certificate-files.ts';
import { readIdentity } from '../certificates/read-identity.ts';
import type { StartSettings } from '../start/start-settings.ts';
import { look, mind, type Finding } from './finding.ts';

/** Time enough to make new ones and carry them to two machines. */
const soonMs = 30 * 86_400_000;

/** Looks at what this server proves itself with; one process of both servers needs nothing of it. */
export async function lookAtCertificates(settings: StartSettings, clock: Clock): Promise<readonly Finding[]> {
  const { role, certificates } = settings;
  if (role === 'all') return [];
  const side = role === 'platform' ? 'client' : 'server';
  return [await look('certificates', () => lookAtIdentity(certificates, side, clock.nowMs()))];
}

async function lookAtIdentity(folder: string, side: Side, nowMs: number) {
  const { certificate } = await readIdentity(folder, side, new Date(nowMs));
  const endsAt = new X509Certificate(certificate).validToDate;
  const until = `The certificate of the ${side} in ${folder} is good until ${endsAt.toISOString().slice(0, 10)}.`;
  return endsAt.getTime() - nowMs < soonMs ? mind(`${until} Make new ones by tally certificates.`) : until;
}
