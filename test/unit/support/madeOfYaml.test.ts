// What the build made of our own YAML files is what is made of their text now.

import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ownConceptSet } from '../../../src/logs/concept/set.js';
import { loadSignatures, ownSignatures } from '../../../src/logs/signature/load.js';
import { loadOwnPlaybooks } from '../../../src/playbook/folder.js';
import { loadProducts, ownProducts } from '../../../src/products/load.js';
import { madeOf, madeOfYamlPath, noting, writtenOf } from '../../../src/support/madeOfYaml.js';
import { ownPath } from '../../../src/support/ownFiles.js';
import { hashOf } from '../../../src/support/preparedYaml.js';

const files = readdirSync(ownPath('playbooks'), { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.yml') && !name.endsWith('.test.yml'),
);

const keyLength = 43;
const built = new Map(
  readFileSync(madeOfYamlPath, 'utf8')
    .split('\n')
    .map((line) => [line.slice(0, keyLength), line.slice(keyLength + 1)]),
);

it('was made at the build of every playbook, signature, concept and product', () => {
  const kinds = ['concepts', 'playbook', 'product', 'signatures'];
  const missing = files.filter((name) => {
    const text = readFileSync(ownPath(`playbooks/${name}`), 'utf8');
    return !kinds.some((kind) => built.has(hashOf(`${kind}\n${text}`)));
  });
  expect([files.length > 40, missing]).toEqual([true, []]);
});

it('is what is made of their texts now', () => {
  const noted = noting();
  // Read once a process; whoever reads it first has it noted.
  ownConceptSet();
  loadOwnPlaybooks(() => []);
  loadSignatures(ownSignatures);
  loadProducts(ownProducts);
  expect(noted.size).toBeGreaterThan(40);
  const others = [...noted].filter(([key, json]) => built.get(key) !== json);
  expect(others).toEqual([]);
});

it('is written a line each', () => {
  const entries = new Map([...built].filter(([key]) => key !== ''));
  expect(writtenOf(entries)).toBe(readFileSync(madeOfYamlPath, 'utf8'));
});

it('is not believed where the sources run', () => {
  expect(madeOf('playbook', readFileSync(ownPath('playbooks/rekey.yml'), 'utf8'))).toBeNull();
});
