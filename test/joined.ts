// Where a run of all tests has the product's modules from: the one file that scripts/join.mjs made of them. Who runs a few tests loads but the modules that those need, as Vite does.

import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = join(root, 'src');
const place = join(root, 'node_modules/.cache/joined');

/** For vitest's `plugins`. */
export function joined(): Plugin {
  return {
    name: 'joined product',
    enforce: 'pre',
    resolveId(source, importer) {
      if (importer === undefined || !/^\..*\.js$/.test(source)) return null;
      const name = relative(sources, resolve(dirname(importer), source));
      // The page is the browser's.
      return name.startsWith('..') || name.startsWith('workspace/page/') ? null : join(place, name);
    },
  };
}
