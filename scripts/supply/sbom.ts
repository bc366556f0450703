// Command: the bill of materials on stdout. `npm run --silent sbom`

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { billOf } from './bill.js';

const { name } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly name: string };
const words = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
const whole = execFileSync('npm', words, { encoding: 'utf8', maxBuffer: 1 << 28 });
process.stdout.write(`${JSON.stringify(billOf(JSON.parse(whole), name), null, 2)}\n`);
