import {
  equalBytes,
  equalTexts,
  type Hmac,
  hmacWithSha1,
  hmacWithSha256,
  hmacWithSha512,
  makeHotp,
  makeOcra,
  type OcraInputs,
  ocraMessage,
  type OcraSuite,
  ocraSuite,
  type OtpHash,
  parseOcraSuite,
  sha1,
  sha256,
  sha512,
  truncateToDigits,
  utf8Bytes,
} from '@tallystick/otp';
import {
  activationIdMessage,
  activationQr,
  aliasDayOfStep,
  aliasTweakOfDay,
  challengeQr,
  confirmationKeyMessage,
  dammCheckDigit,
  encodeActivationCode,
  exactQuestionMessage,
  makeNumericPaycode,
  makePassword,
  parseActivationCode,
  parseChallengeQr,
  parseNumericPaycode,
  parseReceiptQr,
  parseTillStickerQr,
  questionOfIntent,
  type Receipt,
  receiptQr,
  receiptText,
  stepOfUnixMs,
  tillStickerMessage,
  tillStickerQr,
  typedConfirmationMessage,
} from '@tallystick/paycode';

import { type Answer, bytesOf, hexOf, outputOrRefusal, type Values, valueOf } from './vector-values.ts';

/**
 * The questions of docs/vectors.json that a device can answer by the package alone. Nothing here needs Node, a page or an
 * operating system: the same file answers in Node, in QuickJS and in a browser.
 */
export const deviceAnswers: Readonly<Record<string, (input: Values) => Answer>> = {
  ocra: (input) =>
    outputOrRefusal('input_wrong', () => {
      const suite = ocraSuite(valueOf(input, 'suite'));
      const inputs = ocraInputs(suite, input);
      const hmac = hmacOf(suite.hash, bytesOf(input, 'keyHex'));
      return {
        messageHex: hexOf(ocraMessage(suite, inputs)),
        password: makeOcra({ suite, hmac, ...inputs }),
      };
    }),
  'ocra suite': (input) => {
    const result = parseOcraSuite(valueOf(input, 'suite'));
    return result.ok ? { output: { digits: String(result.suite.digits) } } : { refused: result.error };
  },
  hotp: (input) => {
    const hmac = hmacOf(hashOf(valueOf(input, 'hash')), bytesOf(input, 'keyHex'));
    const digits = valueOf(input, 'digits') === '8' ? 8 : 6;
    return { output: { password: makeHotp({ hmac, counter: valueOf(input, 'counter'), digits }) } };
  },
  question: (input) =>
    outputOrRefusal('question_wrong', () => ({
      question: questionOfIntent(Number(input['intent']), input['target']),
    })),
  'exact question': (input) =>
    outputOrRefusal('question_wrong', () => ({
      questionHex: hexOf(
        sha256(
          exactQuestionMessage({
            challenge: valueOf(input, 'challenge'),
            minorUnits: valueOf(input, 'minorUnits'),
            currency: valueOf(input, 'currency'),
          }),
        ),
      ),
    })),
  password: (input) =>
    outputOrRefusal('password_inputs_wrong', () => {
      const intent = Number(input['intent']);
      const question = input['exactQuestionHex'] ?? questionOfIntent(intent, input['target']);
      const hmac = hmacWithSha256(bytesOf(input, 'keyHex'));
      const pin = input['pin'] === undefined ? {} : { pinHash: sha256(utf8Bytes(input['pin'])) };
      const movingFactor = valueOf(input, 'movingFactor');
      return { password: makePassword({ hmac, intent, question, movingFactor, ...pin }) };
    }),
  step: (input) => {
    const step = stepOfUnixMs(Number(input['unixMs']));
    const day = aliasDayOfStep(step);
    return { output: { step: String(step), day: String(day), tweak: aliasTweakOfDay(day) } };
  },
  'check digit': (input) => ({ output: { checkDigit: dammCheckDigit(valueOf(input, 'digits')) } }),
  paycode: (input) =>
    outputOrRefusal('paycode_parts_wrong', () => ({
      digits: makeNumericPaycode({
        issuerPrefix: valueOf(input, 'issuerPrefix'),
        alias: valueOf(input, 'alias'),
        intent: Number(input['intent']),
        password: valueOf(input, 'password'),
      }),
    })),
  'paycode reading': (input) => {
    const result = parseNumericPaycode(valueOf(input, 'scanned'), valueOf(input, 'issuerPrefix'));
    if (!result.ok) return { refused: result.error };
    const { alias, intent, password } = result.data;
    return { output: { alias, intent: String(intent), password } };
  },
  'activation code': (input) => {
    const code = bytesOf(input, 'codeHex');
    const text = encodeActivationCode(code);
    const id = sha256(activationIdMessage(code)).slice(0, 16);
    return { output: { text, qr: activationQr(text), idHex: hexOf(id) } };
  },
  'activation code reading': (input) => {
    const result = parseActivationCode(valueOf(input, 'text'));
    return result.ok ? { output: { codeHex: hexOf(result.code) } } : { refused: result.error };
  },
  'confirmation key': (input) => {
    const message = confirmationKeyMessage({
      step: valueOf(input, 'movingFactor'),
      intent: Number(input['intent']),
      question: input['exactQuestionHex'] ?? valueOf(input, 'question'),
    });
    return { output: { confirmationKeyHex: hexOf(hmacWithSha256(bytesOf(input, 'keyHex'))(message)) } };
  },
  receipt: (input) =>
    outputOrRefusal('receipt_malformed', () => {
      const text = receiptText(receiptOf(input));
      const tag = tagOf(input, text);
      return { text, tagHex: hexOf(tag), qr: receiptQr(tag, text) };
    }),
  'receipt reading': (input) => {
    const result = parseReceiptQr(valueOf(input, 'qr'));
    if (!result.ok) return { refused: result.error };
    const isGenuine = equalBytes(result.tag, tagOf(input, result.text));
    return isGenuine ? { output: valuesOf(result.receipt) } : { refused: 'receipt_invalid' };
  },
  sticker: (input) =>
    outputOrRefusal('sticker_malformed', () => {
      const sticker = { tillNumber: valueOf(input, 'tillNumber'), name: valueOf(input, 'name') };
      const messageHex = hexOf(tillStickerMessage(sticker));
      return { messageHex, qr: tillStickerQr(sticker, bytesOf(input, 'signatureHex')) };
    }),
  'sticker reading': (input) => {
    const result = parseTillStickerQr(valueOf(input, 'qr'));
    if (!result.ok) return { refused: result.error };
    const { tillNumber, name, signature } = result;
    return { output: { tillNumber, name, signatureHex: hexOf(signature) } };
  },
  challenge: (input) =>
    outputOrRefusal('challenge_malformed', () => {
      const { minorUnits, currency } = input;
      const amount = minorUnits === undefined || currency === undefined ? null : { minorUnits, currency };
      return { qr: challengeQr({ challenge: valueOf(input, 'challenge'), amount }) };
    }),
  'challenge reading': (input) => {
    const result = parseChallengeQr(valueOf(input, 'qr'));
    if (!result.ok) return { refused: result.error };
    return { output: { challenge: result.challenge, ...result.amount } };
  },
  'typed confirmation': (input) =>
    outputOrRefusal('amount_wrong', () => ({ typed: typedOf(input, outcomeOf(input)) })),
  'typed confirmation reading': (input) => {
    const typed = valueOf(input, 'typed');
    const outcome = outcomes.find((candidate) => equalTexts(typedOf(input, candidate), typed));
    return outcome === undefined ? { refused: 'receipt_invalid' } : { output: { outcome } };
  },
};

