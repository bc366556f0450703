// The unit of deploy/, as systemd itself reads and rates it (Debian's package systemd).

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const unitPath = 'deploy/systemd/tunnelmedic.service';

describe('the unit', () => {
  it('is understood by systemd, and hardly exposed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tunnelmedic-unit-'));
    const path = join(folder, 'tunnelmedic.service');
    // Neither user nor program need be on this machine.
    const here = readFileSync(unitPath, 'utf8')
      .replace(/^(ExecStart=)\S+/m, `$1${process.execPath}`)
      .replace(/^(?:User|Group)=.*$/gm, '');
    writeFileSync(path, here);
    const verify = spawnSync('systemd-analyze', ['verify', path], { encoding: 'utf8' });
    expect([verify.status, verify.stderr, verify.stdout]).toEqual([0, '', '']);
    const rating = ['security', '--offline=true', '--threshold=20', unitPath];
    const rated = spawnSync('systemd-analyze', rating, { encoding: 'utf8' });
    expect([rated.status, rated.stdout]).toEqual([0, expect.stringContaining('Overall exposure level')]);
    rmSync(folder, { recursive: true });
  });
});
