import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { TallyError } from '@tallystick/foundation';
import { startContractServer, type ContractServer } from '../testing/contract-server.ts';
import { createPlatformClient, type Fetch } from './platform-client.ts';
import {
  answerWithoutOutcome,
  longestRetryAfterMs,
  parseProblem,
  parseRetryAfterMs,
} from './problem-answer.ts';
import { parseServerUrl } from './server-url.ts';
import { parseTillIdentity } from './till-identity.ts';

const asked = { paymentId: 'CLIENT1', amount: null };
let server: ContractServer;

before(async () => {
  server = await startContractServer();
});
after(() => server.close());
beforeEach(() => {
  server.faults.length = 0;
});

function clientWith(fetch: Fetch) {
  return createPlatformClient({
    serverUrl: server.url,
    tillKey: server.tillKey,
    fetch,
    requestTimeoutMs: 100,
  });
}

describe('The client of the platform', () => {
  it('sends the key in the header only, takes no redirect and leaves no trace in a cache', async () => {
    const sent: [URL, RequestInit][] = [];
    const client = clientWith((url, init) => {
      sent.push([url, init]);
      return fetch(url, init);
    });
    await client.query(asked);
    const [[url, init] = [undefined, undefined]] = sent;
    assert.equal(url?.href, `${server.url}/v1/payments/CLIENT1`);
    assert.deepEqual([init?.redirect, init?.cache, init?.credentials], ['error', 'no-store', 'omit']);
    assert.equal(new Headers(init?.headers).get('authorization'), `Bearer ${server.tillKey}`);
  });

  it('ends a request in time also where the `fetch` that was handed in never does', async () => {
    const client = clientWith(() => new Promise(() => undefined));
    assert.deepEqual(await client.query(asked), { kind: 'lost', problem: null, retryAfterMs: null });
  });

  it('ends a request in time where the body never ends', async () => {
    const client = clientWith(async () => new Response(new ReadableStream({ start: () => undefined })));
    assert.equal((await client.query(asked)).kind, 'lost');
  });

  it('stops at the limit of a body that has no end', async () => {
    let chunks = 0;
    const endless = new ReadableStream({
      pull(controller) {
        chunks += 1;
        controller.enqueue(new Uint8Array(16_384).fill(32));
      },
    });
    const client = clientWith(async () => new Response(endless));
    assert.equal((await client.query(asked)).kind, 'lost');
    assert.ok(chunks < 10);
  });

  it('reads a lost answer where `fetch` throws', async () => {
    const client = clientWith(() => Promise.reject(new TypeError('fetch failed')));
    assert.equal((await client.reverse(asked)).kind, 'lost');
  });

  it('believes “never seen” from the platform only', async () => {
    assert.equal((await clientWith(fetch).query(asked)).kind, 'never_seen');
    server.faults.push('sign_in_page');
    assert.equal((await clientWith(fetch).query(asked)).kind, 'lost');
  });

  it('refuses a key that is more than one line of text', () => {
    assert.throws(
      () => createPlatformClient({ serverUrl: server.url, tillKey: 'a\r\nx: y', fetch, requestTimeoutMs: 1 }),
      (error) =>
        error instanceof TallyError && error.code === 'arguments_wrong' && !error.message.includes('x: y'),
    );
  });
});

describe('A problem', () => {
  const body = JSON.stringify({ code: 'from_the_future', cashierWords: 'Wait.', detail: 'New.' });

  it('may have a code that this till does not know', () => {
    const problem = parseProblem(422, 'application/problem+json; charset=utf-8', body);
    assert.deepEqual(problem, {
      status: 422,
      code: 'from_the_future',
      cashierWords: 'Wait.',
      detail: 'New.',
    });
    assert.equal(answerWithoutOutcome(422, problem, null).kind, 'refused');
  });

  it('is none where the media type is another, or the body is not JSON', () => {
    assert.equal(parseProblem(422, 'application/json', body), undefined);
    assert.equal(parseProblem(422, 'application/problem+json', '<html>'), undefined);
  });

  it('settles nothing where the server says that it failed itself', () => {
    const problem = parseProblem(503, 'application/problem+json', body);
    assert.equal(answerWithoutOutcome(503, problem, 2000).kind, 'lost');
    assert.equal(answerWithoutOutcome(429, problem, 2000).kind, 'throttled');
    assert.equal(answerWithoutOutcome(302, problem, null).kind, 'lost');
  });

  it('can’t put the till to sleep by `Retry-After`', () => {
    assert.equal(parseRetryAfterMs('3'), 3000);
    assert.equal(parseRetryAfterMs('999999'), longestRetryAfterMs);
    for (const header of [null, '', '-1', '1e9', 'Mon, 23 Nov 2026 09:00:00 GMT']) {
      assert.equal(parseRetryAfterMs(header), null);
    }
  });
});

describe('The server’s address', () => {
  it('is https anywhere, and http on this machine', () => {
    assert.equal(parseServerUrl('https://pay.example/tally').href, 'https://pay.example/tally/');
    for (const host of ['localhost', '127.0.0.1', '127.8.9.1', '[::1]']) {
      assert.equal(parseServerUrl(`http://${host}:8080`).href, `http://${host}:8080/`);
    }
  });

  const refused = [
    'http://pay.example',
    'http://127.0.0.1.example',
    'ftp://localhost',
    'https://u:p@x',
    'https://x/?k=1',
    'x',
  ];
  for (const text of refused) {
    it(`is not ${text}`, () => {
      assert.throws(() => parseServerUrl(text), TallyError);
    });
  }
});

describe('The identity of a till', () => {
  const identity = { tillNumber: '0000007', merchantName: 'Baker’s', issuerPrefix: '83' };

  it('may lack a name and a currency', () => {
    assert.deepEqual(parseTillIdentity(identity), { ...identity, tillName: null, currency: null });
  });

  it('is not believed where a field is of another shape', () => {
    const changes = [
      { tillNumber: '../x' },
      { issuerPrefix: '8' },
      { merchantName: 5 },
      { currency: 'XXX' },
      { tillName: 5 },
    ];
    for (const change of changes) assert.equal(parseTillIdentity({ ...identity, ...change }), undefined);
  });
});
