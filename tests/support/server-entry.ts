/**
 * A server for tests, in a process of its own. It takes its database from DATABASE_URL, its keys from TALLY_KEYS and what
 * a test changes from its argument (JSON), prints its address as the first line, and ends when its standard input does.
 */
import { allRaceGuards, parseKeyRing } from '@tallystick/authentication-server';
import { systemClock } from '@tallystick/foundation';
import { defaultIssuerPrefix } from '@tallystick/paycode';
import { openDatabase } from '@tallystick/postgres';
import { closeHttpServer, composeSystem, createHttpServer, listen } from '@tallystick/tally';
import type { ServerChanges } from './server-process.ts';

const changes = readChanges();
const database = await openDatabase(variable('DATABASE_URL'));
const system = await composeSystem({
  database,
  keyRing: parseKeyRing(variable('TALLY_KEYS'), 'TALLY_KEYS'),
  clock: systemClock,
  issuerPrefix: defaultIssuerPrefix,
  guards: { ...allRaceGuards, ...changes.guards },
  ...(changes.limits === undefined ? {} : { limits: changes.limits }),
  ...(changes.clockLimits === undefined ? {} : { clockLimits: changes.clockLimits }),
});
const server = createHttpServer({
  routes: system.routes,
  checkReadiness: system.checkReadiness,
  indexPage: () => ({ title: 'Tallystick', introduction: 'A server under test.', sections: [] }),
  logLevel: 'silent',
});
await system.checkReadiness();
process.stdout.write(`${await listen(server, { host: '127.0.0.1', port: 0 })}\n`);

process.stdin.resume();
process.stdin.once('end', () => void stop());

async function stop(): Promise<void> {
  await closeHttpServer(server);
  await system.close();
  await database.close();
}

function readChanges(): ServerChanges {
  const changes: ServerChanges = JSON.parse(process.argv[2] ?? '{}');
  return changes;
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`a test’s server needs ${name}`);
  return value;
}