const outcomes: readonly Receipt['outcome'][] = ['approved', 'declined'];
const hashes: Readonly<Record<OtpHash, (message: Uint8Array) => Uint8Array>> = {
  SHA1: sha1,
  SHA256: sha256,
  SHA512: sha512,
};

function hashOf(name: string): OtpHash {
  if (name !== 'SHA1' && name !== 'SHA256' && name !== 'SHA512') throw new RangeError('no such hash');
  return name;
}

function hmacOf(hash: OtpHash, key: Uint8Array): Hmac {
  if (hash === 'SHA1') return hmacWithSha1(key);
  return hash === 'SHA256' ? hmacWithSha256(key) : hmacWithSha512(key);
}

function ocraInputs(suite: OcraSuite, input: Values): OcraInputs {
  const { counter, question = '', pin, timeStep } = input;
  return {
    question,
    ...(counter === undefined ? {} : { counter }),
    ...(pin === undefined || suite.pinHash === null
      ? {}
      : { pinHash: hashes[suite.pinHash](utf8Bytes(pin)) }),
    ...(input['sessionHex'] === undefined ? {} : { session: bytesOf(input, 'sessionHex') }),
    ...(timeStep === undefined ? {} : { step: timeStep }),
  };
}

function tagOf(input: Values, text: string): Uint8Array {
  return hmacWithSha256(bytesOf(input, 'keyHex'))(utf8Bytes(text)).slice(0, 16);
}

function typedOf(input: Values, outcome: Receipt['outcome']): string {
  const message = typedConfirmationMessage({
    outcome,
    minorUnits: valueOf(input, 'minorUnits'),
    currency: valueOf(input, 'currency'),
  });
  return truncateToDigits(hmacWithSha256(bytesOf(input, 'keyHex'))(message), 8);
}

/** A wrong word reaches the package as it is: refusing it is the package’s task. */
function outcomeOf(input: Values): Receipt['outcome'] {
  return valueOf(input, 'outcome') as Receipt['outcome'];
}

function receiptOf(input: Values): Receipt {
  const reason = valueOf(input, 'reason');
  return {
    receiptNumber: Number(input['receiptNumber']),
    outcome: outcomeOf(input),
    errorCode: reason === '-' ? null : reason,
    minorUnits: valueOf(input, 'minorUnits'),
    currency: valueOf(input, 'currency'),
    refundedMinorUnits: valueOf(input, 'refundedMinorUnits'),
    tillNumber: valueOf(input, 'tillNumber'),
    merchantName: valueOf(input, 'merchantName'),
    paymentId: valueOf(input, 'paymentId'),
    decidedAt: Number(input['decidedAt']),
    codeEnding: valueOf(input, 'codeEnding'),
  };
}

function valuesOf({ errorCode, receiptNumber, decidedAt, ...texts }: Receipt): Values {
  return {
    ...texts,
    reason: errorCode ?? '-',
    receiptNumber: String(receiptNumber),
    decidedAt: String(decidedAt),
  };
}
