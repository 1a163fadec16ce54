import { dateOf, dayOf, stepOf } from './second-implementation/calendar.ts';
import {
  confirmationKey,
  readReceiptQr,
  readReceiptText,
  receiptQr,
  receiptTag,
  receiptText,
  typedConfirmation,
} from './second-implementation/confirmation.ts';
import {
  activationId,
  activationText,
  type KeyLabel,
  keyOf,
  openReply,
  proofOf,
  publicKeyOf,
  readActivation,
  sharedSecret,
  transcriptOf,
} from './second-implementation/enrolment.ts';
import { ff1Decrypt, ff1Encrypt } from './second-implementation/ff1.ts';
import { hotp, ocra, type OcraInput, ocraMessage, suiteOf } from './second-implementation/ocra.ts';
import { hash, type HashName, ofHex, same } from './second-implementation/octets.ts';
import { dammWalk, isPrefix, passwordOf, paycodeOf, readPaycode } from './second-implementation/paycode.ts';
import { exactQuestion, numericQuestion } from './second-implementation/questions.ts';
import {
  challengeText,
  readChallenge,
  readSticker,
  stickerOctets,
  stickerText,
} from './second-implementation/till.ts';
import {
  type Answer,
  hexOf,
  type Implementation,
  outputOrRefusal,
  type Values,
  valueOf,
} from './vector-values.ts';

const octetsOf = (input: Values, name: string): Buffer => ofHex(valueOf(input, name));

const refused = (name: string): Answer => ({ refused: name });

/** What was read, or the name of what was wrong with it. */
const answerOf = <Read>(result: Read | string, values: (read: Read) => Values): Answer =>
  typeof result === 'string' ? refused(result) : { output: values(result) };

const ocraInput = ({ counter, question, pin, sessionHex, timeStep }: Values): OcraInput => ({
  ...(counter === undefined ? {} : { counter: BigInt(counter) }),
  ...(question === undefined ? {} : { question }),
  ...(pin === undefined ? {} : { pin }),
  ...(sessionHex === undefined ? {} : { session: ofHex(sessionHex) }),
  ...(timeStep === undefined ? {} : { timeStep: BigInt(timeStep) }),
});

