import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { Writable } from 'node:stream';
import { test, type TestContext } from 'node:test';
import { TallyError } from '@tallystick/foundation';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { closeHttpServer } from './close-http-server.ts';
import { createHttpServer, type HttpServerOptions } from './create-http-server.ts';
import { listen } from './listen.ts';

const secret = 'till_TheKeyThatMustNotBeLogged';

const payments: FastifyPluginAsync = async (server) => {
  const amount = {
    type: 'object',
    additionalProperties: false,
    required: ['minorUnits', 'currency'],
    properties: {
      minorUnits: { type: 'string', pattern: '^[1-9][0-9]{0,11}$' },
      currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    },
  };
  const body = {
    type: 'object',
    additionalProperties: false,
    required: ['code', 'amount'],
    properties: { code: { type: 'string', maxLength: 64 }, amount },
  };
  server.post('/v1/echo', { schema: { body } }, (request) => request.body);
  server.get('/v1/busy', () => {
    throw new TallyError('overloaded', { retryAfterSeconds: 3 });
  });
  server.get('/v1/declined', () => {
    throw new TallyError('code_used');
  });
  server.get('/v1/broken', () => {
    throw new Error('boom', {
      cause: Object.assign(new Error('inner'), { detail: 'Key (code)=(8312) exists' }),
    });
  });
  server.get('/v1/private', () => {
    throw new TallyError('till_key_unknown');
  });
};

function collectLog(): { readonly destination: Writable; text(): string } {
  const chunks: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  return { destination, text: () => chunks.join('') };
}

function start(context: TestContext, options: Partial<HttpServerOptions> = {}): FastifyInstance {
  const server = createHttpServer({
    routes: [payments],
    checkReadiness: () => Promise.resolve(),
    indexPage: () => ({ title: 'Tallystick', introduction: 'It <runs>.', sections: [] }),
    logLevel: 'silent',
    ...options,
  });
  context.after(() => server.close());
  return server;
}

const goodBody = { code: '8312', amount: { minorUnits: '450', currency: 'EUR' } };

async function echo(server: FastifyInstance, payload: string | object) {
  return server.inject({
    method: 'POST',
    url: '/v1/echo',
    payload,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
  });
}

void test('a body is answered with a problem that names the field where it is wrong', async (context) => {
  const server = start(context);
  const { amount } = goodBody;
  const cases: readonly (readonly [object, string, string])[] = [
    [{ ...goodBody, amount: { ...amount, minorUnits: '-450' } }, 'amount_invalid', '/amount/minorUnits'],
    [{ ...goodBody, amount: { ...amount, minorUnits: '4.50' } }, 'amount_invalid', '/amount/minorUnits'],
    [
      { ...goodBody, amount: { ...amount, minorUnits: '1'.repeat(13) } },
      'amount_invalid',
      '/amount/minorUnits',
    ],
    [{ ...goodBody, amount: { ...amount, minorUnits: 450 } }, 'amount_invalid', '/amount/minorUnits'],
    [{ ...goodBody, amount: { ...amount, currency: 'euro' } }, 'currency_unknown', '/amount/currency'],
    [{ ...goodBody, amount: { currency: 'EUR' } }, 'malformed_request', '/amount/minorUnits'],
    [{ ...goodBody, tip: '1' }, 'malformed_request', '/tip'],
    [{ ...goodBody, code: '1'.repeat(65) }, 'malformed_request', '/code'],
    [{ ...goodBody, code: 8312 }, 'malformed_request', '/code'],
    [{ amount }, 'malformed_request', '/code'],
    [[], 'malformed_request', ''],
  ];
  for (const [body, code, field] of cases) {
    const answer = await echo(server, body);
    assert.equal(answer.statusCode, 400, JSON.stringify(body));
    assert.match(String(answer.headers['content-type']), /^application\/problem\+json/);
    assert.deepEqual([answer.json().code, answer.json().field], [code, field], JSON.stringify(body));
  }
});

