import type { Socket } from 'node:net';
import { problemDetails, TallyError } from '@tallystick/foundation';

/** Answers what is not HTTP, or comes too slowly, and closes the connection. There is no request yet, so no request id. */
export function refuseConnection(error: { readonly code: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = problemDetails(new TallyError('malformed_request', { detail: detailOf(error.code) }));
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${problem.status} Bad Request\r\nConnection: close\r\nContent-Type: application/problem+json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function detailOf(code: string): string {
  if (code === 'HPE_HEADER_OVERFLOW') return 'The headers of the request are too long.';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'The request did not arrive in time.';
  return 'This is not an HTTP/1.1 request.';
}
