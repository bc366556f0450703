// The documents point at what is there, and every npm script they name exists.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ownSignatureSet } from '../../../src/logs/signature/set.js';
import { productCalled } from '../../../src/products/words.js';
import { vendors } from '../../../src/vendors/registry.js';
import { allows, mayImport } from './importTable.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
  ...readdirSync(join(root, 'playbooks'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('playbooks', name)),
];

describe.each(documents)('%s', (document) => {
  const text = readFileSync(join(root, document), 'utf8');

  it('links only to files that are there', () => {
    const missing = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
      .map((match) => match[1] ?? '')
      .filter((target) => !existsSync(join(root, dirname(document), target)));
    expect(missing).toEqual([]);
  });

  it('names only npm scripts that exist', () => {
    const scripts = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts);
    const unknown = [...text.matchAll(/npm run ([a-z:]+)/g)]
      .map((match) => match[1] ?? '')
      .filter((name) => !scripts.includes(name));
    expect(unknown).toEqual([]);
  });

  it('names only source files that are there', () => {
    const missing = [...text.matchAll(/`((?:src|test|scripts|playbooks)\/[\w./-]+\.(?:ts|mjs|yml|md))`/g)]
      .map((match) => match[1] ?? '')
      .filter((path) => !existsSync(join(root, path)));
    expect(missing.map((path) => `${relative(root, document)}: ${path}`)).toEqual([]);
  });
});

describe('README', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8').replace(/\s+/g, ' ');
  /** Products by the names that people give them: "Cisco ASA and IOS" are two. */
  const namedAfter = (word: string): readonly string[] => {
    const [, list = ''] = new RegExp(`${word}: ([^:]+?)\\. `).exec(readme) ?? [];
    return list
      .replace(/ \([^)]*\)/g, '')
      .replace('Cisco ASA and IOS', 'cisco-asa, cisco-ios')
      .split(/, | and /)
      .map((name) => productCalled(name) ?? name);
  };

  it('is one screen, and pictures', () => {
    const lines = readFileSync(join(root, 'README.md'), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('!['));
    expect(lines.length).toBeLessThanOrEqual(24);
  });

  it('names every firewall that is asked, and no other', () => {
    expect(namedAfter('Firewalls').toSorted()).toEqual(vendors.map(({ name }) => name).toSorted());
  });

  it('promises logs of no product without signatures', () => {
    const known = ownSignatureSet().files.map(({ vendor }) => vendor);
    expect(namedAfter('Logs').filter((name) => !known.includes(name))).toEqual([]);
  });
});

/** The rooms of src on each floor of the picture, from the top. */
function floors(): readonly (readonly string[])[] {
  const [picture = ''] =
    /```\n where it starts[\s\S]*?```/.exec(readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')) ?? [];
  const said: string[] = [];
  for (const line of picture.replace(/\([^)]*\)/g, '').split('\n'))
    if (/^ \S/.test(line)) said.push(line);
    else if (said.length > 0) said.push(`${said.pop()} ${line}`);
  return said.map((floor) => {
    const words = floor.slice(19).split(/[^\w/-]+/);
    return Object.keys(mayImport).filter((room) =>
      floor.includes(' capabilities/ ')
        ? room.startsWith('capabilities/') && words.includes(room.slice('capabilities/'.length))
        : words.includes(room),
    );
  });
}

describe('ARCHITECTURE', () => {
  it('has every room once in its picture', () => {
    expect(floors().flat().toSorted()).toEqual(Object.keys(mayImport).toSorted());
  });

  it('has no import in its picture that goes up', () => {
    const at = new Map(floors().flatMap((rooms, floor) => rooms.map((room) => [room, floor] as const)));
    const up = [...at].flatMap(([room, floor]) =>
      [...at]
        .filter(([other, otherFloor]) => otherFloor < floor && allows(room, other))
        .map(([other]) => `${room} → ${other}`),
    );
    expect(up).toEqual([]);
  });
});
