// Pipes, sockets, devices and folders in every place where a file is named, as processes of their own; and processes that are told to end.
import { type ChildProcess, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { recorded, startFakeDaemon } from '../contract/vendors/strongswan/fakeDaemon.js';
import { type ProcessOptions, processBoundMs, scratch, started } from './command.js';
import type { Input, InputClass } from './input.js';

/** Resolves when more was taken from the pipe than fits into it; its end never comes. */
function readsInput({ stdin }: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => stdin?.write(Buffer.alloc(1024 * 1024, 'a line of no vendor\n'), resolve));
}

export async function specialFiles(): Promise<InputClass> {
  const files = scratch();
  const at = (name: string): string => join(files.folder, name);
  const daemon = await startFakeDaemon(recorded('healthy-v2', 'left'));
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(at('socket'), resolve));
  execFileSync('mkfifo', [at('pipe'), at('pipe.yml'), at('playbook.yml')]);
  mkdirSync(at('signatures'));
  execFileSync('mkfifo', [at('signatures/pipe.yml')]);
  mkdirSync(at('folder'));
  const strongswan = (more: string): string =>
    files.file(
      `${more.replace(/\W+/g, '-')}.yml`,
      `devices: { gw: { vendor: strongswan, vici: "unix://${daemon.path}", ${more} } }\n`,
    );
  const panos = (name: string, more: string): string =>
    files.file(
      `${name}.yml`,
      `devices: { fw: { vendor: panos, url: "https://127.0.0.1:9", ${more} } }\nquestionSeconds: 3\n`,
    );
  const silent = files.file(
    'silent.yml',
    `devices: { gw: { vendor: strongswan, vici: "unix://${at('socket')}" } }\n`,
  );
  const tunnel =
    Object.keys((recorded('healthy-v2', 'left')['list-conns'] as Record<string, unknown>[])[0] ?? {})[0] ??
    '';
  files.file('key', 'k');
  const special = /is not a regular file/;
  const input = (
    name: string,
    words: readonly string[],
    says: RegExp,
    exits?: readonly number[],
    options?: ProcessOptions,
  ): Input => ({ name, says, ...(exits ? { exits } : {}), give: () => started(words, options) });
  const inputs: Input[] = [
    input('a pipe as log', ['analyze-log', at('pipe')], special, [2]),
    input('a pipe as configuration', ['list', '--config', at('pipe.yml')], special, [2]),
    input('a pipe as secret', ['list', '--config', panos('secret', 'apiKey: { file: pipe }')], special, [3]),
    input(
      'a pipe as authority',
      ['list', '--config', panos('authority', 'apiKey: { file: key }, caFile: pipe')],
      special,
      [2],
    ),
    input('a pipe as log of a device', ['logs', tunnel, '--config', strongswan('log: pipe')], special),
    input('a pipe as swanctl.conf', ['config', tunnel, '--config', strongswan('configFile: pipe')], special),
    input(
      'a pipe as log of the partner',
      ['diagnose', tunnel, '--file', at('pipe'), '--config', strongswan('timeZone: UTC')],
      special,
      [2],
    ),
    input('a pipe as playbook', ['playbook', 'lint', at('playbook.yml')], special, [2]),
    input('a pipe as signatures', ['playbook', 'lint', at('signatures')], special, [2]),
    input(
      'a pipe as authority of keygen',
      ['keygen', 'https://127.0.0.1:9', '--user', 'a', '--ca', at('pipe')],
      special,
      [2],
    ),
    input('a socket as log', ['analyze-log', at('socket')], special, [2]),
    input('a socket as configuration', ['list', '--config', at('socket')], special, [2]),
    input('a device without end as log', ['analyze-log', '/dev/zero'], special, [2]),
    input('a device without end as configuration', ['list', '--config', '/dev/zero'], special, [2]),
    input('the empty device as log', ['analyze-log', '/dev/null'], special, [2]),
    input(
      'the terminal as log',
      ['analyze-log', '/dev/tty'],
      /cannot be read|not a regular file|is not there/,
      [2],
    ),
    input('a folder as configuration', ['list', '--config', at('folder')], /it is a folder/, [2]),
    input(
      'a folder as log of a device',
      ['logs', tunnel, '--config', strongswan('log: folder')],
      /it is a folder/,
    ),
    input('one SIGTERM while standard input is awaited', ['analyze-log', '-'], /^$/, [143], {
      input: null,
      interrupt: { signal: 'SIGTERM', once: readsInput },
    }),
    input('one SIGINT while a question hangs', ['list', '--config', silent], /^$/, [130], {
      interrupt: { signal: 'SIGINT', once: () => once(server, 'connection') },
    }),
  ];
  return {
    inputs,
    boundMs: 2.5 * processBoundMs,
    async close() {
      server.close();
      await daemon.close();
      files.remove();
    },
  };
}
