import type { TlsIdentity } from '@tallystick/verification-contract';
import { issueCertificates, type IssuedCertificates } from '@tallystick/tally';

export interface TestIdentities {
  readonly issued: IssuedCertificates;
  readonly server: TlsIdentity;
  readonly client: TlsIdentity;
}

/** Certificates of an authority of their own, for this machine. */
export async function makeIdentities(
  options: { readonly now?: Date; readonly hosts?: readonly string[]; readonly days?: number } = {},
): Promise<TestIdentities> {
  const { now = new Date(), hosts = ['127.0.0.1'], days = 7 } = options;
  const issued = await issueCertificates({ hosts, now, days });
  const authority = issued.authority.certificate;
  return { issued, server: { authority, ...issued.server }, client: { authority, ...issued.client } };
}
