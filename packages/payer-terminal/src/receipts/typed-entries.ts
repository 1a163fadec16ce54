/** Eight digits can be guessed where guessing is free: after so many wrong entries a code takes only its QR receipt. */
export const typedEntriesAllowed = 5;

/** Digits typed without saying for which code are held against the newest of those that wait for an outcome. */
export const typedCandidatesAllowed = 8;
