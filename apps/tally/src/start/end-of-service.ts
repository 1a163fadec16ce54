/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP. Asked for before anything is started, so that a stop during the start
 * is not lost; a second signal ends the process at once, and PostgreSQL’s watchdog ends PostgreSQL.
 */
export function endOfService(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(1);
        asked = true;
        resolve();
      });
    }
  });
}
