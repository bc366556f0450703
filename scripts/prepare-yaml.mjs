// Parses our own YAML files once, at the build, and keeps what is made of them: each process that starts takes it from there.
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { madeOfYamlPath, noting, writtenOf } from '../dist/support/madeOfYaml.js';
import { hashOf, preparedYamlPath } from '../dist/support/preparedYaml.js';
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
write(preparedYamlPath, JSON.stringify(values));
const noted = noting();
// Only now, because some of them read words of products as soon as they are loaded.
const { ownConceptSet } = await import('../dist/logs/concept/set.js');
const { ownPlaybookSet } = await import('../dist/playbook/folder.js');
const { ownSignatureSet } = await import('../dist/logs/signature/set.js');
const { productNames } = await import('../dist/products/words.js');
ownConceptSet();
ownPlaybookSet();
ownSignatureSet();
productNames();
write(madeOfYamlPath, writtenOf(noted));

function write(path, content) {
  // Renamed, so that nobody reads a part of it.
  const part = `${path}.${process.pid}`;
  writeFileSync(part, content);
  renameSync(part, path);
}