void test('a good body passes as it is', async (context) => {
  const answer = await echo(start(context), goodBody);
  assert.equal(answer.statusCode, 200);
  assert.deepEqual(answer.json(), goodBody);
});

void test('what is not a JSON body is refused before any route sees it', async (context) => {
  const server = start(context);
  const tooLarge = await echo(server, JSON.stringify({ ...goodBody, code: '1'.repeat(64 * 1024) }));
  assert.deepEqual([tooLarge.statusCode, tooLarge.json().code], [413, 'body_too_large']);
  const cut = await echo(server, '{"code":"83');
  assert.deepEqual([cut.statusCode, cut.json().code], [400, 'malformed_request']);
  const empty = await echo(server, '');
  assert.deepEqual([empty.statusCode, empty.json().code], [400, 'malformed_request']);
  const poisoned = await echo(server, '{"__proto__":{"code":"1"},"code":"1"}');
  assert.deepEqual([poisoned.statusCode, poisoned.json().code], [400, 'malformed_request']);
  for (const contentType of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded']) {
    const other = await server.inject({
      method: 'POST',
      url: '/v1/echo',
      payload: 'a=b',
      headers: { 'content-type': contentType },
    });
    assert.deepEqual([other.statusCode, other.json().code], [400, 'malformed_request'], contentType);
  }
});

void test('an unknown field with a strange name comes back shortened and printable', async (context) => {
  const answer = await echo(start(context), { ...goodBody, [`\u0007${'x'.repeat(1000)}`]: 1 });
  assert.equal(answer.json().field, `/?${'x'.repeat(78)}`);
});

void test('an unknown address is route_unknown, whatever it looks like', async (context) => {
  const server = start(context);
  for (const url of ['/nowhere', '/v1/echo/', '/%zz', `/${'a'.repeat(500)}`]) {
    const answer = await server.inject({ method: 'GET', url });
    assert.deepEqual([answer.statusCode, answer.json().code], [404, 'route_unknown'], url);
  }
});

void test('a retryable problem says when to come back, and a 401 which scheme it wants', async (context) => {
  const server = start(context);
  const busy = await server.inject('/v1/busy');
  assert.deepEqual([busy.statusCode, busy.headers['retry-after']], [503, '3']);
  const unknown = await server.inject('/v1/private');
  assert.deepEqual([unknown.statusCode, unknown.headers['www-authenticate']], [401, 'Bearer']);
  assert.equal(unknown.headers['retry-after'], undefined);
});

void test('an unexpected error is internal_error to the caller and whole in the log, without the values of the database', async (context) => {
  const log = collectLog();
  const server = start(context, { logLevel: 'debug', logDestination: log.destination });
  const answer = await server.inject({ url: '/v1/broken', headers: { authorization: `Bearer ${secret}` } });
  assert.deepEqual([answer.statusCode, answer.json().code], [500, 'internal_error']);
  assert.doesNotMatch(answer.body, /boom/);
  assert.match(log.text(), /boom/);
  assert.match(log.text(), /inner/);
  assert.ok(log.text().includes(String(answer.json().requestId)), 'the log has the request id of the answer');
  assert.doesNotMatch(log.text(), /8312/);
});

void test('an outcome that is thrown as an error is a fault of ours, not an answer', async (context) => {
  const answer = await start(context).inject('/v1/declined');
  assert.deepEqual([answer.statusCode, answer.json().code], [500, 'internal_error']);
});

void test('no key and no body reaches the log, at the loudest level', async (context) => {
  const log = collectLog();
  const server = start(context, { logLevel: 'debug', logDestination: log.destination });
  await echo(server, { ...goodBody, code: '8399887766554433221100' });
  await echo(server, { ...goodBody, code: ['8399887766554433221100'] });
  await echo(server, '{"code":"8399887766554433221100"');
  assert.match(log.text(), /\/v1\/echo/);
  assert.doesNotMatch(log.text(), /839988/);
  assert.ok(!log.text().includes(secret));
});

