// A real CalDAV server beside the tests: radicale of Debian, with one user, on a free port.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../support/freePort.js';

const user = 'oncall';
const password = 'p@ss word';

export class Radicale {
  readonly #process: ChildProcess;
  readonly #folder: string;
  /** With user and password, as a configuration's secret holds it. */
  readonly address: string;
  readonly #url: string;

  private constructor(port: number, process: ChildProcess, folder: string) {
    this.#process = process;
    this.#folder = folder;
    this.#url = `http://127.0.0.1:${port}/${user}/rotation/`;
    this.address = this.#url.replace('//', `//${user}:${encodeURIComponent(password)}@`);
  }

  static async start(): Promise<Radicale> {
    const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-radicale-'));
    const users = join(folder, 'users');
    await writeFile(users, `${user}:${password}\n`);
    const port = await freePort();
    const started = spawn(
      'radicale',
      [
        ...['--config', '', '--server-hosts', `127.0.0.1:${port}`],
        ...['--auth-type', 'htpasswd', '--auth-htpasswd-filename', users],
        ...['--auth-htpasswd-encryption', 'plain', '--storage-filesystem-folder', join(folder, 'calendars')],
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const said: string[] = [];
    started.stderr?.on('data', (chunk) => said.push(String(chunk)));
    const radicale = new Radicale(port, started, folder);
    const end = Date.now() + 20_000;
    while (!(await fetch(radicale.#url).catch(() => null))) {
      if (Date.now() > end) throw new Error(`radicale does not answer. ${said.join('').slice(-2000)}`);
      await pause(50);
    }
    return radicale;
  }

  /** Its calendar is this text from now on. */
  async put(text: string): Promise<void> {
    const pair = Buffer.from(`${user}:${password}`).toString('base64');
    const headers = { authorization: `Basic ${pair}`, 'content-type': 'text/calendar' };
    const reply = await fetch(this.#url, { method: 'PUT', headers, body: text });
    if (!reply.ok) throw new Error(`radicale answers ${reply.status}: ${await reply.text()}`);
  }

  async stop(): Promise<void> {
    this.#process.kill('SIGTERM');
    if (this.#process.exitCode === null) await once(this.#process, 'exit');
    await rm(this.#folder, { recursive: true, force: true });
  }
}
