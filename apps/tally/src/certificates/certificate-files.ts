import path from 'node:path';

/** The two sides of the connection: the platform asks, the authentication server answers. */
export type Side = 'client' | 'server';

/** Where each file stands in the folder of certificates. Keys are their owner’s only. */
export function certificateFiles(folder: string) {
  const file = (name: string): string => path.join(folder, name);
  return {
    /** Certificates of all authorities that are believed. Both sides need it. */
    authority: file('authority.pem'),
    /** Signs new certificates; neither server needs it. */
    authorityKey: file('authority-key.pem'),
    server: { certificate: file('server.pem'), key: file('server-key.pem') },
    client: { certificate: file('client.pem'), key: file('client-key.pem') },
  };
}
