// Where a secret may be: each way gives it, or says what is missing and what to do, without a word of the secret.

import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secretFrom } from '../../../src/config/secret.js';
import { secretReference } from '../../../src/support/settingKinds.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-secret-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const of = (reference: unknown, environment = {}) =>
  secretFrom(secretReference.parse(reference), 'device fw-a', folder, environment);

describe('a credential of systemd', () => {
  it('is read from the folder that systemd made for this process', async () => {
    await mkdir(join(folder, 'credentials'));
    await writeFile(join(folder, 'credentials', 'secret_fw-a'), 'the-key\n');
    const environment = { CREDENTIALS_DIRECTORY: join(folder, 'credentials') };
    expect(await of({ credential: 'secret_fw-a' }, environment)()).toBe('the-key');
    await expect(of({ credential: 'other' }, environment)()).rejects.toMatchObject({
      code: 'secret-missing',
      message: expect.stringContaining('/credentials/other cannot be used: it is not there'),
      remedy: expect.stringContaining('LoadCredential=other:PATH'),
    });
  });

  it('says when systemd gave none', async () => {
    await expect(of({ credential: 'a' })()).rejects.toThrow('CREDENTIALS_DIRECTORY is not set');
  });

  it.each(['../etc/shadow', 'a/b', '..', ''])('is named by a plain name, not by %s', (credential) => {
    expect(secretReference.safeParse({ credential }).success).toBe(false);
  });
});

describe('a command', () => {
  const program = async (text: string): Promise<string> => {
    await writeFile(join(folder, 'vault'), `#!/bin/sh\n${text}\n`);
    await chmod(join(folder, 'vault'), 0o700);
    return './vault';
  };

  it('prints it; its arguments are not read by a shell', async () => {
    const vault = await program('printf "%s\\n" "$1"');
    expect(await of({ command: [vault, 'a $HOME; `id` "b"'] })()).toBe('a $HOME; `id` "b"');
  });

  it('runs once for all who ask at the same moment', async () => {
    const vault = await program('echo run >> runs; echo key');
    const secret = of({ command: [vault] });
    expect(await Promise.all([secret(), secret(), secret()])).toEqual(['key', 'key', 'key']);
    expect(await readFile(join(folder, 'runs'), 'utf8')).toBe('run\n');
  });

  it.each([
    ['exit 3', 'the command ./vault ended with code 3'],
    ['true', 'the command ./vault prints nothing'],
    ['head -c 100000 /dev/zero | tr "\\0" x', 'the command ./vault prints more than a secret'],
    ['echo hunter2 >&2; exit 1', 'the command ./vault ended with code 1'],
  ])('%s: %s', async (text, says) => {
    const asked = of({ command: [await program(text)] })();
    await expect(asked).rejects.toThrow(says);
    await expect(asked).rejects.not.toThrow('hunter2');
  });

  it('that is not there, or reads what nobody types, ends', async () => {
    await expect(of({ command: ['./none'] })()).rejects.toThrow('the command ./none is not there');
    await expect(of({ command: [await program('read word; exit 4')] })()).rejects.toThrow('code 4');
  });
});

describe('a file', () => {
  it('that was replaced is read again', async () => {
    await writeFile(join(folder, 'key'), 'one');
    const secret = of({ file: 'key' });
    expect(await secret()).toBe('one');
    await writeFile(join(folder, 'key'), 'two');
    expect(await secret()).toBe('two');
  });
});
