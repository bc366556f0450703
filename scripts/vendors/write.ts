// Command: docs/vendors.md from what each vendor declares. `npm run vendors`

import { writeFile } from 'node:fs/promises';
import { vendorsDocument } from './document.js';

await writeFile('docs/vendors.md', vendorsDocument());
process.stdout.write('docs/vendors.md is written.\n');
