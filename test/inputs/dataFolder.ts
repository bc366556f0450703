// Data folders that cannot be used, each given to the built command: one sentence, nothing written where it should not be.

import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { recorded, startFakeDaemon } from '../contract/vendors/strongswan/fakeDaemon.js';
import { processBoundMs, type Scratch, scratch, started } from './command.js';
import type { Input, InputClass, Outcome } from './input.js';

/** Name → what stands where the data folder should be. The path is that of the folder. */
const folders: Readonly<Record<string, (path: string, files: Scratch) => void>> = {
  'is a file': (path, files) => void files.file(path.slice(files.folder.length + 1), 'text'),
  'is a pipe': (path) => void execFileSync('mkfifo', [path]),
  'is a link to nothing': (path, files) => symlinkSync(join(files.folder, 'nowhere', 'deep'), path),
  'is a link to itself': (path) => symlinkSync(path, path),
  'is a link to a file': (path, files) => symlinkSync(files.file('target', 'text'), path),
  'holds a folder as lock': (path) => void mkdirSync(join(path, 'store.lock'), { recursive: true }),
  'holds other things': (path, files) => {
    mkdirSync(path);
    files.file(`${path.slice(files.folder.length + 1)}/photo.jpg`, 'x');
    files.file(`${path.slice(files.folder.length + 1)}/notes.txt`, 'x');
  },
};

export async function dataFolders(): Promise<InputClass> {
  const files = scratch();
  const daemon = await startFakeDaemon(recorded('healthy-v2', 'left'));
  let count = 0;
  let made: Outcome | null = null;
  const ask = (path: string): Promise<Outcome> => {
    count += 1;
    const config = files.file(
      `config-${count}.yml`,
      `devices: { gw: { vendor: strongswan, vici: "unix://${daemon.path}" } }\nstore: { dataFolder: ${JSON.stringify(path)} }\n`,
    );
    return started(['incidents', '--config', config]);
  };
  const says = /data folder|database/i;
  const inputs: Input[] = [
    ...Object.entries(folders).map(([name, prepare]) => ({
      name,
      says,
      exits: name === 'holds other things' ? [0, 2] : [2],
      async give() {
        const path = join(files.folder, name.replace(/\W/g, '-'));
        prepare(path, files);
        const outcome = await ask(path);
        return outcome.exit === 0 ? { ...outcome, said: `${outcome.said} data folder` } : outcome;
      },
    })),
    ...['/proc/tunnelmedic', '/dev/null/data', '/sys/tunnelmedic', `/tmp/${'x'.repeat(300)}`].map((path) => ({
      name: `is ${path.slice(0, 30)}`,
      says,
      exits: [2],
      give: () => ask(path),
    })),
    ...damaged.map(([name, harm]) => ({
      name: `of a store ${name}`,
      says,
      exits: [2],
      async give() {
        // Made once; each harm is done to a copy of it.
        const good = join(files.folder, 'good');
        made ??= await ask(good);
        if (made.exit !== 0) return made;
        const path = join(files.folder, `store-${name.replace(/\W/g, '-')}`);
        cpSync(good, path, { recursive: true });
        harm(path);
        return await ask(path);
      },
    })),
  ];
  return {
    inputs,
    boundMs: 2.5 * processBoundMs,
    async close() {
      await daemon.close();
      files.remove();
    },
  };
}

/** Harm to a store that was made before. */
const damaged: readonly (readonly [string, (path: string) => void])[] = [
  ['whose version is missing', (path) => void execFileSync('rm', [fileIn(path, 'PG_VERSION')])],
  [
    'of another version',
    (path) => void execFileSync('sh', ['-c', `echo 9 > "${fileIn(path, 'PG_VERSION')}"`]),
  ],
  ['without its control file', (path) => void execFileSync('rm', [fileIn(path, 'pg_control')])],
  [
    'whose control file is noise',
    (path) =>
      void execFileSync('dd', ['if=/dev/urandom', `of=${fileIn(path, 'pg_control')}`, 'bs=8192', 'count=1'], {
        stdio: 'ignore',
      }),
  ],
];

/** The first file of that name, however deep. */
function fileIn(folder: string, name: string): string {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.split('/').at(-1) === name)
    .toSorted((a, b) => a.length - b.length)[0];
  if (found === undefined) throw new Error(`The store holds no ${name}.`);
  const path = join(folder, found);
  chmodSync(path, 0o600);
  return path;
}
