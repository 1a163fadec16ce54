import path from 'node:path';
import type { Environment } from '../environment/read-environment.ts';

/** The folder of certificates: both roles on one machine share it. */
export function certificatesFolder(env: Environment): string {
  return path.resolve(env['TALLY_CERTIFICATES'] ?? path.join('data', 'certificates'));
}
