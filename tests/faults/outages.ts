import { readlinkSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import type { EmbeddedPostgres } from '@tallystick/postgres';
import { postgresProcessesOf } from '../../packages/postgres/src/embedded/process-table.ts';
import { sendSignal } from '../../packages/postgres/src/embedded/send-signal.ts';

/** Takes PostgreSQL away; returns what brings it back. */
export type Outage = (server: EmbeddedPostgres) => Promise<() => Promise<void>>;

/** kill -9, and no restart succeeds before it is over, because the folder of the socket is missing. */
export const killed: Outage = async (server) => {
  const socketDirectory = server.connection.host;
  await rename(socketDirectory, `${socketDirectory}-away`);
  sendSignal(server.processId, 'SIGKILL');
  return () => rename(`${socketDirectory}-away`, socketDirectory);
};

/** SIGSTOP of all its processes: connections stay open, and nobody answers. Linux only. */
export const frozen: Outage = (server) => {
  const processIds = postgresProcessesOf(readlinkSync(`/proc/${server.processId}/cwd`));
  for (const processId of processIds) sendSignal(processId, 'SIGSTOP');
  return Promise.resolve(() => {
    for (const processId of processIds) sendSignal(processId, 'SIGCONT');
    return Promise.resolve();
  });
};
