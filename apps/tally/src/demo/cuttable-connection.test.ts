import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { openCuttableConnection } from './cuttable-connection.ts';

test('a cut takes one answer away after the server has given it, and nothing else', async (context) => {
  let served = 0;
  const server = createServer((_request, response) => response.end(`answer ${++served}`));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => server.close());
  const bound = server.address();
  assert.ok(typeof bound === 'object' && bound !== null);
  const wire = await openCuttableConnection(new URL(`http://127.0.0.1:${bound.port}`));
  context.after(() => wire.close());
  const ask = async (): Promise<string> => (await fetch(wire.address)).text();

  assert.equal(await ask(), 'answer 1');
  wire.cutNextAnswer();
  await assert.rejects(ask());
  assert.equal(served, 2, 'the server had answered');
  assert.equal(await ask(), 'answer 3');
  assert.equal(wire.cutCount(), 1);
});

test('a wire is laid to a plain server only', async () => {
  await assert.rejects(openCuttableConnection(new URL('https://pay.example')), /cuts a connection/);
});
