import { startEmbeddedPostgres } from './start-embedded-postgres.ts';

/** A process that owns a data directory until it is killed; it tells its server’s process id and socket, or its error. */
const dataDirectory = process.argv[2] ?? '';
try {
  const server = await startEmbeddedPostgres({ dataDirectory, temporary: true });
  tell({ processId: server.processId, socketDirectory: server.connection.host });
  setInterval(() => undefined, 60_000);
} catch (error) {
  tell({ error: String(error) });
}

function tell(words: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(words)}\n`);
}
