// The YAML files of the project that one schema is for, as paths from its root.

import { readdir } from 'node:fs/promises';

export async function writtenFiles(writes: RegExp): Promise<readonly string[]> {
  const inPlaybooks = await readdir('playbooks', { recursive: true });
  const all = ['config.example.yml', ...inPlaybooks.map((name) => `playbooks/${name}`)];
  return all.filter((path) => writes.test(path)).sort();
}
