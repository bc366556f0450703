// A whole lab: two real IKE daemons and the network between them, started, driven and torn down.
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueCertificates } from './certificates.js';
import { Daemon } from './daemon.js';
import { makeNetwork } from './namespaces.js';
import { missingFiles } from './packages.js';
import { must, type Ran, run, runNow } from './shell.js';
import type { EndSpec, LabSpec, Side } from './spec.js';
import { Teardown } from './teardown.js';
import { makeWan, type Wan } from './wan.js';

/** One end of the lab's tunnel. */
export interface LabEnd {
  side: Side;
  spec: EndSpec;
  /** `unix:///…`, what a device's configuration says. */
  viciUri: string;
  logFile: string;
  configFile: string;
  running: boolean;
  /** Initiates the first connection's child and waits for the outcome; a refusal is a value. */
  initiate(timeoutSeconds?: number): Promise<{ ok: boolean; output: string }>;
  rekeyChild(): Promise<{ ok: boolean; output: string }>;
  rekeyIke(): Promise<{ ok: boolean; output: string }>;
  /** Pings the other end's protected address from ours. True: at least one answer. */
  ping(count?: number): Promise<boolean>;
  /** Ends the daemon as an operator would; the peer is told. */
  stop(): Promise<void>;
  /** Ends the daemon as a power cut would; the peer is not told. */
  kill(): Promise<void>;
  /** Stops the daemon as a hang would: it holds everything and answers nobody. */
  freeze(): void;
  /** Starts the daemon again with what it is configured with now. */
  restart(): Promise<void>;
  reload(spec: EndSpec): Promise<void>;
  log(): Promise<string>;
  /** Any swanctl command, for recordings. */
  swanctl(args: readonly string[]): Promise<Ran>;
}

export interface Lab {
  left: LabEnd;
  right: LabEnd;
  wan: Wan;
  /** Runs a shell script as root on one machine; throws what it printed when it fails. */
  shell(where: Side | 'wan', script: string): Promise<void>;
  /** Ends daemons, namespaces and files, by the ids made. */
  stop(): Promise<void>;
}

const outcome = (ran: Ran): { ok: boolean; output: string } => ({
  ok: ran.code === 0,
  output: `${ran.stdout}${ran.stderr}`,
});

function makeEnd(side: Side, namespace: string, daemon: Daemon, spec: EndSpec, target: string): LabEnd {
  let current = spec;
  const child = (): string => current.connections[0]?.child ?? '';
  const connection = (): string => current.connections[0]?.name ?? '';
  return {
    side,
    get spec() {
      return current;
    },
    viciUri: `unix://${daemon.paths.viciSocket}`,
    logFile: daemon.paths.logFile,
    configFile: daemon.paths.configFile,
    get running() {
      return daemon.running;
    },
    initiate: async (timeoutSeconds = 8) =>
      outcome(
        await daemon.swanctl(
          ['--initiate', '--child', child(), '--timeout', String(timeoutSeconds)],
          (timeoutSeconds + 5) * 1000,
        ),
      ),
    rekeyChild: async () => outcome(await daemon.swanctl(['--rekey', '--child', child()])),
    rekeyIke: async () => outcome(await daemon.swanctl(['--rekey', '--ike', connection()])),
    ping: async (count = 3) => {
      const args = ['-q', '-n', '-i', '0.1', '-W', '1', '-c', String(count), '-I', spec.inside, target];
      return (await run('ip', ['netns', 'exec', namespace, 'ping', ...args])).code === 0;
    },
    stop: () => daemon.end('SIGTERM'),
    kill: () => daemon.end('SIGKILL'),
    freeze: () => daemon.freeze(),
    restart: async () => {
      await daemon.end('SIGTERM');
      await daemon.start();
    },
    reload: async (next) => {
      current = next;
      await daemon.configure(next);
      await daemon.load();
    },
    log: () => readFile(daemon.paths.logFile, 'utf8').catch(() => ''),
    swanctl: (args) => daemon.swanctl(args),
  };
}

async function startDaemons(spec: LabSpec, daemons: Record<Side, Daemon>): Promise<void> {
  for (const side of ['left', 'right'] as const) await daemons[side].configure(spec[side]);
  const starting = (['left', 'right'] as const).filter((side) => spec[side].running);
  await Promise.all(starting.map((side) => daemons[side].start()));
}

/**
 * Builds the network, starts the daemons and loads their configurations. Needs root and the packages of
 * `packages.ts`; installs nothing. When it fails, nothing is left behind.
 */
export async function startLab(spec: LabSpec): Promise<Lab> {
  if (process.getuid?.() !== 0) throw new Error('The lab needs root: it makes network namespaces.');
  const missing = await missingFiles();
  if (missing.length > 0)
    throw new Error(`The lab needs ${missing.join(', ')}. Run test/lab/install.ts first.`);

  const teardown = new Teardown();
  try {
    const root = await mkdtemp(join(tmpdir(), 'tunnelmedic-lab-'));
    teardown.add(() => runNow('rm', ['-rf', root]));
    const id = `tml-${randomBytes(4).toString('hex')}`;
    const network = await makeNetwork(id, spec, teardown);
    const folder = async (side: Side): Promise<string> => {
      await mkdir(join(root, side), { recursive: true });
      return join(root, side);
    };
    const daemons: Record<Side, Daemon> = {
      left: new Daemon(network.left, await folder('left'), teardown),
      right: new Daemon(network.right, await folder('right'), teardown),
    };
    await issueCertificates(
      root,
      (['left', 'right'] as const).map((side) => ({
        end: spec[side],
        swanctlFolder: daemons[side].paths.swanctlFolder,
      })),
    );
    await startDaemons(spec, daemons);
    return {
      left: makeEnd('left', network.left, daemons.left, spec.left, spec.right.inside),
      right: makeEnd('right', network.right, daemons.right, spec.right, spec.left.inside),
      wan: makeWan(network.wan),
      shell: async (where, script) => {
        await must('ip', ['netns', 'exec', network[where], 'sh', '-ec', script]);
      },
      stop: async () => {
        await Promise.all([daemons.left.end('SIGTERM'), daemons.right.end('SIGTERM')]);
        teardown.run();
      },
    };
  } catch (error) {
    teardown.run();
    throw error;
  }
}
