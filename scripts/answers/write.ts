// Command: docs/json.md from the schemas of the commands' answers. `npm run answers`

import { writeFile } from 'node:fs/promises';
import { answersDocument } from './document.js';

await writeFile('docs/json.md', answersDocument());
process.stdout.write('docs/json.md is written.\n');
