import { openCrowd, type Crowd } from './crowd.ts';
import { startServerProcess, type ServerChanges, type ServerProcess } from './server-process.ts';
import type { TestMarket } from './test-market.ts';

/** Two server processes on one database, and a crowd whose connections go to both in turn. */
export interface TwoServers {
  readonly servers: readonly [ServerProcess, ServerProcess];
  readonly crowd: Crowd;
  close(): Promise<void>;
}

export async function startTwoServers(
  market: TestMarket,
  changes: ServerChanges,
  crowdSize: number,
): Promise<TwoServers> {
  const start = () => startServerProcess(market.databaseUrl, market.keys, changes);
  const servers = await Promise.all([start(), start()]);
  const addresses = servers.map(({ address }) => address);
  const crowd = await openCrowd(addresses, crowdSize);
  return {
    servers,
    crowd,
    async close() {
      crowd.close();
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}

/** Runs the work and ends the servers whatever becomes of it: one that is left keeps a failed test from ending. */
export async function withTwoServers<Result>(
  market: TestMarket,
  changes: ServerChanges,
  crowdSize: number,
  work: (two: TwoServers) => Promise<Result>,
): Promise<Result> {
  const two = await startTwoServers(market, changes, crowdSize);
  try {
    return await work(two);
  } finally {
    await two.close();
  }
}
