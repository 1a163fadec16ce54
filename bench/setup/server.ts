/**
 * The server under test, in a process of its own as in production. It takes its database from DATABASE_URL and its keys
 * from TALLY_KEYS, prints its address as the first line, and ends when its standard input does, so that it never
 * outlives the bench.
 */
import { parseKeyRing } from '@tallystick/authentication-server';
import { systemClock } from '@tallystick/foundation';
import { defaultIssuerPrefix } from '@tallystick/paycode';
import { openDatabase } from '@tallystick/postgres';
import { closeHttpServer } from '../../apps/tally/src/server/close-http-server.ts';
import { createHttpServer } from '../../apps/tally/src/server/create-http-server.ts';
import { listen } from '../../apps/tally/src/server/listen.ts';
import { composeSystem } from '../../apps/tally/src/system/compose-system.ts';

const database = await openDatabase(variable('DATABASE_URL'));
const system = await composeSystem({
  database,
  keyRing: parseKeyRing(variable('TALLY_KEYS'), 'TALLY_KEYS'),
  clock: systemClock,
  issuerPrefix: defaultIssuerPrefix,
});
const server = createHttpServer({
  routes: system.routes,
  checkReadiness: system.checkReadiness,
  indexPage: () => ({ title: 'Tallystick', introduction: 'The server under test.', sections: [] }),
  logLevel: 'warn',
});
// Until the clocks were compared once, payments are refused.
await system.checkReadiness();
const address = await listen(server, { host: '127.0.0.1', port: 0 });
process.stdout.write(`${address}\n`);

process.stdin.resume();
process.stdin.once('end', () => void stop());

async function stop(): Promise<void> {
  await closeHttpServer(server);
  await system.close();
  await database.close();
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`the bench’s server needs ${name}`);
  return value;
}
