// What the build made of our own YAML files is what is made of their text now.

import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ownConceptSet } from '../../../src/logs/concept/set.js';
import { loadSignatures, ownSignatures } from '../../../src/logs/signature/load.js';
import { loadOwnPlaybooks } from '../../../src/playbook/folder.js';
import { loadProducts, ownProducts } from '../../../src/products/load.js';
import { madeOf, madeOfYamlPath, noting, writtenOf } from '../../../src/support/madeOfYaml.js';
import { ownPath } from '../../../src/support/ownFiles.js';

const files = readdirSync(ownPath('playbooks'), { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.yml') && !name.endsWith('.test.yml'),
);

it('was made at the build of every playbook, signature, concept and product as it is today', () => {
  const noted = noting();
  ownConceptSet();
  loadOwnPlaybooks(() => []);
  loadSignatures(ownSignatures);
  loadProducts(ownProducts);
  expect(noted.size).toBe(files.length);
  const written = (text: string) => text.split('\n').toSorted();
  expect(written(readFileSync(madeOfYamlPath, 'utf8'))).toEqual(written(writtenOf(noted)));
});

it('is not believed where the sources run', () => {
  expect(madeOf('playbook', readFileSync(ownPath('playbooks/rekey.yml'), 'utf8'))).toBeNull();
});
