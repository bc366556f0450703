// Writes down what the command line must know of each command: `--help` and completion then load none of them.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { outlinesNow } from '../dist/cli/outlinesNow.js';

const folder = fileURLToPath(new URL('../dist/prepared/', import.meta.url));
mkdirSync(folder, { recursive: true });
// Renamed, so that nobody reads a part of it.
const part = `${folder}commands.json.${process.pid}`;
writeFileSync(part, JSON.stringify(outlinesNow()));
renameSync(part, `${folder}commands.json`);
