// What startWorkspace is given, and the people and channels that are there when nothing is said.
import type { Fields } from './model.js';

export interface PersonSeed {
  name: string;
  realName: string;
  title?: string;
  timeZone?: string;
}

export interface ChannelSeed {
  name: string;
  topic?: string;
  /** False: the app has to be invited first. Default true. */
  hasApp?: boolean;
}

/** Another app that is installed there too. */
interface AppSeed {
  name: string;
  realName: string;
}

export interface WorkspaceOptions {
  /** How the app is reached. In HTTP mode `requestUrl` may be given later through `useRequestUrl`. */
  mode: 'socket' | 'http';
  requestUrl?: string;
  /** 0, the default, takes any free port. */
  port?: number;
  /** Default 127.0.0.1: the workspace is for one machine and speaks no TLS. */
  host?: string;
  /** The app manifest, already parsed: commands for completion, shortcuts, scopes, events. */
  manifest?: Fields;
  /** Milliseconds since 1970. */
  now?: () => number;
  teamName?: string;
  /** The line at the top of the page. */
  notice?: string;
  people?: readonly PersonSeed[];
  channels?: readonly ChannelSeed[];
  /** None when not given. */
  apps?: readonly AppSeed[];
  /** Who is in the user group `@netops-oncall`, by handle. Default: the first two people. */
  onCall?: readonly string[];
  /** IANA name; default Europe/Berlin. */
  timeZone?: string;
  /** Slack waits 3000 ms for an acknowledgement. */
  ackTimeoutMs?: number;
  /** Slack redelivers an event at once, after a minute, after five minutes. */
  retryDelaysMs?: readonly number[];
  /** Messages kept in a channel, replies among them; the oldest leave first. Default 5000. */
  messagesAChannel?: number;
  /** Answers 429 beyond Slack's tiers. Default false. */
  enforceRateLimits?: boolean;
}

export const DEFAULT_PEOPLE: readonly PersonSeed[] = [
  { name: 'ana', realName: 'Ana Kovač', title: 'Network engineer, on call' },
  { name: 'jonas', realName: 'Jonas Weber', title: 'Network engineer, late shift' },
  { name: 'mei', realName: 'Mei Tanaka', title: 'Network engineer, night shift', timeZone: 'Asia/Tokyo' },
  { name: 'sam', realName: 'Sam Okoye', title: 'Incident manager' },
];

export const DEFAULT_CHANNELS: readonly ChannelSeed[] = [
  { name: 'netops', topic: 'Tunnels, firewalls and whose turn it is' },
  { name: 'network-incidents', topic: 'One thread an incident' },
];
