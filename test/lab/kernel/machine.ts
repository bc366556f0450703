// A small emulated machine with Debian's kernel, which has ESP: booted once, driven through a shell on loopback.
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../support/freePort.js';
import { missingForMachine } from '../packages.js';
import { must, type Ran } from '../shell.js';
import type { Side } from '../spec.js';
import type { Teardown } from '../teardown.js';

const IMAGE = fileURLToPath(new URL('./image.sh', import.meta.url));
/** Downloads 60 MB of packages on a fresh machine; a second run only looks. */
const IMAGE_DEADLINE_MS = 400_000;
/** 13 s on a quiet machine. */
const BOOT_DEADLINE_MS = 180_000;

export interface Machine {
  /** `tcp://127.0.0.1:PORT` of the daemon that listens at `/lab/<side>/charon.vici` inside. */
  viciUri(side: Side): string;
  /** Runs a shell script as root inside; an exit code is a value. Errors and output come as one text. */
  run(script: string, timeoutMs?: number): Promise<Ran>;
  /** Copies a file from inside into one of this machine, and what is appended later as well, until the machine ends. */
  follow(path: string, file: string): Promise<void>;
  /** Runs a script that has to succeed; throws what it printed. */
  must(script: string, timeoutMs?: number): Promise<string>;
}

/** The folder with kernel and RAM disk, made when it is not there. */
export async function machineImage(): Promise<string> {
  const missing = await missingForMachine();
  if (missing.length > 0)
    throw new Error(`The small machine needs ${missing.join(', ')}. Run test/lab/install.ts first.`);
  const made = await must('bash', [IMAGE], {
    timeoutMs: IMAGE_DEADLINE_MS,
    env: {
      DEBIAN_FRONTEND: 'noninteractive',
      ...(process.env.XDG_CACHE_HOME ? { XDG_CACHE_HOME: process.env.XDG_CACHE_HOME } : {}),
    },
  });
  return made.stdout.trim();
}

/** Boots the machine and returns when its shell answers. `folder` takes its console. */
export async function bootMachine(folder: string, teardown: Teardown): Promise<Machine> {
  const image = await machineImage();
  const [shell, left, right] = await Promise.all([freePort(), freePort(), freePort()]);
  const forward = [`${shell}-:7000`, `${left}-:7001`, `${right}-:7002`].map(
    (ports) => `,hostfwd=tcp:127.0.0.1:${ports}`,
  );
  const consoleFile = join(folder, 'console');
  const child = spawn(
    'qemu-system-x86_64',
    [
      // Emulated also where KVM is: the same machine everywhere.
      ...['-accel', 'tcg,thread=multi', '-smp', '2', '-cpu', 'max', '-m', '1024'],
      ...['-nodefaults', '-no-reboot', '-display', 'none', '-serial', `file:${consoleFile}`],
      ...['-kernel', join(image, 'kernel'), '-initrd', join(image, 'initrd')],
      ...['-append', 'console=ttyS0 quiet panic=-1 cryptomgr.notests mitigations=off'],
      ...['-netdev', `user,id=outside,restrict=on${forward.join('')}`],
      ...['-device', 'virtio-net-pci,netdev=outside,romfile=', '-rtc', 'base=utc'],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  teardown.add(() => child.kill('SIGKILL'));
  const machine: Machine = {
    viciUri: (side) => `tcp://127.0.0.1:${side === 'left' ? left : right}`,
    run: (script, timeoutMs = 60_000) => inside(shell, script, timeoutMs),
    follow: (path, file) => follow(shell, path, file),
    must: async (script, timeoutMs = 60_000) => {
      const ran = await inside(shell, script, timeoutMs);
      if (ran.code !== 0) throw new Error(`inside the machine, code ${ran.code}: ${ran.stdout.slice(-2000)}`);
      return ran.stdout;
    },
  };
  await untilItAnswers(machine, child, consoleFile);
  return machine;
}

async function untilItAnswers(machine: Machine, child: ChildProcess, consoleFile: string): Promise<void> {
  let said = '';
  child.stderr?.on('data', (data: Buffer) => {
    said += data.toString();
  });
  child.once('error', (error) => {
    said += error.message;
  });
  const deadline = Date.now() + BOOT_DEADLINE_MS;
  while (Date.now() < deadline && child.exitCode === null && said === '') {
    if ((await machine.run('true', 5_000)).code === 0) return;
    await sleep(500);
  }
  const printed = await readFile(consoleFile, 'utf8').catch(() => '');
  throw new Error(`the small machine did not start: ${said}\n${printed.slice(-2000)}`);
}

/** One connection, one script: base64 so that nothing in it is taken for a command of the door. */
function inside(port: number, script: string, timeoutMs: number): Promise<Ran> {
  const encoded = Buffer.from(script).toString('base64');
  const line = `f=$(mktemp); echo ${encoded} | base64 -d >$f; sh -e $f 2>&1 </dev/null; echo "::ended $?"; rm $f; exit\n`;
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    const timer = setTimeout(() => socket.destroy(), timeoutMs);
    socket.setEncoding('utf8');
    socket.on('data', (data: string) => {
      text += data;
    });
    // A refused or reset connection shows as an answer without its last line.
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(timer);
      const end = /::ended (\d+)\n$/.exec(text);
      resolve({ code: end ? Number(end[1]) : 124, stdout: text.slice(0, end?.index), stderr: '' });
    });
    socket.write(line);
  });
}

/** Resolves when the first of it is there, an empty file included after a second. */
async function follow(port: number, path: string, file: string): Promise<void> {
  await writeFile(file, '');
  const socket = connect(port, '127.0.0.1');
  // It ends with the machine, in whatever way that ends.
  socket.on('error', () => {});
  socket.pipe(createWriteStream(file));
  socket.write(`exec tail -n +1 -F ${path} 2>/dev/null\n`);
  await Promise.race([new Promise((resolve) => socket.once('data', resolve)), sleep(1000)]);
}
