// How the files of playbooks/vendors are read: every mistake with file and sentence.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LineCounter, parseDocument } from 'yaml';
import { type Product, productSchema } from './product.js';

/** The words that are part of the project; next to src and dist alike. */
export const ownProducts = fileURLToPath(new URL('../../playbooks/vendors/', import.meta.url));
/** The file of neutral words. */
export const neutralProduct = 'any';

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
    const counter = new LineCounter();
    const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: counter });
    const [broken] = document.errors;
    if (broken) {
      problems.push({
        file,
        line: broken.linePos?.[0].line ?? 1,
        says: `The YAML cannot be read: ${broken.code.toLowerCase().replaceAll('_', ' ')}`,
        hint: 'A text with a colon, a brace or a quote at its start needs quotes around it.',
      });
      continue;
    }
    const parsed = productSchema.safeParse(document.toJS({ maxAliasCount: 0 }));
    if (parsed.success) products.push(parsed.data);
    else
      problems.push(
        ...parsed.error.issues.map((issue) => ({
          file,
          line: 1,
          says: `${basename(file)} ${issue.path.join('.')}: ${issue.message}`,
          hint: '',
        })),
      );
  }
  return { products, problems };
}
