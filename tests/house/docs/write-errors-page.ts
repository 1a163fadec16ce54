import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { errorRegistry } from '@tallystick/foundation';

import { houseRoot } from '../read-house-files.ts';
import { errorsPage } from './errors-page.ts';

// `npm run docs:errors`: writes docs/errors.md anew from the registry.
await writeFile(join(houseRoot, 'docs', 'errors.md'), await errorsPage(errorRegistry));
