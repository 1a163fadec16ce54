export interface HttpAnswer {
  readonly status: number;
  /** Bytes as latin1 characters: decoded after the measurement, where it costs the server nothing. */
  readonly body: string;
}

const endOfHeaders = '\r\n\r\n';

/**
 * Reads one answer of HTTP/1.1 (RFC 9112) from the text that has arrived; undefined while it is not complete. Only what
 * our own server sends is understood: every answer has a Content-Length.
 *
 * @throws Error where it is something else, or more than one answer.
 */
export function readAnswer(text: string): HttpAnswer | undefined {
  const headersEnd = text.indexOf(endOfHeaders);
  if (headersEnd < 0) return undefined;
  const headers = text.slice(0, headersEnd);
  const status = /^HTTP\/1\.1 ([0-9]{3})/.exec(headers)?.[1];
  const length = /\r\ncontent-length: ([0-9]+)/i.exec(headers)?.[1];
  if (status === undefined || length === undefined) throw new Error('not an answer that this client reads');
  const bodyStart = headersEnd + endOfHeaders.length;
  const missing = bodyStart + Number(length) - text.length;
  if (missing > 0) return undefined;
  if (missing < 0) throw new Error('the server answered more than it was asked');
  return { status: Number(status), body: text.slice(bodyStart) };
}
