import { base64UrlBytes, base64UrlText } from '@tallystick/otp';
import { codeOfReason } from '../verdict-reasons.ts';
import type { Burnt, Verdict, VerificationRequest } from '../verdict.ts';
import type { BurntJson, VerdictJson, VerifyBody } from './wire-schemas.ts';

type RequestJson = VerifyBody['requests'][number];

export function requestToJson({ claim, requestHash, ...request }: VerificationRequest): RequestJson {
  return { ...claim, requestHash: base64UrlText(requestHash), ...request };
}

/** @throws where bytes are none; the schema has looked at their length. */
export function requestFromJson({
  merchantId,
  paymentId,
  requestHash,
  ...request
}: RequestJson): VerificationRequest {
  return { claim: { merchantId, paymentId }, requestHash: bytesOf(requestHash), ...request };
}

/** What the till is told follows from the reason, so that it does not travel. */
export function verdictToJson(verdict: Verdict): VerdictJson {
  switch (verdict.kind) {
    case 'genuine':
      return { kind: 'genuine', burnt: burntToJson(verdict.burnt) };
    case 'pending':
      return { kind: 'pending', pollAfterMs: Math.ceil(verdict.pollAfterMs) };
    case 'declined': {
      const { kind, reason, burnt } = verdict;
      return { kind, reason, burnt: burnt === null ? null : burntToJson(burnt) };
    }
  }
}

export function verdictFromJson(json: VerdictJson): Verdict {
  switch (json.kind) {
    case 'genuine':
      return { kind: 'genuine', reason: 'genuine', burnt: burntFromJson(json.burnt) };
    case 'pending':
      return { kind: 'pending', reason: 'early_held', code: 'code_early', pollAfterMs: json.pollAfterMs };
    case 'declined': {
      const code = codeOfReason[json.reason];
      const burnt = json.burnt === null ? null : burntFromJson(json.burnt);
      return { kind: 'declined', reason: json.reason, code, burnt };
    }
  }
}

function burntToJson({ credentialNumber, cap, confirmationKey, ...burnt }: Burnt): BurntJson {
  return {
    ...burnt,
    credentialNumber: credentialNumber.toString(),
    cap: cap === null ? null : cap.toString(),
    confirmationKey: base64UrlText(confirmationKey),
  };
}

function burntFromJson({ credentialNumber, cap, confirmationKey, ...burnt }: BurntJson): Burnt {
  return {
    ...burnt,
    credentialNumber: BigInt(credentialNumber),
    cap: cap === null ? null : BigInt(cap),
    confirmationKey: bytesOf(confirmationKey),
  };
}

export function bytesOf(text: string): Uint8Array {
  const bytes = base64UrlBytes(text);
  if (bytes === undefined) throw new Error('these are no bytes in base64url');
  return bytes;
}