void test('health tells a process that answers from one that can decide', async (context) => {
  const ready = start(context);
  assert.equal((await ready.inject('/readyz')).statusCode, 200);
  const lame = start(context, {
    checkReadiness: () => Promise.reject(new TallyError('database_unavailable')),
  });
  assert.equal((await lame.inject('/healthz')).statusCode, 200);
  const answer = await lame.inject('/readyz');
  assert.deepEqual([answer.statusCode, answer.json().code], [503, 'database_unavailable']);
});

void test('a crowd that asks for readiness costs one check at a time', async (context) => {
  const held = Promise.withResolvers<undefined>();
  let checks = 0;
  const server = start(context, {
    async checkReadiness() {
      checks += 1;
      await held.promise;
    },
  });
  const answers = Array.from({ length: 20 }, () =>
    server.inject('/readyz').then((answer) => answer.statusCode),
  );
  await server.inject('/healthz');
  held.resolve(undefined);
  assert.deepEqual(new Set(await Promise.all(answers)), new Set([200]));
  assert.equal(checks, 1);
  await server.inject('/readyz');
  assert.equal(checks, 2);
});

void test('the page at / escapes its content and allows its style and nothing else', async (context) => {
  const answer = await start(context).inject('/');
  assert.match(answer.body, /It &lt;runs&gt;\./);
  assert.match(
    String(answer.headers['content-security-policy']),
    /^default-src 'none'; style-src 'sha256-[^']+';/,
  );
  assert.equal(answer.headers['x-content-type-options'], 'nosniff');
});

void test('one request more than the limit is overloaded, and the room comes back', async (context) => {
  const held = Promise.withResolvers<string>();
  const slow: FastifyPluginAsync = async (server) => {
    server.get('/v1/slow', () => held.promise);
    server.get('/v1/fast', () => 'fast');
  };
  const server = start(context, { routes: [slow], limits: { requestsInFlight: 2 } });
  const first = [server.inject('/v1/slow'), server.inject('/v1/slow')].map((answer) =>
    answer.then((it) => it),
  );
  await server.inject('/healthz');
  const refused = await server.inject('/v1/fast');
  assert.deepEqual([refused.statusCode, refused.json().code], [503, 'overloaded']);
  held.resolve('done');
  await Promise.all(first);
  await new Promise(setImmediate);
  assert.equal((await server.inject('/v1/fast')).statusCode, 200);
});

void test('a caller who hangs up gives its room back', async (context) => {
  const arrived = Promise.withResolvers<ServerResponse>();
  const never: FastifyPluginAsync = async (server) => {
    server.get('/v1/never', (_request, reply) => {
      arrived.resolve(reply.raw);
      return new Promise(() => {});
    });
    server.get('/v1/fast', () => 'fast');
  };
  const server = start(context, { routes: [never], limits: { requestsInFlight: 1 } });
  const address = new URL(await listen(server, { host: '127.0.0.1', port: 0 }));
  const socket = connect(Number(address.port), address.hostname);
  socket.write('GET /v1/never HTTP/1.1\r\nHost: till\r\n\r\n');
  const response = await arrived.promise;
  assert.equal((await server.inject('/v1/fast')).statusCode, 503);
  const hungUp = once(response, 'close');
  socket.destroy();
  await hungUp;
  assert.equal((await server.inject('/v1/fast')).statusCode, 200);
});

void test('requests whose bodies never come keep no room from the others', async (context) => {
  const arrived = Promise.withResolvers<undefined>();
  const fast: FastifyPluginAsync = async (server) => {
    server.addHook('onRequest', (_request, _reply, done) => {
      arrived.resolve(undefined);
      done();
    });
    server.post('/v1/fast', () => 'fast');
  };
  const server = start(context, { routes: [fast], limits: { requestsInFlight: 1 } });
  const address = new URL(await listen(server, { host: '127.0.0.1', port: 0 }));
  const socket = connect(Number(address.port), address.hostname);
  const headers = 'Host: till\r\nContent-Type: application/json\r\nContent-Length: 2';
  socket.write(`POST /v1/fast HTTP/1.1\r\n${headers}\r\n\r\n`);
  await arrived.promise;
  const answer = await server.inject({ method: 'POST', url: '/v1/fast', payload: {} });
  // Else the server would wait, while it closes, until the socket has been idle for too long.
  socket.destroy();
  assert.equal(answer.statusCode, 200);
});