const passwords: Implementation = {
  ocra: (input) =>
    outputOrRefusal('input_wrong', () => ({
      messageHex: hexOf(ocraMessage(valueOf(input, 'suite'), ocraInput(input))),
      password: ocra(octetsOf(input, 'keyHex'), valueOf(input, 'suite'), ocraInput(input)),
    })),
  'ocra suite': (input) => {
    const suite = suiteOf(valueOf(input, 'suite'));
    return suite === undefined ? refused('suite_wrong') : { output: { digits: String(suite.digits) } };
  },
  hotp: (input) => {
    const hashName = { SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512' }[valueOf(input, 'hash')] as HashName;
    const counter = BigInt(valueOf(input, 'counter'));
    return {
      output: { password: hotp(octetsOf(input, 'keyHex'), counter, Number(input['digits']), hashName) },
    };
  },
  question: (input) => {
    const question = numericQuestion(Number(input['intent']), input['target']);
    return question === undefined ? refused('question_wrong') : { output: { question } };
  },
  'exact question': (input) => {
    const [challenge, minorUnits, currency] = ['challenge', 'minorUnits', 'currency'].map((name) =>
      valueOf(input, name),
    ) as [string, string, string];
    const question = exactQuestion(challenge, minorUnits, currency);
    return question === undefined ? refused('question_wrong') : { output: { questionHex: hexOf(question) } };
  },
  password: (input) =>
    outputOrRefusal('password_inputs_wrong', () => ({
      password: passwordOf(octetsOf(input, 'keyHex'), {
        intent: Number(input['intent']),
        movingFactor: BigInt(valueOf(input, 'movingFactor')),
        ...(input['target'] === undefined ? {} : { target: input['target'] }),
        ...(input['exactQuestionHex'] === undefined ? {} : { exact: ofHex(input['exactQuestionHex']) }),
        ...(input['pin'] === undefined ? {} : { pin: input['pin'] }),
      }),
    })),
};

const paycodes: Implementation = {
  step: (input) => {
    const step = stepOf(BigInt(valueOf(input, 'unixMs')));
    return { output: { step: `${step}`, day: `${dayOf(step)}`, tweak: dateOf(dayOf(step)) } };
  },
  alias: (input) => {
    const [key, tweak] = [octetsOf(input, 'keyHex'), Buffer.from(valueOf(input, 'tweak'), 'ascii')];
    const alias = ff1Encrypt(key, tweak, valueOf(input, 'credentialNumber'));
    return { output: { alias, credentialNumber: ff1Decrypt(key, tweak, alias) } };
  },
  'check digit': (input) => ({ output: { checkDigit: dammWalk(valueOf(input, 'digits')) } }),
  paycode: (input) =>
    isPrefix(valueOf(input, 'issuerPrefix'))
      ? {
          output: {
            digits: paycodeOf(
              valueOf(input, 'issuerPrefix'),
              valueOf(input, 'alias'),
              Number(input['intent']),
              valueOf(input, 'password'),
            ),
          },
        }
      : refused('paycode_parts_wrong'),
  'paycode reading': (input) =>
    answerOf(
      readPaycode(valueOf(input, 'scanned'), valueOf(input, 'issuerPrefix')),
      ({ alias, intent, password }) => ({ alias, intent: String(intent), password }),
    ),
};

const tills: Implementation = {
  sticker: ({ tillNumber = '', name = '', signatureHex = '' }) => {
    const qr = stickerText(tillNumber, name, ofHex(signatureHex));
    return typeof readSticker(qr) === 'string'
      ? refused('sticker_malformed')
      : { output: { messageHex: hexOf(stickerOctets(tillNumber, name)), qr } };
  },
  'sticker reading': (input) =>
    answerOf(readSticker(valueOf(input, 'qr')), ({ tillNumber, name, signature }) => ({
      tillNumber,
      name,
      signatureHex: hexOf(signature),
    })),
  challenge: ({ challenge = '', minorUnits, currency }) => {
    const qr = challengeText(challenge, minorUnits, currency);
    return typeof readChallenge(qr) === 'string' ? refused('challenge_malformed') : { output: { qr } };
  },
  'challenge reading': (input) => answerOf(readChallenge(valueOf(input, 'qr')), (parts) => parts),
};

const exchangeOf = (input: Values): { secret: Buffer; code: Buffer; transcript: Buffer } | undefined => {
  const code = octetsOf(input, 'activationCodeHex');
  const [terminalKey, serverPrivateKey] = [
    octetsOf(input, 'terminalKeyHex'),
    octetsOf(input, 'serverPrivateKeyHex'),
  ];
  const secret = sharedSecret(serverPrivateKey, terminalKey);
  if (secret === undefined) return undefined;
  return { secret, code, transcript: transcriptOf(code, terminalKey, publicKeyOf(serverPrivateKey)) };
};

const enrolments: Implementation = {
  'activation code': (input) => {
    const code = octetsOf(input, 'codeHex');
    const text = activationText(code);
    return { output: { text, qr: `TALLY1:A:${text}`, idHex: hexOf(activationId(code)) } };
  },
  'activation code reading': (input) =>
    answerOf(readActivation(valueOf(input, 'text')), (code) => ({ codeHex: hexOf(code) })),
  'enrolment keys': (input) => {
    const exchange = exchangeOf(input);
    if (exchange === undefined) return refused('key_no_point');
    const { secret, code, transcript } = exchange;
    const key = (label: KeyLabel): Buffer => keyOf(label, secret, code, transcript);
    return {
      output: {
        transcriptHashHex: hexOf(hash('sha256', transcript)),
        passwordKeyHex: hexOf(key('password')),
        pinKeyHex: hexOf(key('pin')),
        confirmationKeyHex: hexOf(key('confirmation')),
        contactKeyHex: hexOf(key('contact')),
        replyKeyHex: hexOf(key('enrol-reply')),
        terminalProofHex: hexOf(proofOf(key('proof-terminal'), transcript)),
        serverProofHex: hexOf(proofOf(key('proof-server'), transcript)),
      },
    };
  },
  'enrolment reply': (input) => {
    const [code, serverKey] = [octetsOf(input, 'activationCodeHex'), octetsOf(input, 'serverKeyHex')];
    const privateKey = octetsOf(input, 'terminalPrivateKeyHex');
    const secret = sharedSecret(privateKey, serverKey);
    if (secret === undefined) return refused('key_no_point');
    const transcript = transcriptOf(code, publicKeyOf(privateKey), serverKey);
    const proof = proofOf(keyOf('proof-server', secret, code, transcript), transcript);
    if (!same(proof, octetsOf(input, 'proofHex'))) return refused('server_proof_wrong');
    const reply = openReply(
      keyOf('enrol-reply', secret, code, transcript),
      transcript,
      octetsOf(input, 'sealedReplyHex'),
    );
    return reply === undefined ? refused('reply_seal_broken') : { output: { reply } };
  },
};

const confirmations: Implementation = {
  'confirmation key': (input) => {
    const leaf = octetsOf(input, 'keyHex');
    const question =
      input['exactQuestionHex'] === undefined
        ? valueOf(input, 'question')
        : octetsOf(input, 'exactQuestionHex');
    const key = confirmationKey(
      leaf,
      BigInt(valueOf(input, 'movingFactor')),
      Number(input['intent']),
      question,
    );
    return { output: { confirmationKeyHex: hexOf(key) } };
  },
  receipt: (input) => {
    const key = octetsOf(input, 'keyHex');
    const text = receiptText(input);
    if (typeof readReceiptText(text) === 'string') return refused('receipt_malformed');
    return { output: { text, tagHex: hexOf(receiptTag(key, text)), qr: receiptQr(key, text) } };
  },
  'receipt reading': (input) =>
    answerOf(readReceiptQr(octetsOf(input, 'keyHex'), valueOf(input, 'qr')), (parts) => parts),
  'typed confirmation': (input) => {
    const typed = typedOf(input, valueOf(input, 'outcome'));
    return typed === undefined ? refused('amount_wrong') : { output: { typed } };
  },
  'typed confirmation reading': (input) => {
    const outcome = ['approved', 'declined'].find((each) => typedOf(input, each) === valueOf(input, 'typed'));
    return outcome === undefined ? refused('receipt_invalid') : { output: { outcome } };
  },
};

const typedOf = (input: Values, outcome: string): string | undefined =>
  typedConfirmation(
    octetsOf(input, 'keyHex'),
    outcome,
    valueOf(input, 'minorUnits'),
    valueOf(input, 'currency'),
  );

export const secondImplementation: Implementation = {
  ...passwords,
  ...paycodes,
  ...tills,
  ...enrolments,
  ...confirmations,
};
