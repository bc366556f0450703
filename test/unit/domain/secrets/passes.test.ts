// What tells why a tunnel is broken passes the scrubber unchanged: the examples of all signatures, the logs and recordings of the tests, our own sentences.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { scrub } from '../../../../src/domain/secrets/index.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** Lines of fixtures that truly hold a secret, by what is in them. */
const trulySecret = [/^\s*secret = "removed"$/, /-AQ==never-to-be-seen/];

function textsOf(folder: string): { readonly file: string; readonly text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:log|txt|xml|json|jsonl|conf)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file: file.slice(root.length), text: readFileSync(file, 'utf8') }));
}

/** Lines that would change, without those that hold a secret. */
function changed(text: string): string[] {
  const cleaned = scrub(text).text.split('\n');
  return text
    .split('\n')
    .filter((line, index) => line !== cleaned[index] && !trulySecret.some((one) => one.test(line)))
    .map((line) => line.slice(0, 300));
}

describe('what tells why', () => {
  const files = readdirSync(join(root, 'playbooks/signatures')).filter((name) => name.endsWith('.yml'));

  it.each(files)('passes: the examples of %s', (name) => {
    const { signatures } = parse(readFileSync(join(root, 'playbooks/signatures', name), 'utf8')) as {
      signatures: { examples?: string[]; not?: string[] }[];
    };
    const texts = signatures.flatMap(({ examples = [], not = [] }) => [...examples, ...not]);
    expect(texts.flatMap(changed)).toEqual([]);
  });

  it('passes: the sentences of our playbooks', () => {
    const says = readdirSync(join(root, 'playbooks'))
      .filter((name) => name.endsWith('.yml'))
      .flatMap((name) => readFileSync(join(root, 'playbooks', name), 'utf8').split('\n'))
      .filter((line) => /^\s*(?:says|ours|theirs|look|text|this|other|title):/.test(line));
    expect(says.length).toBeGreaterThan(100);
    expect(says.flatMap(changed)).toEqual([]);
  });

  it('passes: the logs of the cases', () => {
    const cases = readFileSync(join(root, 'test/fixtures/logs/cases.jsonl'), 'utf8')
      .split('\n')
      .filter(Boolean);
    const texts = cases.map((line) => (JSON.parse(line) as { text: string }).text);
    expect(texts.flatMap(changed)).toEqual([]);
  });

  it.each(['test/fixtures/strongswan', 'test/fixtures/panos', 'test/scenarios'])(
    'passes: recordings in %s',
    (folder) => {
      const left = textsOf(folder).flatMap(({ file, text }) =>
        changed(text).map((line) => `${file}: ${line}`),
      );
      expect(left).toEqual([]);
    },
  );
});
