// The signatures keep what they promise, and a mistake in one is named with file, line and a suggestion.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkSignatures, lintSignatures } from '../../../src/logs/signature/check.js';
import { loadSignatures, ownSignatures, readSignatureFile } from '../../../src/logs/signature/load.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function folderWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'signatures-'));
  folders.push(folder);
  writeFileSync(join(folder, 'acme.yml'), text);
  return folder;
}

const head = 'vendor: acme\ntitle: Acme\nsource: a manual\nsignatures:\n';

describe('the signatures of the project', () => {
  it('match their examples, leave the other lines alone and have nothing to complain about', () => {
    expect(checkSignatures(ownSignatures)).toEqual([]);
    expect(lintSignatures(ownSignatures)).toEqual([]);
  });

  it('exist for every vendor that is promised', () => {
    const vendors = loadSignatures(ownSignatures).files.map((file) => file.vendor);
    expect(vendors).toEqual(
      expect.arrayContaining([
        'panos',
        'strongswan',
        'libreswan',
        'racoon',
        'fortios',
        'cisco-asa',
        'cisco-ios',
        'juniper',
        'mikrotik',
        'aws',
        'azure',
        'google',
        'alibaba',
        'tencent',
      ]),
    );
  });

  it('never let the end that was refused prove a cause', () => {
    const wrong = loadSignatures(ownSignatures)
      .files.flatMap((file) => file.signatures)
      .filter(
        ({ says, proves }) => (says === 'auth-rejected' || says === 'proposal-rejected') && proves !== null,
      );
    expect(wrong.map(({ vendor, id }) => `${vendor}/${id}`)).toEqual([]);
  });
});

describe('a mistake in a signature', () => {
  it('is an unknown key, named with its line and the nearest key', () => {
    const { problems } = readSignatureFile(
      'acme.yml',
      `${head}  - id: a\n    match: keys do not match\n    says: note\n    sugests: [psk-mismatch]\n    examples: [keys do not match]\n`,
    );
    expect(problems).toEqual([
      {
        file: 'acme.yml',
        line: 8,
        says: '"sugests" is not a key of "signatures[1]"',
        hint: 'Did you mean "suggests"?',
      },
    ]);
  });

  it('is an unknown cause or word', () => {
    const { problems } = readSignatureFile(
      'acme.yml',
      `${head}  - id: a\n    match: keys do not match\n    says: auth-fail\n    proves: psk-mismach\n    examples: [keys do not match]\n`,
    );
    expect(problems.map(({ line }) => line)).toEqual([7, 8]);
  });

  it('is broken YAML', () => {
    const { file, problems } = readSignatureFile('acme.yml', `${head}  - id: [a\n`);
    expect(file).toBeNull();
    expect(problems[0]?.file).toBe('acme.yml');
  });

  it('is an example that does not match', () => {
    const folder = folderWith(
      `${head}  - id: a\n    match: keys do not match\n    says: note\n    examples: [something else here]\n`,
    );
    expect(checkSignatures(folder).map(({ says }) => says)).toEqual([
      'acme.yml a: the example does not match: something else here',
    ]);
  });

  it('is a line of "not" that matches', () => {
    const folder = folderWith(
      `${head}  - id: a\n    match: keys do not match\n    says: note\n    examples: [keys do not match]\n    not: [the keys do not match at all]\n`,
    );
    expect(checkSignatures(folder).map(({ says }) => says)).toEqual([
      'acme.yml a: this line must not match: the keys do not match at all',
    ]);
  });

  it('is a shape without enough fixed text', () => {
    const folder = folderWith(
      `${head}  - id: a\n    match: "DPD {x}"\n    says: note\n    examples: [DPD x]\n`,
    );
    expect(lintSignatures(folder).some(({ says }) => says.includes('fixed text'))).toBe(true);
  });

  it('is that it both proves and suggests', () => {
    const folder = folderWith(
      `${head}  - id: a\n    match: keys do not match\n    says: auth-failed\n    proves: psk-mismatch\n    suggests: [psk-mismatch]\n    examples: [keys do not match]\n`,
    );
    expect(lintSignatures(folder).map(({ says }) => says)).toContain(
      'acme.yml a: it both proves and suggests',
    );
  });
});
