/** What a new user writes, in a form that is JavaScript and TypeScript at once; each line prints its result. */
export const usersProgram = `import {
  base32Bytes,
  hmacWithSha1,
  makeOcra,
  makeTotp,
  ocraSuite,
  verifyTotp,
} from '@tallystick/otp';
import { hmacWithWebCrypto, makeOcraAsync } from '@tallystick/otp/webcrypto';

const key = base32Bytes('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
if (key === undefined) throw new Error('this is base 32');
const hmac = hmacWithSha1(key);

// RFC 6238, appendix B.
const password = makeTotp({ hmac, unixSeconds: 59, digits: 8 });
console.log(password);

const first = verifyTotp({ hmac, password, unixSeconds: 59, digits: 8, lastAccepted: null });
console.log(first.ok ? \`accepted at step \${first.lastAccepted}\` : first.error);
if (!first.ok) throw new Error(first.error);
const again = verifyTotp({ hmac, password, unixSeconds: 59, digits: 8, lastAccepted: first.lastAccepted });
console.log(again.ok ? 'accepted twice' : again.error);

// RFC 6287, appendix C.1.
const suite = ocraSuite('OCRA-1:HOTP-SHA1-6:QN08');
console.log(makeOcra({ suite, hmac, question: '00000000' }));
const asyncHmac = await hmacWithWebCrypto(crypto.subtle, 'SHA1', key);
console.log(await makeOcraAsync({ suite, hmac: asyncHmac, question: '00000000' }));
`;

export const usersOutput = ['94287082', 'accepted at step 1', 'password_used', '237653', '237653'];

/** Needs the types of Node, so that in an empty project it is for JavaScript. */
export const nodeProgram = `import { createHmac } from 'node:crypto';
import { hmacWithNode, makeTotp } from '@tallystick/otp';

const hmac = hmacWithNode(createHmac, 'SHA1', Buffer.from('12345678901234567890'));
console.log(makeTotp({ hmac, unixSeconds: 59, digits: 8 }));
`;

export const nodeOutput = '94287082';
