// Who holds the data folder: a process, named so that it can be told from another one with the same number elsewhere.

import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { codeOf } from '../support/errorCode.js';

export interface Holder {
  /** Random; what is written while another token stands in the lock file would be lost. */
  readonly token: string;
  readonly pid: number;
  /** Field 22 of /proc/PID/stat (proc(5)): clock ticks after boot, so that a reused number is not taken for the holder. */
  readonly started: string;
  /** Of the running kernel; another one after a reboot, and on another machine. Empty where there is no /proc. */
  readonly boot: string;
  /** The same number means the same process only within one of these: two containers both have a process 1. */
  readonly pidNamespace: string;
  readonly host: string;
  /** ISO 8601 UTC. */
  readonly since: string;
  /** The kernel holds a lock for it, which goes when the process ends. */
  readonly kernel: boolean;
}

/** Where a process runs: what two processes must share to judge each other by /proc, or by a kernel lock. */
export type Place = Pick<Holder, 'boot' | 'pidNamespace' | 'host'>;

export function ownPlace(): Place {
  return {
    boot: readOr(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    pidNamespace: readOr(() => readlinkSync('/proc/self/ns/pid')),
    host: hostname(),
  };
}

/** Empty when it cannot be read: no such process, or no /proc. */
export function startOf(pid: number): string {
  const stat = readOr(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

/**
 * What can be known at once: `unknown` for a process of another namespace, whose number says nothing here.
 * @param locked whether this process just got the kernel's lock on the same file.
 */
export function stateOf(holder: Holder, here: Place, locked: boolean): 'lives' | 'gone' | 'unknown' {
  const sameKernel = holder.boot !== '' && holder.boot === here.boot;
  if (!sameKernel) return 'unknown';
  if (locked && holder.kernel) return 'gone';
  if (holder.pidNamespace === '' || holder.pidNamespace !== here.pidNamespace) return 'unknown';
  const started = startOf(holder.pid);
  if (started === '') return isThere(holder.pid) ? 'unknown' : 'gone';
  return started === holder.started ? 'lives' : 'gone';
}

/** For the sentence that refuses. */
export function describeHolder(holder: Holder | null): string {
  return holder
    ? `pid ${holder.pid} on ${holder.host}, since ${holder.since}`
    : 'which one is not written down';
}

/** @returns null for an empty file, or one that is not ours. */
export function parseHolder(text: string): Holder | null {
  try {
    const value: unknown = JSON.parse(text);
    return isHolder(value) ? value : null;
  } catch {
    return null;
  }
}

function isHolder(value: unknown): value is Holder {
  if (typeof value !== 'object' || value === null) return false;
  const one = value as Readonly<Record<string, unknown>>;
  return (
    ['token', 'started', 'boot', 'pidNamespace', 'host', 'since'].every(
      (key) => typeof one[key] === 'string',
    ) &&
    typeof one.pid === 'number' &&
    typeof one.kernel === 'boolean'
  );
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function readOr(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
