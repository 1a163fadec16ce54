/** `npm run build:otp`: writes packages/otp/dist, from which `npm pack` and `npm publish` take the package. */
import { join } from 'node:path';

import { buildPackage } from './build-package.ts';

await buildPackage(join(import.meta.dirname, '..', 'dist'));
