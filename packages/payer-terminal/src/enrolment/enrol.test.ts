import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TallyError, createManualClock } from '@tallystick/foundation';
import { base64UrlText } from '@tallystick/otp';
import { leafNames } from '../terminal/leaf-keys.ts';
import { createMemoryStore } from '../terminal/memory-store.ts';
import { createPayerTerminal } from '../terminal/payer-terminal.ts';
import { enrolWith, enrolledTerminal, noonMs, testServerUrl } from '../testing/enrolled-terminal.ts';
import { createTreasuryHalf } from '../testing/treasury-half.ts';
import { enrol } from './enrol.ts';

function newTerminal(deviceNowMs = noonMs) {
  const clock = createManualClock(deviceNowMs);
  return { clock, terminal: createPayerTerminal({ store: createMemoryStore(), clock }) };
}

function withCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof TallyError && error.code === code;
}

test('an enrolled terminal holds the credential, and nothing of the activation any more', async () => {
  const { terminal, treasury } = await enrolledTerminal();
  const { activated, halfDoneEnrolment } = await terminal.store.read();
  assert.equal(halfDoneEnrolment, undefined);
  assert.equal(activated?.credential.credentialNumber, '0123456789');
  assert.equal(treasury.requests.length, 2);
});

test('both halves hold the same leaves of 256 bits', async () => {
  const { clock } = newTerminal();
  const treasury = createTreasuryHalf(noonMs);
  const store = { ...createMemoryStore(), needsExtractableKeys: true };
  await enrolWith(createPayerTerminal({ store, clock }), treasury);
  const leaves = (await store.read()).activated?.leaves;
  assert.ok(leaves);
  for (const name of leafNames) {
    assert.deepEqual(await bytesOf(leaves[name]), treasury.leaf(name));
  }
});

test('where the store can keep keys as they are, their bytes can’t be taken out', async () => {
  const { terminal } = await enrolledTerminal();
  const leaves = (await terminal.store.read()).activated?.leaves;
  assert.ok(leaves);
  for (const name of leafNames) await assert.rejects(bytesOf(leaves[name]));
});

test('the activation code never crosses the network', async () => {
  const { terminal } = newTerminal();
  const treasury = createTreasuryHalf(noonMs);
  let sent = '';
  await enrol(terminal, {
    activationCode: treasury.activationCode,
    serverUrl: testServerUrl,
    fetch: (input, init) => {
      sent += addressOf(input) + JSON.stringify(init);
      return treasury.fetch(input, init);
    },
  });
  assert.equal(sent.includes(treasury.activationCode), false);
});

test('after a lost answer the same call gets the same credential with the same key', async () => {
  const { terminal } = newTerminal();
  const treasury = createTreasuryHalf(noonMs);
  const { activationCode } = treasury;
  const losesAnswer: typeof fetch = async (input, init) => {
    const answer = await treasury.fetch(input, init);
    if (addressOf(input).endsWith('/proof')) throw new TypeError('connection lost');
    return answer;
  };
  const request = { activationCode, serverUrl: testServerUrl };
  await assert.rejects(enrol(terminal, { ...request, fetch: losesAnswer }), withCode('server_unreachable'));

  await enrol(terminal, { ...request, fetch: treasury.fetch });
  assert.ok((await terminal.store.read()).activated);
  assert.equal(treasury.requests.filter((path) => !path.endsWith('/proof')).length, 1);
});

test('another terminal with the same code is refused in the server’s words', async () => {
  const { treasury } = await enrolledTerminal();
  await assert.rejects(enrolWith(newTerminal().terminal, treasury), withCode('activation_used'));
});

test('a server whose proof is wrong is not believed, and nothing is activated', async () => {
  const { terminal } = newTerminal();
  const treasury = createTreasuryHalf(noonMs);
  treasury.tamper = (answer) =>
    'proof' in answer ? { ...answer, proof: base64UrlText(new Uint8Array(32)) } : answer;
  await assert.rejects(enrolWith(terminal, treasury), withCode('server_proof_wrong'));
  assert.equal((await terminal.store.read()).activated, undefined);
});

