import { lstat } from 'node:fs/promises';
import type { ConnectionTarget } from '../connections/connection-target.ts';
import { clusterPath } from './cluster.ts';
import { superuser } from './initialise-cluster.ts';
import { findOwner } from './owner-file.ts';
import { socketPort } from './socket-directory.ts';

/** What is in the folder of an embedded PostgreSQL. */
export interface EmbeddedPostgresLook {
  /** False where nothing was ever started on it. */
  readonly hasFiles: boolean;
  /** The process that runs it, and how to reach it; undefined where nobody does. */
  readonly running: { readonly processId: number; readonly connection: ConnectionTarget } | undefined;
}

/** Looks without starting, making or changing anything. */
export async function lookAtEmbeddedPostgres(dataDirectory: string): Promise<EmbeddedPostgresLook> {
  const owner = await findOwner(dataDirectory);
  const hasFiles = await lstat(clusterPath(dataDirectory)).then(
    () => true,
    () => false,
  );
  if (owner === undefined) return { hasFiles, running: undefined };
  const { processId, socketDirectory: host } = owner;
  const connection = { host, port: socketPort, user: superuser, database: 'postgres' };
  return { hasFiles, running: { processId, connection } };
}
