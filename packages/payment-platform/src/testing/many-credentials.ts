const createdAt = new Date(Date.UTC(2026, 10, 23, 9, 15));

/** More than a page of credentials, in the order of their numbers. */
export function manyCredentials(accountId: string) {
  return Array.from({ length: 150 }, (_, index) => ({
    credentialNumber: String(index).padStart(10, '0'),
    accountId,
    kind: 'event' as const,
    state: 'active' as const,
    cap: 2500n,
    usesPerDay: 5,
    createdAt,
  }));
}
