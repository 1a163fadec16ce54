import { TallyError } from '@tallystick/foundation';

/**
 * The platform’s address, ending in `/`. The till’s key and the payer’s code travel to it, so plain HTTP is taken on the
 * loopback only.
 *
 * @throws TallyError `arguments_wrong`
 */
export function parseServerUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new TallyError('arguments_wrong', {
      detail: 'The server is given as http://… or https://….',
      field: 'server',
    });
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new TallyError('arguments_wrong', {
      detail: 'The server’s address has no user, password, query or fragment.',
      field: 'server',
    });
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new TallyError('arguments_wrong', {
      detail: 'Plain http is for this machine only; use https for another server.',
      field: 'server',
    });
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.[0-9]{1,3}){3}$/.test(hostname);
}
