import path from 'node:path';

/** The folder of certificates: both roles on one machine share it. */
export function certificatesFolder(env: Readonly<Record<string, string | undefined>>): string {
  return path.resolve(env['TALLY_CERTIFICATES'] ?? path.join('data', 'certificates'));
}
