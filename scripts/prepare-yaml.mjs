// Parses and checks our own YAML files once, at the build: each process that starts takes the values from there.
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { hashOf, notePassing, preparedYamlPath } from '../dist/support/preparedYaml.js';
import { parseYamlDocument } from '../dist/support/yamlDocument.js';

const playbooks = fileURLToPath(new URL('../playbooks/', import.meta.url));
const values = {};
for (const name of readdirSync(playbooks, { recursive: true }).sort()) {
  if (!name.endsWith('.yml')) continue;
  const text = readFileSync(`${playbooks}${name}`, 'utf8');
  const read = parseYamlDocument(text);
  if (!read.ok) continue;
  const json = JSON.stringify(read.value);
  // What JSON cannot say is parsed at each start.
  if (isDeepStrictEqual(JSON.parse(json), read.value)) values[hashOf(text)] = json;
}
mkdirSync(dirname(preparedYamlPath), { recursive: true });
write([]);
const passing = notePassing();
// Only now, because some of them read words of products as soon as they are loaded.
const { ownPlaybookSet } = await import('../dist/playbook/folder.js');
const { ownSignatureSet } = await import('../dist/logs/signature/set.js');
const { productNames } = await import('../dist/products/words.js');
ownPlaybookSet();
ownSignatureSet();
productNames();
write([...passing].sort());

function write(checked) {
  // Renamed, so that nobody reads a part of it.
  const part = `${preparedYamlPath}.${process.pid}`;
  writeFileSync(part, JSON.stringify({ values, checked }));
  renameSync(part, preparedYamlPath);
}