const wrongAnswers = {
  'a sealed reply with a changed bit': (answer: Record<string, string>) =>
    'sealedReply' in answer ? { ...answer, sealedReply: flipLastBit(answer['sealedReply']) } : answer,
  'a sealed reply too short for its nonce': (answer: Record<string, string>) =>
    'sealedReply' in answer ? { ...answer, sealedReply: 'AAAA' } : answer,
  'a server key that is no point of the curve': (answer: Record<string, string>) =>
    'serverKey' in answer ? { serverKey: base64UrlText(new Uint8Array(65).fill(4)) } : answer,
  'an answer without its field': () => ({}),
  'an answer above every limit': () => ({ serverKey: 'A'.repeat(1_000_000) }),
};

for (const [name, tamper] of Object.entries(wrongAnswers)) {
  test(`${name} is refused as malformed`, async () => {
    const treasury = createTreasuryHalf(noonMs);
    treasury.tamper = tamper;
    await assert.rejects(enrolWith(newTerminal().terminal, treasury), withCode('server_answer_malformed'));
  });
}

test('what is no activation code is refused before anything is sent', async () => {
  const request = { activationCode: 'ABC', serverUrl: testServerUrl, fetch: () => assert.fail('sent') };
  await assert.rejects(enrol(newTerminal().terminal, request), withCode('activation_code_malformed'));
});

test('a page that is no Tallystick server is told from one', async () => {
  const { activationCode } = createTreasuryHalf(noonMs);
  const fetch = () => Promise.resolve(new Response('<html>', { status: 502 }));
  const request = { activationCode, serverUrl: testServerUrl, fetch };
  await assert.rejects(enrol(newTerminal().terminal, request), withCode('server_answer_malformed'));
});

test('a new activation that fails leaves the old credential paying', async () => {
  const { terminal } = await enrolledTerminal();
  const treasury = createTreasuryHalf(noonMs);
  treasury.tamper = (answer) => ('proof' in answer ? {} : answer);
  await assert.rejects(enrolWith(terminal, treasury), withCode('server_answer_malformed'));
  const { activated, halfDoneEnrolment } = await terminal.store.read();
  assert.ok(activated);
  assert.ok(halfDoneEnrolment);
});

test('the terminal’s clock is set to the middle of the round trip', async () => {
  const { terminal, clock } = newTerminal(noonMs - 500_000);
  const treasury = createTreasuryHalf(noonMs);
  const slow: typeof fetch = async (input, init) => {
    const answer = await treasury.fetch(input, init);
    clock.advance(2000);
    return answer;
  };
  await enrol(terminal, { activationCode: treasury.activationCode, serverUrl: testServerUrl, fetch: slow });
  const known = (await terminal.store.read()).activated?.clock;
  // Both answers took 2 s: 4 s have passed since the start, and the server made its reply 1 s ago.
  assert.deepEqual(known, { offsetMs: 500_000 + 1000 - 4000, provenMs: noonMs });
});

test('a reply that was made for a lost answer long ago does not set the clock back', async () => {
  const { terminal, clock } = newTerminal();
  const treasury = createTreasuryHalf(noonMs);
  const loses: typeof fetch = async (input, init) => {
    const answer = await treasury.fetch(input, init);
    return addressOf(input).endsWith('/proof') ? Promise.reject(new TypeError('lost')) : answer;
  };
  const request = { activationCode: treasury.activationCode, serverUrl: testServerUrl };
  await assert.rejects(enrol(terminal, { ...request, fetch: loses }));
  clock.advance(86_400_000);
  await enrol(terminal, { ...request, fetch: treasury.fetch });
  assert.equal((await terminal.store.read()).activated?.clock.offsetMs, 0);
});

async function bytesOf(key: CryptoKey): Promise<Buffer> {
  return Buffer.from(await crypto.subtle.exportKey('raw', key));
}

function addressOf(input: Parameters<typeof fetch>[0]): string {
  return input instanceof Request ? input.url : input.toString();
}

function flipLastBit(text = ''): string {
  const bytes = Buffer.from(text, 'base64url');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  return bytes.toString('base64url');
}
