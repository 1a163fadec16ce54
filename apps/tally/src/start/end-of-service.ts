import type { Environment } from '../environment/read-environment.ts';
import { whenNpmEnds } from './when-npm-ends.ts';

/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP. Asked for before anything is started, so that a stop during the start
 * is not lost; a second signal ends the process at once, and PostgreSQL’s watchdog ends PostgreSQL.
 * The end of the npm or npx that has started us is such a stop too.
 */
export function endOfService(env: Environment): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const stopWatching = whenNpmEnds(env, resolve);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(1);
        asked = true;
        stopWatching();
        resolve();
      });
    }
  });
}
