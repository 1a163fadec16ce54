import { createECDH, createHash, createSecretKey } from 'node:crypto';

import { TallyError } from '@tallystick/foundation';
import { activationIdMessage } from '@tallystick/paycode';

import { ff1Decrypt, ff1Encrypt, ff1Key } from '../../packages/authentication-server/src/aliases/ff1.ts';
import { deriveEnrolmentKeys as keysOfServer } from '../../packages/authentication-server/src/enrolment/enrolment-keys.ts';
import { assertPublicKey } from '../../packages/authentication-server/src/enrolment/key-agreement.ts';
import { deriveEnrolmentKeys as keysOfTerminal } from '../../packages/payer-terminal/src/enrolment/enrolment-keys.ts';
import { deviceAnswers } from './device-answers.ts';
import { type Answer, bytesOf, hexOf, type Implementation, type Values, valueOf } from './vector-values.ts';

/**
 * The questions of docs/vectors.json, answered by the packages that pay: by paycode alone, and where the server or the
 * terminal has its part in the answer, by these.
 */
export const packageImplementation: Implementation = {
  ...deviceAnswers,
  alias: (input) => {
    const key = ff1Key(createSecretKey(bytesOf(input, 'keyHex')));
    const tweak = Buffer.from(valueOf(input, 'tweak'), 'ascii');
    const alias = ff1Encrypt(key, tweak, valueOf(input, 'credentialNumber'));
    return { output: { alias, credentialNumber: ff1Decrypt(key, tweak, alias) } };
  },
  'enrolment keys': serverSide,
  'enrolment reply': terminalSide,
};

function activationIdOf(code: Uint8Array): Uint8Array {
  return createHash('sha256').update(activationIdMessage(code)).digest().subarray(0, 16);
}

function keyPairOf(privateKey: Uint8Array): { privateKey: Uint8Array; publicKey: Buffer } {
  const exchange = createECDH('prime256v1');
  exchange.setPrivateKey(privateKey);
  return { privateKey, publicKey: exchange.getPublicKey() };
}

function serverSide(input: Values): Answer {
  const server = keyPairOf(bytesOf(input, 'serverPrivateKeyHex'));
  const activationCode = bytesOf(input, 'activationCodeHex');
  try {
    assertPublicKey(bytesOf(input, 'terminalKeyHex'));
    const { leaves, terminalProof, serverProof, replyKey, transcriptHash } = keysOfServer({
      activationId: activationIdOf(activationCode),
      activationCode,
      serverPrivateKey: server.privateKey,
      serverKey: server.publicKey,
      terminalKey: bytesOf(input, 'terminalKeyHex'),
    });
    return {
      output: {
        transcriptHashHex: hexOf(transcriptHash),
        passwordKeyHex: hexOf(leaves.password),
        pinKeyHex: hexOf(leaves.pin),
        confirmationKeyHex: hexOf(leaves.confirmation),
        contactKeyHex: hexOf(leaves.contact),
        replyKeyHex: hexOf(replyKey.export()),
        terminalProofHex: hexOf(terminalProof),
        serverProofHex: hexOf(serverProof),
      },
    };
  } catch (error) {
    if (error instanceof TallyError) return { refused: 'key_no_point' };
    throw error;
  }
}

async function terminalSide(input: Values): Promise<Answer> {
  const terminal = keyPairOf(bytesOf(input, 'terminalPrivateKeyHex'));
  const keys = await keysOfTerminal(
    {
      serverUrl: 'https://example.org',
      activationCode: bytesOf(input, 'activationCodeHex'),
      terminalPrivateKey: await webCryptoKey(terminal),
      terminalPublicKey: terminal.publicKey,
      serverPublicKey: bytesOf(input, 'serverKeyHex'),
    },
    false,
  ).catch(() => undefined);
  if (keys === undefined) return { refused: 'key_no_point' };
  const proof = Uint8Array.from(bytesOf(input, 'proofHex'));
  const isProved = await crypto.subtle.verify('HMAC', keys.proofServer, proof, keys.transcript);
  if (!isProved) return { refused: 'server_proof_wrong' };
  const sealed = Uint8Array.from(bytesOf(input, 'sealedReplyHex'));
  const algorithm = { name: 'AES-GCM', iv: sealed.subarray(0, 12), additionalData: keys.transcriptHash };
  const reply = await crypto.subtle
    .decrypt(algorithm, keys.enrolReply, sealed.subarray(12))
    .catch(() => undefined);
  return reply === undefined
    ? { refused: 'reply_seal_broken' }
    : { output: { reply: Buffer.from(reply).toString('utf8') } };
}

function webCryptoKey({ privateKey, publicKey }: ReturnType<typeof keyPairOf>): Promise<CryptoKey> {
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    d: Buffer.from(privateKey).toString('base64url'),
    x: publicKey.subarray(1, 33).toString('base64url'),
    y: publicKey.subarray(33).toString('base64url'),
  };
  return crypto.subtle.importKey('jwk', jwk, { name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveKey']);
}
