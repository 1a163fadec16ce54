import { realpath } from 'node:fs/promises';
import type { TestContext } from 'node:test';
import type { ConnectionTarget } from '../connections/connection-target.ts';
import { placeBinaries } from '../embedded/binaries.ts';
import { clusterPath } from '../embedded/cluster.ts';
import { superuser } from '../embedded/initialise-cluster.ts';
import { startPostmaster } from '../embedded/postmaster.ts';
import { chooseServerIdentity } from '../embedded/server-identity.ts';
import { serverSettings } from '../embedded/settings.ts';
import { makeSocketDirectory, removeSocketDirectory, socketPort } from '../embedded/socket-directory.ts';
import { afterwards } from './afterwards.ts';
import { makeDataDirectory } from './data-directory.ts';
import { copyTemplateCluster } from './template-cluster.ts';

const ours = ['fsync', 'full_page_writes', 'synchronous_commit', 'timezone'];

/** A PostgreSQL as an operator may run one: what we give ours on its command line is left to its configuration. */
export async function startOperatorsPostgres(
  t: TestContext,
  settings: Readonly<Record<string, string>> = {},
): Promise<ConnectionTarget> {
  const dataDirectory = await makeDataDirectory(t);
  await copyTemplateCluster(dataDirectory, []);
  const clusterDirectory = await realpath(clusterPath(dataDirectory));
  const identity = await chooseServerIdentity(clusterDirectory);
  const socketDirectory = await makeSocketDirectory(identity);
  afterwards(t, () => removeSocketDirectory(socketDirectory));
  const native = await placeBinaries(dataDirectory, identity);
  const kept = Object.entries(serverSettings(socketDirectory)).filter(([name]) => !ours.includes(name));
  const postmaster = await startPostmaster({
    native,
    clusterDirectory,
    identity,
    settings: { ...Object.fromEntries(kept), ...settings },
    log: () => undefined,
  });
  afterwards(t, () => postmaster.stop());
  return { host: socketDirectory, port: socketPort, user: superuser, database: 'postgres' };
}
