import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { codeOfReason, declinedReasons } from '../verdict-reasons.ts';
import type { Burnt, Verdict } from '../verdict.ts';
import { requestFromJson, requestToJson, verdictFromJson, verdictToJson } from './verdict-json.ts';
import { verifyAnswer, verifyBody } from './wire-schemas.ts';

const uuid = fc.uuid();
const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
const paymentId = fc.stringMatching(/^[A-Z0-9]{1,20}$/);

const plain = { noNullPrototype: true } as const;

const burnt: fc.Arbitrary<Burnt> = fc.record(
  {
    credentialNumber: fc.bigInt({ min: 0n, max: 9_999_999_999n }),
    accountId: uuid,
    step: fc.nat(),
    question: digits(8),
    cap: fc.option(fc.bigInt({ min: 1n, max: 999_999_999_999n })),
    confirmationKey: bytes32,
  },
  plain,
);

const verdict: fc.Arbitrary<Verdict> = fc.oneof(
  burnt.map((of): Verdict => ({ kind: 'genuine', reason: 'genuine', burnt: of })),
  fc.nat({ max: 60_000 }).map((pollAfterMs): Verdict => ({
    kind: 'pending',
    reason: 'early_held',
    code: 'code_early',
    pollAfterMs,
  })),
  fc.tuple(fc.constantFrom(...declinedReasons), fc.option(burnt)).map(([reason, of]): Verdict => {
    return { kind: 'declined', reason, code: codeOfReason[reason], burnt: of };
  }),
);

const isBody = Compile(verifyBody);
const isAnswer = Compile(verifyAnswer);

void test('every verdict comes out as it went in, and fits the schema', () => {
  fc.assert(
    fc.property(verdict, uuid, paymentId, (given, merchantId, id) => {
      const json = verdictToJson(given);
      const asked = { merchantId, paymentId: id, requestHash: 'A'.repeat(43) };
      const text = JSON.stringify({ answers: [{ ...asked, verdict: json }] });
      assert.ok(isAnswer.Check(JSON.parse(text)));
      const received: typeof json = JSON.parse(JSON.stringify(json));
      assert.deepEqual(verdictFromJson(received), given);
    }),
  );
});

void test('every request comes out as it went in, and fits the schema', () => {
  const request = fc.record(
    {
      claim: fc.record({ merchantId: uuid, paymentId }, plain),
      requestHash: bytes32,
      tillId: uuid,
      alias: digits(10),
      intent: fc.nat({ max: 9 }),
      password: digits(8),
    },
    plain,
  );
  fc.assert(
    fc.property(request, (given) => {
      const json = JSON.parse(JSON.stringify({ requests: [requestToJson(given)] }));
      assert.ok(isBody.Check(json));
      const back = requestFromJson(json.requests[0]!);
      assert.deepEqual({ ...back, requestHash: new Uint8Array(back.requestHash) }, given);
    }),
  );
});
