import { closeHttpServer } from '../server/close-http-server.ts';
import { createHttpServer, type HttpServerOptions } from '../server/create-http-server.ts';
import { listen } from '../server/listen.ts';
import { indexPageContent } from './index-page-content.ts';
import type { SystemDatabase } from './open-system-database.ts';
import type { RunningSystem } from './running-system.ts';
import type { StartSettings } from './start-settings.ts';

/** What answers tills and operators, with the authentication server in it or apart from it. */
export interface ApiSystem extends Pick<HttpServerOptions, 'routes' | 'checkReadiness'> {
  close(): Promise<void>;
}

/** Puts the API of a composed and seeded system on its address. */
export async function serveApi(
  settings: StartSettings,
  system: ApiSystem,
  { description: databaseDescription, close }: SystemDatabase,
  seeded: Pick<RunningSystem, 'demo' | 'operatorKeyFile'>,
): Promise<RunningSystem> {
  const server = createHttpServer({
    routes: system.routes,
    checkReadiness: () => system.checkReadiness(),
    indexPage: () => indexPageContent({ databaseDescription, hasDemo: seeded.demo !== undefined }),
    logLevel: settings.logLevel,
  });
  // Writes the API's document and its page, which takes some tenths of a second that no payment should wait for.
  await server.inject('/v1/reference');
  const address = await listen(server, settings);
  return {
    address,
    databaseDescription,
    ...seeded,
    async stop() {
      await closeHttpServer(server);
      await system.close();
      await close();
    },
  };
}
