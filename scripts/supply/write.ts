// Command: docs/licenses.md from the lock file. `npm run licenses`

import { writeFile } from 'node:fs/promises';
import { installed, isAccepted, licensesDocument } from './licenses.js';

await writeFile('docs/licenses.md', licensesDocument());
const others = installed().filter((one) => !isAccepted(one));
for (const { name, license } of others) process.stderr.write(`${name}: look at its license (${license}).\n`);
process.stdout.write('docs/licenses.md is written.\n');
