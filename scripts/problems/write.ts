// Command: docs/troubleshooting.md from the catalogue of problems. `npm run problems`

import { writeFile } from 'node:fs/promises';
import { troubleshootingDocument } from './document.js';

await writeFile('docs/troubleshooting.md', troubleshootingDocument());
process.stdout.write('docs/troubleshooting.md is written.\n');
