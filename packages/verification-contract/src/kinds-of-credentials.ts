/** A kind of credential as the platform offers it to its operators. */
export interface KindOfCredential {
  /** As it stands in the API and in the tables: a lower-case word, such as `time`. */
  readonly name: string;
  /** Which device it is for, in a few words of the API’s document. */
  readonly description: string;
}

/**
 * The kinds of this version, the one that is issued by default first. How each works is known to the authentication server.
 */
export const kindsOfCredentials = {
  time: { name: 'time', description: 'a device with a clock' },
  event: { name: 'event', description: 'one without, which counts its presses' },
} as const satisfies Readonly<Record<string, KindOfCredential>>;

/** What the name of a kind may be on the wire. Whether there is such a kind is for the authentication server to know. */
export const kindNamePattern = '^[a-z][a-z0-9_]{0,31}$';
