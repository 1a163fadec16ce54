import type { ServerResponse } from 'node:http';
import { problemDetails, TallyError, type ErrorCode } from '@tallystick/foundation';

/** What can go wrong with one request. All but `lose_request` and `pending` do the work first and spoil the answer. */
export type Fault =
  | 'lose_request'
  | 'lose_answer'
  | 'cut_in_body'
  | 'never_answer'
  | 'garbage'
  | 'other_payment'
  | 'endless_body'
  | 'sign_in_page'
  /** The claim is made and stays open; the answer is pending. */
  | 'pending'
  /** The answer is what this makes of it. */
  | { readonly answerAs: (json: object) => object }
  | { readonly problem: ErrorCode; readonly status?: number; readonly retryAfterSeconds?: number };

/** Spoils an answer. */
export function answerWithFault(
  response: ServerResponse,
  fault: Exclude<Fault, 'pending'>,
  json: object,
): void {
  if (typeof fault !== 'string' && 'problem' in fault) return answerWithProblem(response, fault);
  if (typeof fault !== 'string') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(fault.answerAs(json)));
    return;
  }
  const body = JSON.stringify(json);
  switch (fault) {
    case 'lose_request':
    case 'lose_answer':
      response.destroy();
      return;
    case 'cut_in_body':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
      response.write(body.slice(0, body.length / 2), () => response.destroy());
      return;
    case 'never_answer':
      return;
    case 'garbage':
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"final":true,"outcome":"approved"}');
      return;
    case 'other_payment':
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(body.replaceAll('"paymentId":"', '"paymentId":"X'));
      return;
    case 'endless_body':
      response.writeHead(200, { 'content-type': 'application/json' }).end(body + ' '.repeat(100_000));
      return;
    case 'sign_in_page':
      response.writeHead(403, { 'content-type': 'text/html' }).end('<h1>Welcome to the hotel</h1>');
      return;
  }
}

function answerWithProblem(
  response: ServerResponse,
  fault: Extract<Fault, { readonly problem: ErrorCode }>,
): void {
  const problem = problemDetails(new TallyError(fault.problem));
  const retryAfter =
    fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) };
  response
    .writeHead(fault.status ?? problem.status, { 'content-type': 'application/problem+json', ...retryAfter })
    .end(JSON.stringify(problem));
}
