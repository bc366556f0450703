// A VICI server for tests: answers from replies in memory, over a real socket; it can also misbehave.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMalformed, type ViciSection } from '../../../../src/vendors/strongswan/viciMessage.js';
import {
  decodePacket,
  encodePacket,
  type PacketType,
  packetType,
  SegmentReader,
} from '../../../../src/vendors/strongswan/viciPacket.js';

export const fixtures = fileURLToPath(new URL('../../../fixtures/strongswan/', import.meta.url));

/** Replies by command: rows for those that stream, a message for the others. */
export type Replies = Readonly<Record<string, unknown>>;

const streams: Readonly<Record<string, string>> = {
  'list-sas': 'list-sa',
  'list-conns': 'list-conn',
  'list-policies': 'list-policy',
  'list-certs': 'list-cert',
};

export interface FakeDaemon {
  path: string;
  /** Commands as they were asked, with their messages. */
  asked: { command: string; message: ViciSection }[];
  replies: Record<string, unknown>;
  /** Sends a log event to everybody who registered for it. */
  log(event: ViciSection): void;
  /** Ends every open connection, as a restart of the daemon does. */
  dropConnections(): void;
  listeners(): number;
  close(): Promise<void>;
}

/** What one end of a lab recording answered. */
export function recorded(fault: string, side: 'left' | 'right'): Replies {
  return JSON.parse(readFileSync(join(fixtures, 'recordings', fault, `${side}.json`), 'utf8')) as Replies;
}

export async function startFakeDaemon(replies: Replies): Promise<FakeDaemon> {
  const folder = mkdtempSync(join(tmpdir(), 'tunnelmedic-vici-'));
  const path = join(folder, 'charon.vici');
  const sockets = new Set<Socket>();
  const logListeners = new Set<Socket>();
  const daemon: FakeDaemon = {
    path,
    asked: [],
    replies: { ...replies },
    log: (event) => {
      for (const socket of logListeners) {
        socket.write(encodePacket({ type: packetType.event, name: 'log', message: event }));
      }
    },
    dropConnections: () => {
      for (const socket of sockets) socket.destroy();
    },
    listeners: () => logListeners.size,
    close: async () => {
      daemon.dropConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  const server: Server = createServer((socket) => {
    const reader = new SegmentReader();
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      logListeners.delete(socket);
    });
    socket.on('data', (chunk: Buffer) => {
      const segments = reader.push(chunk);
      if (!Array.isArray(segments)) return socket.destroy();
      for (const segment of segments) answer(daemon, socket, segment, logListeners);
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return daemon;
}

function answer(daemon: FakeDaemon, socket: Socket, segment: Buffer, logListeners: Set<Socket>): void {
  const packet = decodePacket(segment);
  if (isMalformed(packet)) throw new Error(packet.malformed);
  const send = (type: PacketType, name = '', message: ViciSection = {}): void => {
    socket.write(encodePacket({ type, name, message }));
  };
  if (packet.type === packetType.eventRegister || packet.type === packetType.eventUnregister) {
    if (packet.name === 'log') logListeners.add(socket);
    send(packetType.eventConfirm);
    return;
  }
  daemon.asked.push({ command: packet.name, message: packet.message });
  const reply = daemon.replies[packet.name];
  if (reply === undefined) send(packetType.commandUnknown);
  else if (!Array.isArray(reply)) send(packetType.commandResponse, '', reply as ViciSection);
  else {
    const wanted = packet.name === 'list-sas' ? packet.message.ike : undefined;
    for (const row of reply as ViciSection[]) {
      if (typeof wanted !== 'string' || wanted in row) send(packetType.event, streams[packet.name], row);
    }
    send(packetType.commandResponse);
  }
}
