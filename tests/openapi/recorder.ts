import assert from 'node:assert/strict';
import { createAnswerValidator } from './answer-validator.ts';
import { createNormaliser } from './normalise.ts';
import { operationsOf, type FoundOperation, type ServedDocument } from './read-api-document.ts';

/** One request of a scene. */
export interface SceneRequest {
  readonly key?: string;
  readonly body?: object | string;
  /** Values of the path’s parameters. */
  readonly path?: Readonly<Record<string, string>>;
  /** Without the question mark. */
  readonly query?: string;
  /** Another server than the sound one. */
  readonly address?: string;
}

export interface SceneAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

type Bodies = Record<string, object>;

export interface RecordedExamples {
  readonly operations: Record<string, { requests: Bodies; answers: Record<string, Bodies> }>;
  readonly problems: Bodies;
}

/** Asks a server, holds each answer against its document, and writes down what it answered. */
export interface Recorder {
  readonly examples: RecordedExamples;
  /** Asks without writing down. */
  ask(operationId: string, request?: SceneRequest): Promise<SceneAnswer>;
  /** Writes the answer down under a name, which for a problem is its code and has to be what came. */
  record(operationId: string, name: string, request?: SceneRequest): Promise<SceneAnswer>;
  /** Writes down an answer that was asked for before. */
  keep(operationId: string, name: string, request: SceneRequest, answer: SceneAnswer): void;
  /** Writes down a problem that many operations answer alike. */
  recordShared(code: string, operationId: string, request?: SceneRequest): Promise<SceneAnswer>;
  /** Writes down a problem of no operation at all. */
  recordStray(code: string, response: Response): Promise<void>;
}

export function createRecorder(address: string, document: ServedDocument): Recorder {
  const validate = createAnswerValidator(document);
  const normaliser = createNormaliser();
  const examples: RecordedExamples = { operations: {}, problems: {} };
  const found = new Map(operationsOf(document).map((each) => [each.operation.operationId, each]));

  function operationOf(operationId: string): FoundOperation {
    const operation = found.get(operationId);
    if (operation === undefined) assert.fail(`the document has no operation ${operationId}`);
    return operation;
  }

  async function ask(operationId: string, request: SceneRequest = {}): Promise<SceneAnswer> {
    const operation = operationOf(operationId);
    const response = await send(request.address ?? address, operation, request);
    const text = await response.text();
    if (response.status === 204) return { status: 204, body: {} };
    const mediaType = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
    const body: Record<string, unknown> = JSON.parse(text);
    assert.equal(validate(operation, response.status, mediaType, body), undefined, `${operationId}: ${text}`);
    if (body['retryable'] === true) assert.match(response.headers.get('retry-after') ?? '', /^[1-9]/);
    return { status: response.status, body };
  }

  function keep(operationId: string, name: string, { body }: SceneRequest, answer: SceneAnswer): void {
    assert.equal(nameOf(answer) ?? name, name, `${operationId}: ${JSON.stringify(answer.body)}`);
    const own = (examples.operations[operationId] ??= { requests: {}, answers: {} });
    if (answer.status === 204) return;
    const ofStatus = (own.answers[answer.status] ??= {});
    assert.equal(ofStatus[name], undefined, `${operationId} has two examples ${name}`);
    ofStatus[name] = normaliser.body(answer.body);
    // How to ask is shown where it led to something; what was declined was asked for in the same way.
    const isSuccess = answer.status < 300 && answer.status !== 202 && nameOf(answer) === undefined;
    if (isSuccess && typeof body === 'object') own.requests[name] = normaliser.body(body);
  }

  return {
    examples,
    ask,
    keep,
    async record(operationId, name, request = {}) {
      const answer = await ask(operationId, request);
      keep(operationId, name, request, answer);
      return answer;
    },
    async recordShared(code, operationId, request) {
      const answer = await ask(operationId, request);
      assert.equal(answer.body['code'], code, JSON.stringify(answer.body));
      examples.problems[code] = normaliser.body(answer.body);
      return answer;
    },
    async recordStray(code, response) {
      const body: Record<string, unknown> = JSON.parse(await response.text());
      assert.equal(body['code'], code);
      examples.problems[code] = normaliser.body(body);
    },
  };
}

/** What an answer calls itself: a problem by its code, a decline by its error. Others are named by the scene. */
function nameOf({ status, body }: SceneAnswer): string | undefined {
  if (status >= 400) return String(body['code']);
  return body['outcome'] === 'declined' ? String(body['errorCode']) : undefined;
}

function send(address: string, { method, path }: FoundOperation, request: SceneRequest): Promise<Response> {
  const { key, body, query } = request;
  const filled = path.replaceAll(
    /\{(\w+)\}/g,
    (_all, name: string) => request.path?.[name] ?? assert.fail(name),
  );
  return fetch(`${address}${filled}${query === undefined ? '' : `?${query}`}`, {
    method,
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}
