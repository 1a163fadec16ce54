import type { CredentialListing } from '../credentials.ts';
import type { CredentialJson } from './wire-schemas.ts';

export function credentialToJson({ cap, createdAt, ...credential }: CredentialListing): CredentialJson {
  return { ...credential, cap: cap === null ? null : cap.toString(), createdAt: createdAt.getTime() };
}

export function credentialFromJson({ cap, createdAt, ...credential }: CredentialJson): CredentialListing {
  return { ...credential, cap: cap === null ? null : BigInt(cap), createdAt: new Date(createdAt) };
}
