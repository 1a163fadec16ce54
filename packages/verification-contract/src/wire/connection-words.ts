/** Codes of Node and OpenSSL for a certificate that is not believed. */
const certificateWords: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet; look at the clocks',
  CERT_SIGNATURE_FAILURE: 'its certificate comes from another authority',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate comes from no authority',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
  INVALID_PURPOSE: 'its certificate is not made for this side',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from another authority',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate comes from another authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from another authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from another authority',
  UNSPECIFIED: 'it shows no certificate',
};

const networkWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'it closed the connection; its log says whether it refuses our certificate',
  EHOSTUNREACH: 'there is no way to it',
  EAI_AGAIN: 'its name is not known at the moment',
  ENOTFOUND: 'its name is not known',
  EPIPE: 'it closed the connection; its log says whether it refuses our certificate',
  ETIMEDOUT: 'it does not answer',
};

/** Why a certificate is not believed, in words; undefined where the code is about something else. */
export function certificateReason(code: unknown): string | undefined {
  return typeof code === 'string' ? certificateWords[code] : undefined;
}

/** One sentence for the operator about a connection that failed. */
export function connectionWords(error: unknown, { host }: { readonly host: string }): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const alert = /ALERT/.test(code) ? 'it refuses our certificate' : undefined;
  const message = error instanceof Error ? error.message : 'for no known reason';
  const reason = certificateReason(code) ?? networkWords[code] ?? alert ?? message;
  return `The authentication server at ${host} can’t be asked: ${reason}.`;
}
