import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, test } from 'node:test';
import { openHttpConnection } from './http-connection.ts';

let server: Server;
afterEach(() => server.close());

async function connectTo(listener: RequestListener) {
  server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  return openHttpConnection(new URL(`http://127.0.0.1:${address.port}`));
}

function post(body: string): string {
  return `POST / HTTP/1.1\r\nHost: bench\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

test('requests go over one kept connection, one answer each, large ones too', async () => {
  const sockets = new Set<unknown>();
  const connection = await connectTo((request, response) => {
    sockets.add(request.socket);
    request.on('data', (chunk: Buffer) => {
      const body = chunk.toString().repeat(Number(chunk.toString()));
      response.writeHead(202, { 'Content-Length': body.length }).end(body);
    });
  });
  assert.deepEqual(await connection.exchange(post('3')), { status: 202, body: '333' });
  const large = await connection.exchange(post('200000'));
  assert.equal(large.body.length, 1_200_000);
  assert.equal(sockets.size, 1);
  connection.close();
});

test('a server that hangs up fails the request under way and every later one', async () => {
  const connection = await connectTo((request) => request.socket.destroy());
  await assert.rejects(connection.exchange(post('1')), /hung up|ECONNRESET/);
  await assert.rejects(connection.exchange(post('1')), /closed/);
});

test('an answer in a form that the client does not read is an error', async () => {
  const connection = await connectTo((_request, response) => {
    response.write('chunked');
    response.end();
  });
  await assert.rejects(connection.exchange(post('1')), /not an answer/);
});
