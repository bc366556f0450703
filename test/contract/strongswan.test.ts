// The contract of every Device, kept by strongSwan: a recorded daemon over a real socket, with a relay between that can fail.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/support/clock.js';
import { createStrongswanDevice, reads } from '../../src/vendors/strongswan/index.js';
import { strongswanTold } from '../deviceSettings.js';
import { type ContractSubject, keepsTheContract } from './deviceContract.js';
import { recorded, startFakeDaemon } from './vendors/strongswan/fakeDaemon.js';

type Row = Readonly<Record<string, unknown>>;

/** A healthy connection as recorded, and beside it the same connection under another name without any SA. */
function healthyAndDown(): Readonly<Record<string, unknown>> {
  const replies = recorded('healthy-v2', 'left');
  const [connection] = replies['list-conns'] as readonly Row[];
  const [name, config] = Object.entries(connection ?? {})[0] ?? [];
  if (name === undefined) throw new Error('the recording has no connection');
  const renamed = JSON.parse(
    JSON.stringify(config).replaceAll('branch-lan', 'depot-lan').replaceAll('203.0.113.', '192.0.2.'),
  ) as Row;
  return { ...replies, 'list-conns': [connection, { 'to-depot': renamed }] };
}

type Mode = 'pass' | 'hang' | 'nonsense';

interface Relay {
  readonly path: string;
  most(): number;
  become(mode: Mode): Promise<void>;
  close(): Promise<void>;
  listen(): Promise<void>;
}

function relayTo(target: string, path: string): Relay {
  const sockets = new Set<Socket>();
  let mode: Mode = 'pass';
  let most = 0;
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    most = Math.max(most, sockets.size);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    if (mode === 'hang') return;
    if (mode === 'nonsense') {
      socket.on('data', () => socket.write(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')));
      return;
    }
    const daemon = createConnection(target);
    daemon.on('error', () => socket.destroy());
    daemon.on('close', () => socket.destroy());
    socket.on('close', () => daemon.destroy());
    socket.pipe(daemon).pipe(socket);
  });
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    path,
    most: () => most,
    become: async (next) => {
      mode = next;
      drop();
      // The client has to notice that its connection is gone before it is asked the next thing.
      await new Promise((resolve) => setTimeout(resolve, 30));
    },
    listen: () =>
      server.listening ? Promise.resolve() : new Promise((resolve) => server.listen(path, resolve)),
    close: () => {
      drop();
      return server.listening ? new Promise((resolve) => server.close(() => resolve())) : Promise.resolve();
    },
  };
}

async function subject(): Promise<ContractSubject> {
  const daemon = await startFakeDaemon(healthyAndDown());
  const folder = mkdtempSync(join(tmpdir(), 'tunnelmedic-contract-'));
  const relay = relayTo(daemon.path, join(folder, 'vici'));
  await relay.listen();
  const logFile = join(folder, 'charon.log');
  const line = (secondsAgo: number, text: string): string =>
    `${new Date(Date.now() - secondsAgo * 1_000).toISOString().slice(0, 19)} 06[IKE] <to-depot|2> ${text}\n`;
  writeFileSync(
    logFile,
    line(60, 'initiating IKE_SA to-depot[2] to 192.0.2.20') + line(30, 'giving up after 5 retransmits'),
  );
  const settings = strongswanTold({ name: 'gw-lab', vici: `unix://${relay.path}`, log: logFile });
  const readNames = new Set<string>(Object.values(reads).map((read) => read.command));
  return {
    device: createStrongswanDevice(settings, { clock: systemClock }),
    up: 'to-branch',
    down: 'to-depot',
    // `list-sas` is asked for one connection; that there is no such connection only a second call would tell.
    tellsAbsentTunnels: false,
    tellsSpis: true,
    secrets: [],
    changesSeen: () =>
      daemon.asked.map(({ command }) => command).filter((command) => !readNames.has(command)),
    concurrency: () => ({ seen: relay.most(), allowed: 1 }),
    hang: () => relay.become('hang'),
    disappear: () => relay.close(),
    talkNonsense: () => relay.become('nonsense'),
    restore: async () => {
      await relay.become('pass');
      await relay.listen();
    },
    stop: async () => {
      await relay.close();
      await daemon.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

keepsTheContract('strongswan', subject);
