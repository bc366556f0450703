// Parses our own YAML files once, at the build: each process that starts takes the values from there.
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { hashOf, preparedYamlPath } from '../dist/support/preparedYaml.js';
import { parseYamlDocument } from '../dist/support/yamlDocument.js';

const playbooks = fileURLToPath(new URL('../playbooks/', import.meta.url));
const prepared = {};
for (const name of readdirSync(playbooks, { recursive: true }).sort()) {
  if (!name.endsWith('.yml')) continue;
  const text = readFileSync(`${playbooks}${name}`, 'utf8');
  const read = parseYamlDocument(text);
  if (!read.ok) continue;
  const json = JSON.stringify(read.value);
  // What JSON cannot say is parsed at each start.
  if (isDeepStrictEqual(JSON.parse(json), read.value)) prepared[hashOf(text)] = json;
}
mkdirSync(dirname(preparedYamlPath), { recursive: true });
// Renamed, so that nobody reads a part of it.
const part = `${preparedYamlPath}.${process.pid}`;
writeFileSync(part, JSON.stringify(prepared));
renameSync(part, preparedYamlPath);
