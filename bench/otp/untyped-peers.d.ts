/** What we use of two packages that bring no types. */

declare module 'notp' {
  interface Delta {
    readonly delta: number;
  }
  export const hotp: {
    gen: (key: Uint8Array | string, options: { counter: number }) => string;
    verify: (
      token: string,
      key: Uint8Array | string,
      options: { counter: number; window?: number },
    ) => Delta | null;
  };
}

declare module 'speakeasy' {
  interface HotpOptions {
    secret: Uint8Array | string;
    counter: number;
    digits?: number;
    algorithm?: string;
  }
  interface TotpVerifyOptions {
    secret: Uint8Array | string;
    token: string;
    time: number;
    window?: number;
  }
  interface Hotp {
    (options: HotpOptions): string;
    verifyDelta: (
      options: HotpOptions & { token: string; window?: number },
    ) => { readonly delta: number } | undefined;
  }
  export const hotp: Hotp;
  export const totp: {
    verifyDelta: (options: TotpVerifyOptions) => { readonly delta: number } | undefined;
  };
  export function otpauthURL(options: { secret: string; label: string }): string;
}
