// A Node.js that is too old is told so in one sentence, and nothing is loaded that it could not run.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const bin = fileURLToPath(new URL('../../../bin/tunnelmedic.js', import.meta.url));
const { engines } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  engines: { node: string };
};

function on(version: string) {
  const pretends = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  const run = spawnSync(process.execPath, ['--import', `data:text/javascript,${pretends}`, bin, 'start'], {
    encoding: 'utf8',
  });
  return { exit: run.status, out: run.stdout, err: run.stderr };
}

describe('a Node.js that is too old', () => {
  it('is told which one is needed and which one it is', () => {
    const oldest = engines.node.replace('>=', '');
    expect(on('18.20.8')).toEqual({
      exit: 2,
      out: '',
      err: `Tunnelmedic needs Node.js ${oldest} or newer; this is 18.20.8. Install a newer one from https://nodejs.org or with the package manager, and run it again.\n`,
    });
  });
});
