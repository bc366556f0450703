// The names of tunnels that can be proposed at once: those of the configuration, and those that the last list saw.

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Environment } from '../config/environment.js';
import { loadSettings, type Settings, settingsPath } from '../config/settings.js';
import { replaceFile } from '../support/files.js';

const mostNames = 20_000;
const kept = z.array(z.string()).max(mostNames);

function fileIn(dataFolder: string): string {
  return join(dataFolder, 'tunnel-names.json');
}

/** Each once, sorted. @throws Problem for a configuration that cannot be read. */
export async function knownNames(
  config: string | null,
  environment: Environment,
): Promise<readonly string[]> {
  const { tunnels, store } = await loadSettings(settingsPath(config, environment), environment);
  const declared = tunnels.flatMap(({ name, declaration }) => [name, ...declaration.aliases]);
  const seen = await readFile(fileIn(store.dataFolder), 'utf8')
    .then((text) => kept.parse(JSON.parse(text)))
    .catch(() => []);
  return [...new Set([...declared, ...seen])].toSorted();
}

/** Beside the store, where there is one already; a name that cannot be kept is only not proposed. */
export async function keepNames({ store }: Pick<Settings, 'store'>, names: readonly string[]): Promise<void> {
  const file = fileIn(store.dataFolder);
  try {
    await stat(store.dataFolder);
    await replaceFile(file, JSON.stringify(names.slice(0, mostNames)));
  } catch {
    // Nothing is lost by it.
  }
}
