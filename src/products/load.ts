// How the files of playbooks/vendors are read: every mistake with file and sentence.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileTrouble, readSmallFileNow } from '../support/files.js';
import { madeOf, noteMade } from '../support/madeOfYaml.js';
import { ownPath } from '../support/ownFiles.js';
import { readBySchema } from '../support/schemaTrouble.js';
import { readYamlDocument } from '../support/yamlDocument.js';
import { type Product, productSchema } from './product.js';

/** The words that are part of the project; next to src and dist alike. */
export const ownProducts = ownPath('playbooks/vendors/');
/** The file of neutral words. */
export const neutralProduct = 'any';

const hint =
  'playbooks/vendors/README.md shows what may stand there; a text with a colon, a brace or a quote at its start needs quotes around it.';

export interface ProductProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly says: string;
  readonly hint: string;
}

export interface LoadedProducts {
  readonly products: readonly Product[];
  readonly problems: readonly ProductProblem[];
}

/** Every `.yml` of a folder, in the order of names. A broken file is a problem, the others are read all the same. */
export function loadProducts(folder: string): LoadedProducts {
  const products: Product[] = [];
  const problems: ProductProblem[] = [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.yml'));
  for (const name of names.sort()) {
    const file = join(folder, name);
    const content = readSmallFileNow(file);
    if (!content.ok) {
      problems.push({
        file,
        line: 1,
        says: `the file cannot be read: ${fileTrouble[content.why]}`,
        hint: '',
      });
      continue;
    }
    const made = madeOf('product', content.text) as Product | null;
    if (made !== null) {
      products.push(made);
      continue;
    }
    const yaml = readYamlDocument(content.text);
    const read = yaml.ok ? readBySchema({ yaml, schema: productSchema, noun: 'key', hint }) : yaml;
    if (read.ok && 'data' in read) {
      products.push(read.data);
      noteMade('product', content.text, read.data);
    }
    if (!read.ok) problems.push(...read.troubles.map((one) => ({ file, ...one })));
  }
  return { products, problems };
}
