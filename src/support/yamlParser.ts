// The parser of YAML, loaded when a text is met that the build has not seen: most questions that need no configuration never do.

import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import { isBuilt, ownPath } from './ownFiles.js';

let loaded: typeof Yaml | null = null;

export function yamlParser(): typeof Yaml {
  // The build joins its dozens of files into one.
  loaded ??= createRequire(import.meta.url)(isBuilt ? ownPath('dist/yaml.cjs') : 'yaml') as typeof Yaml;
  return loaded;
}
