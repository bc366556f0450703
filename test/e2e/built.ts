// The command line as it is installed: what tests start as a process of its own.

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const bin = path('bin/tunnelmedic.js');

/** Before the command for `node`: no optimizing of a database that is killed within seconds; and its time can be moved, as movedTime.mjs says. */
export const nodeArguments: readonly string[] = [
  '--liftoff-only',
  '--import',
  new URL('./movedTime.mjs', import.meta.url).href,
];

let wasChecked = false;

/** Arguments for `node`. @throws Error when nothing is built, or something was changed since. */
export function builtCommand(words: readonly string[]): string[] {
  if (!wasChecked) refuseOldBuild();
  wasChecked = true;
  return [bin, ...words];
}

function refuseOldBuild(): void {
  const built = changedAt(path('dist/cli/main.js'));
  const sources = readdirSync(path('src'), { recursive: true, encoding: 'utf8' });
  const newer = sources.find((name) => name.endsWith('.ts') && changedAt(join(path('src'), name)) > built);
  if (newer) throw new Error(`src/${newer} was changed after the build. Build first: npm run build.`);
}

/** 0 when it is not there. */
function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
