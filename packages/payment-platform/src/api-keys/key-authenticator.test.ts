import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createManualClock, TallyError } from '@tallystick/foundation';
import { hashApiKey, makeApiKey } from './api-key.ts';
import { createKeyAuthenticator } from './key-authenticator.ts';

interface Owner {
  readonly name: string;
}

/** An authenticator over a store that counts how often it is asked, and answers when the test says so. */
function setUp() {
  const clock = createManualClock(0);
  const owners = new Map<string, Owner>();
  const held: (() => void)[] = [];
  let isHolding = false;
  let lookups = 0;
  const authenticator = createKeyAuthenticator<Owner>({
    kind: 'till',
    errorCode: 'till_key_unknown',
    clock,
    async findOwner(keyHash) {
      lookups += 1;
      const owner = owners.get(keyHash.toString('hex'));
      if (isHolding) await new Promise<void>((resolve) => held.push(resolve));
      return owner;
    },
  });
  return {
    clock,
    authenticator,
    lookups: () => lookups,
    hold: () => (isHolding = true),
    release() {
      isHolding = false;
      for (const resolve of held.splice(0)) resolve();
    },
    add(name: string): string {
      const { text, keyHash } = makeApiKey('till');
      owners.set(keyHash.toString('hex'), { name });
      return text;
    },
    revoke: (key: string) => owners.delete(hashApiKey(key).toString('hex')),
  };
}

function isUnknown(error: unknown): boolean {
  return error instanceof TallyError && error.code === 'till_key_unknown';
}

void test('a key is looked up once a second, however often it is used', async () => {
  const { authenticator, add, clock, lookups } = setUp();
  const header = `Bearer ${add('Bakery')}`;
  for (let index = 0; index < 5; index += 1) {
    assert.deepEqual(await authenticator.authenticate(header), { name: 'Bakery' });
    clock.advance(199);
  }
  assert.equal(lookups(), 1);
  clock.advance(5);
  await authenticator.authenticate(header);
  assert.equal(lookups(), 2);
});

void test('a revocation elsewhere is noticed within a second', async () => {
  const { authenticator, add, revoke, clock } = setUp();
  const key = add('Bakery');
  await authenticator.authenticate(`Bearer ${key}`);
  revoke(key);
  clock.advance(1000);
  await assert.rejects(authenticator.authenticate(`Bearer ${key}`), isUnknown);
});

void test('a revocation here is noticed at once', async () => {
  const { authenticator, add, revoke } = setUp();
  const key = add('Bakery');
  await authenticator.authenticate(`Bearer ${key}`);
  revoke(key);
  authenticator.forget((owner) => owner.name === 'Bakery');
  await assert.rejects(authenticator.authenticate(`Bearer ${key}`), isUnknown);
});

void test('a lookup that began before a revocation does not bring the key back', async () => {
  const { authenticator, add, revoke, hold, release } = setUp();
  const key = add('Bakery');
  hold();
  const overtaken = authenticator.authenticate(`Bearer ${key}`);
  revoke(key);
  authenticator.forget((owner) => owner.name === 'Bakery');
  release();
  await overtaken;
  await assert.rejects(authenticator.authenticate(`Bearer ${key}`), isUnknown);
});

void test('requests that miss at the same time share one lookup', async () => {
  const { authenticator, add, hold, release, lookups } = setUp();
  const header = `Bearer ${add('Bakery')}`;
  hold();
  const waiting = Array.from({ length: 100 }, () => authenticator.authenticate(header));
  release();
  await Promise.all(waiting);
  assert.equal(lookups(), 1);
});

void test('an unknown key is remembered too, and malformed ones are never looked up', async () => {
  const { authenticator, lookups } = setUp();
  const header = `Bearer ${makeApiKey('till').text}`;
  for (let index = 0; index < 5; index += 1)
    await assert.rejects(authenticator.authenticate(header), isUnknown);
  for (const malformed of [undefined, 'Bearer', 'Bearer till_short']) {
    await assert.rejects(authenticator.authenticate(malformed), isUnknown);
  }
  assert.equal(lookups(), 1);
});

void test('a flood of unknown keys does not push out a known one', async () => {
  const { authenticator, add, lookups } = setUp();
  const header = `Bearer ${add('Bakery')}`;
  await authenticator.authenticate(header);
  for (let index = 0; index < 2000; index += 1) {
    await assert.rejects(authenticator.authenticate(`Bearer ${makeApiKey('till').text}`), isUnknown);
  }
  await authenticator.authenticate(header);
  assert.equal(lookups(), 2001);
});

void test('a failed lookup is told to the caller and not remembered', async () => {
  let isAway = true;
  const { text } = makeApiKey('till');
  const authenticator = createKeyAuthenticator<Owner>({
    kind: 'till',
    errorCode: 'till_key_unknown',
    clock: createManualClock(0),
    findOwner: () =>
      isAway ? Promise.reject(new TallyError('database_unavailable')) : Promise.resolve({ name: 'Bakery' }),
  });
  await assert.rejects(
    authenticator.authenticate(`Bearer ${text}`),
    (error) => error instanceof TallyError && error.code === 'database_unavailable',
  );
  isAway = false;
  assert.deepEqual(await authenticator.authenticate(`Bearer ${text}`), { name: 'Bakery' });
});
