// Chooses the windows by which our own signatures are looked for, once: each process that reads a log takes them from there.
import { renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chooseWindows } from '../dist/logs/match/windows.js';
import { ownSignatureSet } from '../dist/logs/signature/set.js';
import { hashOf } from '../dist/support/preparedYaml.js';

const path = fileURLToPath(new URL('../dist/prepared/windows.json', import.meta.url));
const phrases = ownSignatureSet().phrases();
// Renamed, so that nobody reads a part of it.
const part = `${path}.${process.pid}`;
writeFileSync(part, JSON.stringify({ hash: hashOf(phrases.join('\n')), ends: chooseWindows(phrases) }));
renameSync(part, path);
