/**
 * How long a claim may wait for its booking (DESIGN §3.6): a verdict is good for 120 s, counted from the claim, which comes
 * before it, so that the clocks of two machines are never compared.
 */
export const verdictLifetimeMs = 120_000;
