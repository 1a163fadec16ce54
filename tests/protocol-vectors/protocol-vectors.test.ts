import assert from 'node:assert/strict';
import { test } from 'node:test';

import ff1 from '../../packages/authentication-server/src/aliases/vectors/ff1.json' with { type: 'json' };
import rfc6287 from '../../packages/otp/src/ocra/vectors/rfc6287.json' with { type: 'json' };
import { makeVectorFile } from './make-vector-file.ts';
import { ff1Decrypt, ff1Encrypt } from './second-implementation/ff1.ts';
import { ocra } from './second-implementation/ocra.ts';
import { readVectorFile, readVectorFileText, textOfVectorFile, type Vector } from './vector-file.ts';
import { packageImplementation } from './with-packages.ts';
import { secondImplementation } from './with-second-implementation.ts';

const vectorFile = readVectorFile();
const vectors = vectorFile.groups.flatMap((group) => group.vectors.map((vector) => ({ group, vector })));

/** RFC 6287 has no names for what is wrong with a suite; each implementation has its own. */
const groupsWithNamesOfTheirOwn = ['ocra suite'];

function answerOf(vector: Vector): object {
  return 'output' in vector ? { output: vector.output } : { refused: vector.refused };
}

test('docs/vectors.json is what the packages answer (npm run docs:vectors writes it)', async () => {
  assert.equal(readVectorFileText(), textOfVectorFile(await makeVectorFile()));
});

for (const { name, vectors: ofGroup } of vectorFile.groups) {
  test(`a second implementation, written apart, gives the same answers: ${name}`, async () => {
    for (const vector of ofGroup) {
      const answer = await secondImplementation[name]?.(vector.input);
      const where = `${name}, ${vector.comment}: ${JSON.stringify(vector.input)}`;
      if (groupsWithNamesOfTheirOwn.includes(name) && 'refused' in vector)
        assert.ok(answer !== undefined && 'refused' in answer, where);
      else assert.deepEqual(answer, answerOf(vector), where);
    }
  });
}

test('the second implementation gives all passwords of RFC 6287, and the aliases of NIST’s samples', () => {
  assert.equal(rfc6287.vectors.length, 70);
  for (const { suite, keyHex, question, expected, ...optional } of rfc6287.vectors) {
    const { counter, pin, timeStepHex } = optional as Readonly<Record<string, string | number | undefined>>;
    const input = {
      question,
      ...(counter === undefined ? {} : { counter: BigInt(counter) }),
      ...(pin === undefined ? {} : { pin: String(pin) }),
      ...(timeStepHex === undefined ? {} : { timeStep: BigInt(`0x${timeStepHex}`) }),
    };
    assert.equal(ocra(Buffer.from(keyHex, 'hex'), suite, input), expected, `${suite} ${question}`);
  }
  const decimal = ff1.vectors.filter(({ radix }) => radix === 10);
  assert.ok(decimal.length >= 3);
  for (const { keyHex, tweakHex, plain, cipher } of decimal) {
    const [key, tweak] = [Buffer.from(keyHex, 'hex'), Buffer.from(tweakHex, 'hex')];
    assert.equal(ff1Encrypt(key, tweak, plain), cipher);
    assert.equal(ff1Decrypt(key, tweak, cipher), plain);
  }
});

test('both implementations answer the groups of the file and no others', () => {
  const names = vectorFile.groups.map(({ name }) => name).toSorted();
  assert.deepEqual(Object.keys(packageImplementation).toSorted(), names);
  assert.deepEqual(Object.keys(secondImplementation).toSorted(), names);
});

test('whatever a reader may refuse, a vector shows', () => {
  const shown = new Set(vectors.flatMap(({ vector }) => ('refused' in vector ? [vector.refused] : [])));
  const refusals = [
    ...['code_wrong_length', 'code_not_digits', 'code_unknown_prefix', 'code_check_digit'],
    ...['activation_wrong_length', 'activation_wrong_character', 'activation_out_of_range'],
    ...['sticker_malformed', 'challenge_malformed'],
    ...['key_no_point', 'server_proof_wrong', 'reply_seal_broken', 'receipt_malformed', 'receipt_invalid'],
    ...['suite_malformed', 'suite_version_unknown', 'suite_function_unknown', 'suite_inputs_unknown'],
    ...[
      'suite_question_unknown',
      'suite_pin_hash_unknown',
      'suite_session_unknown',
      'suite_time_step_unknown',
    ],
  ];
  assert.deepEqual(
    refusals.filter((name) => !shown.has(name)),
    [],
  );
});

test('no vector of a group is there twice, and each has a comment', () => {
  const seen = new Set(vectors.map(({ group, vector }) => `${group.name} ${JSON.stringify(vector.input)}`));
  assert.equal(seen.size, vectors.length);
  assert.ok(vectors.every(({ vector }) => vector.comment !== ''));
});
