import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../src/simulator/', import.meta.url));

function imports(): { file: string; from: string }[] {
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  return files.flatMap((file) => {
    const source = readFileSync(`${ROOT}${file}`, 'utf8');
    const depth = file.split('/').length - 1;
    return [...source.matchAll(/from '([^']+)'/g)].map((match) => {
      const from = match[1] ?? '';
      const up = from.match(/\.\.\//g)?.length ?? 0;
      return { file, from: up > depth ? `outside:${from}` : from };
    });
  });
}

describe('the simulator', () => {
  it('knows nothing of the product: it imports Node, saxes and itself', () => {
    const strange = imports().filter(
      ({ from }) => !from.startsWith('node:') && !from.startsWith('.') && from !== 'saxes',
    );
    expect(strange).toEqual([]);
    expect(imports().length).toBeGreaterThan(100);
  });
});
