import { serviceOutput } from '../output/service-output.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** The shape that pino’s own serializer of errors has, without the enumerable extras. */
interface LoggedError {
  readonly [key: string]: unknown;
  readonly type: string;
  readonly message: string;
  readonly stack: string;
}

const maximumCauses = 5;

/** Where lines of the log go. */
export interface LogDestination {
  write(line: string): unknown;
}

/**
 * How the server logs: JSON lines, one serializer for each thing that may be logged. Requests are logged by method and
 * route, never with headers, query or body; errors without the extra fields that a database driver puts on them, because
 * those repeat values. Standard output, which is the destination where none is given, drops and counts what it can’t write.
 */
export function logOptions(level: LogLevel, destination: LogDestination = serviceOutput().stdout) {
  return {
    level,
    serializers: { err: (error: unknown) => loggedError(error, maximumCauses) },
    stream: { write: (line: string) => void destination.write(line) },
  };
}

function loggedError(error: unknown, causesLeft: number): LoggedError {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'what was thrown is not an Error', stack: '' };
  const { name: type, message, stack = '', cause } = error;
  const code = 'code' in error ? { code: error.code } : {};
  if (cause === undefined || causesLeft === 0) return { type, message, ...code, stack };
  return { type, message, ...code, stack, cause: loggedError(cause, causesLeft - 1) };
}