void test('what is not HTTP is answered with a problem and the connection is closed', async (context) => {
  const server = start(context);
  const address = new URL(await listen(server, { host: '127.0.0.1', port: 0 }));
  for (const [bytes, words] of [
    ['ISO8583\r\n\r\n', /not an HTTP/],
    [
      `GET / HTTP/1.1\r\nHost: till\r\nX-Long: ${'a'.repeat(9000)}\r\n\r\n`,
      /headers of the request are too long/,
    ],
  ] as const) {
    const socket = connect(Number(address.port), address.hostname);
    socket.write(bytes);
    const chunks = await socket.toArray();
    assert.match(Buffer.concat(chunks).toString(), /^HTTP\/1\.1 400 /);
    assert.match(Buffer.concat(chunks).toString(), words);
  }
});

void test('a request that does not arrive in time is answered and cut off', async (context) => {
  const server = start(context, { limits: { headersMs: 20, requestMs: 30 } });
  const address = new URL(await listen(server, { host: '127.0.0.1', port: 0 }));
  const slowHeaders = 'POST /v1/echo HTTP/1.1\r\nHost: till\r\n';
  const slowBody = `${slowHeaders}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{`;
  for (const bytes of [slowHeaders, slowBody]) {
    const socket = connect(Number(address.port), address.hostname);
    socket.write(bytes);
    const answer = Buffer.concat(await socket.toArray()).toString();
    assert.match(answer, /did not arrive in time/);
  }
});

void test('a connection more than the limit is closed', async (context) => {
  const server = start(context, { limits: { connections: 1 } });
  const address = new URL(await listen(server, { host: '127.0.0.1', port: 0 }));
  const first = connect(Number(address.port), address.hostname);
  await once(first, 'connect');
  const second = connect(Number(address.port), address.hostname);
  assert.deepEqual(await second.toArray(), []);
  first.destroy();
});

void test('a taken port is one sentence that names it', async (context) => {
  const address = new URL(await listen(start(context), { host: '127.0.0.1', port: 0 }));
  const port = Number(address.port);
  await assert.rejects(listen(start(context), { host: '127.0.0.1', port }), (error) => {
    assert.ok(error instanceof TallyError && error.code === 'port_taken');
    assert.match(error.message, new RegExp(`Port ${port} `));
    return true;
  });
});

void test('a stop answers what is in work and cuts off what never ends', async (context) => {
  const held = Promise.withResolvers<string>();
  const arrived = Promise.withResolvers<undefined>();
  const slow: FastifyPluginAsync = async (server) => {
    server.get('/v1/slow', () => {
      arrived.resolve(undefined);
      return held.promise;
    });
  };
  const server = start(context, { routes: [slow] });
  const address = await listen(server, { host: '127.0.0.1', port: 0 });
  const inWork = fetch(`${address}/v1/slow`);
  await arrived.promise;
  const closed = closeHttpServer(server, 60_000);
  held.resolve('done');
  assert.equal(await (await inWork).text(), 'done');
  await closed;

  const stuckArrived = Promise.withResolvers<undefined>();
  const stuck: FastifyPluginAsync = async (other) => {
    other.get('/v1/stuck', () => {
      stuckArrived.resolve(undefined);
      return new Promise(() => {});
    });
  };
  const stubborn = start(context, { routes: [stuck] });
  const stubbornAddress = await listen(stubborn, { host: '127.0.0.1', port: 0 });
  const neverAnswered = assert.rejects(fetch(`${stubbornAddress}/v1/stuck`));
  await stuckArrived.promise;
  await closeHttpServer(stubborn, 1);
  await neverAnswered;
});
