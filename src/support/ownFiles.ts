// Where the product's own files lie, whether it runs from its sources or from the build, which joins many modules in one file.

import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Two folders above this module: it lies in src/support, and scripts/build.mjs puts whatever it is joined with into a folder of dist. */
const packageFolder = new URL('../../', import.meta.url);
/** Of a module that runs as it was written, and of one that was built. */
const extension = extname(import.meta.url);
/** False where the sources run. */
export const isBuilt = extension !== '.ts';
const modules = new URL(extension === '.ts' ? 'src/' : 'dist/', packageFolder);

/** @param path from the package's folder. */
export function ownPath(path: string): string {
  return fileURLToPath(new URL(path, packageFolder));
}

/** What is served or started as a file of its own, in the form that we run in. @param path from the folder of the modules, a module's without extension. */
export function ownModule(path: string): URL {
  return new URL(path.endsWith('/') ? path : `${path}${extension}`, modules);
}

/** As package.json has it. */
export function ownVersion(): string {
  return (JSON.parse(readFileSync(ownPath('package.json'), 'utf8')) as { version: string }).version;
}
