// One charon in one namespace: start, load, ask, stop, kill.
import { type ChildProcess, spawn } from 'node:child_process';
import { access, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Ran, run } from './shell.js';
import type { EndSpec } from './spec.js';
import { strongswanConf, swanctlConf } from './swanctlConf.js';
import type { Teardown } from './teardown.js';

const CHARON = '/usr/lib/ipsec/charon';
const START_DEADLINE_MS = 15_000;

/** The paths of one end's daemon; `folder` is private to it. */
export function daemonPaths(folder: string) {
  return {
    folder,
    viciSocket: join(folder, 'charon.vici'),
    logFile: join(folder, 'charon.log'),
    // swanctl looks for certificates and keys beside the file it loads.
    configFile: join(folder, 'swanctl', 'swanctl.conf'),
    swanctlFolder: join(folder, 'swanctl'),
  };
}

export class Daemon {
  readonly paths: ReturnType<typeof daemonPaths>;
  readonly #namespace: string;
  #timeZone = 'UTC';
  #process: ChildProcess | undefined;

  constructor(namespace: string, folder: string, teardown: Teardown) {
    this.#namespace = namespace;
    this.paths = daemonPaths(folder);
    teardown.add(() => this.#process?.kill('SIGKILL'));
  }

  async configure(end: EndSpec): Promise<void> {
    this.#timeZone = end.timeZone ?? 'UTC';
    await writeFile(this.paths.configFile, swanctlConf(end), { mode: 0o600 });
    await writeFile(
      join(this.paths.folder, 'strongswan.conf'),
      strongswanConf(this.paths, end.logTimeFormat),
    );
  }

  /** Starts charon and waits until it loaded its configuration. */
  async start(): Promise<void> {
    const output = await open(join(this.paths.folder, 'charon.out'), 'a');
    // Every program execs the next, so the child's pid is charon's. A private /run keeps the pid files apart, and
    // pdeathsig ends the daemon even when this process is killed with no chance to tidy up.
    const inner = `mount -t tmpfs tmpfs /run && exec ${CHARON}`;
    this.#process = spawn(
      'ip',
      [
        'netns',
        'exec',
        this.#namespace,
        'unshare',
        '-m',
        'setpriv',
        '--pdeathsig',
        'KILL',
        'sh',
        '-c',
        inner,
      ],
      {
        stdio: ['ignore', output.fd, output.fd],
        env: {
          PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
          STRONGSWAN_CONF: join(this.paths.folder, 'strongswan.conf'),
          TZ: this.#timeZone,
        },
      },
    );
    await output.close();
    await this.#untilItAnswers();
    await this.load();
  }

  async #untilItAnswers(): Promise<void> {
    const deadline = Date.now() + START_DEADLINE_MS;
    while (Date.now() < deadline) {
      const there = await access(this.paths.viciSocket).then(
        () => true,
        () => false,
      );
      if (there && (await this.swanctl(['--stats'], 2_000)).code === 0) return;
      if (this.#process?.exitCode !== null) break;
      await sleep(20);
    }
    const said = await Promise.all(
      [join(this.paths.folder, 'charon.out'), this.paths.logFile].map((file) =>
        readFile(file, 'utf8').catch(() => ''),
      ),
    );
    const code = this.#process?.exitCode ?? 'none';
    throw new Error(
      `charon did not start in ${this.#namespace}, exit code ${code}:\n${said.join('').slice(-2000)}`,
    );
  }

  async load(): Promise<void> {
    const loaded = await this.swanctl(['--load-all', '--file', this.paths.configFile]);
    if (loaded.code !== 0)
      throw new Error(`swanctl refused the configuration: ${loaded.stderr}${loaded.stdout}`);
  }

  /** Any swanctl command on this daemon. */
  swanctl(args: readonly string[], timeoutMs = 20_000): Promise<Ran> {
    return run('/usr/sbin/swanctl', [...args, '--uri', `unix://${this.paths.viciSocket}`], {
      timeoutMs,
      env: { SWANCTL_DIR: this.paths.swanctlFolder },
    });
  }

  get running(): boolean {
    return (
      this.#process !== undefined && this.#process.exitCode === null && this.#process.signalCode === null
    );
  }

  /** Stops the daemon without ending it: it holds everything and answers nobody, until it is thawed. */
  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  /** Ends the daemon: SIGTERM tells the peer (DELETE), SIGKILL does not. Resolves when it is gone. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#process;
    if (child === undefined || !this.running) return;
    child.kill('SIGCONT');
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    const force = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await gone;
    clearTimeout(force);
    await run('rm', ['-f', this.paths.viciSocket]);
  }
}
