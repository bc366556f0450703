// The settings of one installation, read from one file; what is secret stays behind a function.

import { dirname, resolve } from 'node:path';
import type { TunnelDeclaration } from '../domain/evidence.js';
import { Problem } from '../domain/problem.js';
import { fileTrouble, readSmallFile } from '../support/files.js';
import type { WebProxy } from '../support/proxy.js';
import { readBySchema } from '../support/schemaTrouble.js';
import type { SecretReference } from '../support/settingKinds.js';
import { readYamlDocument, type YamlTrouble } from '../support/yamlDocument.js';
import type { ConfiguredDevice } from '../vendors/vendor.js';
import { type AlertSettings, readAlerts } from './alerts.js';
import { type AssistantSettings, readAssistant } from './assistants.js';
import { checkTogether } from './checkTogether.js';
import { openingOf, type Place } from './deviceSettings.js';
import type { Environment } from './environment.js';
import { invalid } from './invalid.js';
import { namedLists } from './namedLists.js';
import { type OutgoingSettings, readOutgoing } from './outgoing.js';
import { type SettingsFile, settingsSchema } from './schema.js';
import { type Secret, secretFrom } from './secret.js';
import { readTeam, type TeamSettings } from './teams.js';

interface MaintenanceWindow {
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

export interface DeclaredTunnelSettings {
  readonly name: string;
  readonly ends: readonly { readonly device: string; readonly tunnel: string }[];
  readonly declaration: Omit<TunnelDeclaration, 'maintenance'>;
  readonly maintenance: readonly MaintenanceWindow[];
  /** Slack channel id: where its changes are told; null for its team's. */
  readonly channel: string | null;
}

interface SlackSettings {
  readonly mode: 'socket' | 'http';
  /** False where nobody gave a token: no place for it is named, and the usual variable is not set. One that is named must lead somewhere. */
  readonly hasToken: boolean;
  readonly botToken: Secret;
  readonly appToken: Secret;
  readonly signingSecret: Secret;
  readonly apiUrl?: string | undefined;
  readonly proxy: WebProxy | null;
  readonly host: string;
  readonly port: number;
  readonly healthPort?: number | undefined;
  readonly access: SettingsFile['slack']['access'] & { readonly setting: string };
}

/** The one listener of the service. */
interface ListenSettings {
  readonly host: string;
  /** Null: nothing listens. */
  readonly port: number | null;
}

interface StoreSettings {
  /** Absolute. */
  readonly dataFolder: string;
  /** Of PostgreSQL; null when nobody set one, then the data folder is used. Rejects for a reference that leads nowhere. */
  readonly databaseUrl: () => Promise<string | null>;
  readonly keep: SettingsFile['store']['keep'];
}

/** Which tunnels are looked at by themselves, and how often. */
interface WatchSettings extends Omit<SettingsFile['watch'], 'channel'> {
  /** Slack channel id for tunnels whose teams have none; null when there is none either. */
  readonly channel: string | null;
}

export interface Settings
  extends Pick<
    SettingsFile,
    | 'cache'
    | 'questionSeconds'
    | 'diagnoseSeconds'
    | 'incidentLookSeconds'
    | 'sampleSeconds'
    | 'maxConcurrentQuestions'
    | 'logLevel'
  > {
  /** The file as it is called in sentences. */
  readonly file: string;
  readonly timeZone: string;
  readonly devices: readonly ConfiguredDevice[];
  readonly tunnels: readonly DeclaredTunnelSettings[];
  readonly slack: SlackSettings;
  readonly listen: ListenSettings;
  /** The secret of /metrics; null: it is not answered. */
  readonly metrics: { readonly token: Secret | null };
  readonly teams: readonly TeamSettings[];
  readonly assistants: readonly AssistantSettings[];
  readonly alerts: AlertSettings;
  /** Who is told of incidents besides Slack. */
  readonly out: OutgoingSettings;
  readonly store: StoreSettings;
  readonly watch: WatchSettings;
  /** Folders with playbooks of one's own, besides those that come along. */
  readonly playbooks: readonly string[];
}

/** Where the settings are: the option, else the environment, else the folder where one stands. */
export function settingsPath(option: string | null, environment: Environment): string {
  return option ?? environment.TUNNELMEDIC_CONFIG ?? './tunnelmedic.yml';
}

/** @throws Problem `config-missing`, `config-unreadable` or `config-invalid`, the last with file and line. */
export async function loadSettings(file: string, environment: Environment): Promise<Settings> {
  const read = await readSmallFile(file);
  if (!read.ok && read.why === 'missing') throw new Problem('config-missing', { file });
  if (!read.ok) throw new Problem('config-unreadable', { file, detail: fileTrouble[read.why] });
  return await readSettings(read.text, file, environment);
}

/** The same from text; paths in it are relative to the file's folder. */
export async function readSettings(text: string, file: string, environment: Environment): Promise<Settings> {
  const yaml = readYamlDocument(text);
  if (!yaml.ok) throw refused(file, yaml.troubles);
  const { value, pathInFile } = namedLists(yaml, file);
  const checked = readBySchema({
    yaml,
    schema: settingsSchema,
    value,
    pathInFile,
    noun: 'setting',
    hint: '',
  });
  if (!checked.ok) throw refused(file, checked.troubles);
  const folder = dirname(resolve(file));
  const place: Place = { file, folder, environment, lineOf: (path) => yaml.lineOf(pathInFile(path)) };
  const settings = checked.data;
  const devices = await Promise.all(
    Object.entries(settings.devices).map(([name, configure]) => configure(openingOf(name, place))),
  );
  await checkTogether(settings, place);
  return {
    file,
    timeZone: settings.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    devices,
    tunnels: Object.entries(settings.tunnels).map(([name, tunnel]) => readTunnel(name, tunnel)),
    slack: readSlack(settings.slack, place),
    listen: { host: settings.listen.host, port: settings.listen.port ?? null },
    metrics: {
      token: settings.metrics.token
        ? secretFrom(settings.metrics.token, '/metrics', folder, environment)
        : null,
    },
    teams: Object.entries(settings.teams).map(([name, team]) => readTeam(name, team, settings, place)),
    assistants: Object.entries(settings.assistants).map(([name, one]) => readAssistant(name, one, place)),
    alerts: readAlerts(settings.alerts, place),
    out: readOutgoing(settings.out, place),
    store: {
      dataFolder: resolve(folder, settings.store.dataFolder),
      databaseUrl: databaseUrl(settings.store.databaseUrl, place),
      keep: settings.store.keep,
    },
    watch: { ...settings.watch, channel: settings.watch.channel ?? null },
    cache: settings.cache,
    questionSeconds: settings.questionSeconds,
    diagnoseSeconds: settings.diagnoseSeconds,
    incidentLookSeconds: settings.incidentLookSeconds,
    sampleSeconds: settings.sampleSeconds,
    maxConcurrentQuestions: settings.maxConcurrentQuestions,
    logLevel: settings.logLevel,
    playbooks: settings.playbooks.map((path) => resolve(folder, path)),
  };
}

/** The first trouble, and how many more there are. */
function refused(file: string, [first, ...others]: readonly YamlTrouble[]): Problem {
  if (!first) return invalid(file, 1, 'the file cannot be used', '');
  const more = others.length > 0 ? ` (${others.length} more)` : '';
  return invalid(file, first.line, `${first.says}${more}`, first.hint);
}

function readTunnel(name: string, tunnel: SettingsFile['tunnels'][string]): DeclaredTunnelSettings {
  const { partner } = tunnel;
  return {
    name,
    ends: tunnel.ends,
    declaration: {
      aliases: tunnel.aliases,
      owner: tunnel.owner ?? null,
      partner: partner
        ? {
            name: partner.name,
            contact: partner.contact ?? null,
            mail: partner.mail ?? null,
            vendor: partner.vendor ?? null,
          }
        : null,
      criticality: tunnel.criticality,
      isBackup: tunnel.backup,
    },
    maintenance: tunnel.maintenance,
    channel: tunnel.channel ?? null,
  };
}

/** The usual variable may be unset; any other reference was written on purpose and must lead somewhere. */
function isUnset(usual: string, reference: SecretReference, { environment }: Place): boolean {
  return 'env' in reference && reference.env === usual && (environment[usual] ?? '').trim() === '';
}

function databaseUrl(
  reference: SettingsFile['store']['databaseUrl'],
  place: Place,
): () => Promise<string | null> {
  const { folder, environment } = place;
  if (isUnset('DATABASE_URL', reference, place)) return async () => null;
  return secretFrom(reference, 'the database', folder, environment);
}

function readSlack(slack: SettingsFile['slack'], place: Place): SlackSettings {
  const secret = (reference: SettingsFile['slack']['botToken'], what: string) =>
    secretFrom(reference, what, place.folder, place.environment);
  return {
    mode: slack.mode,
    hasToken: !isUnset('SLACK_BOT_TOKEN', slack.botToken, place),
    botToken: secret(slack.botToken, "Slack's bot token"),
    appToken: secret(slack.appToken, "Slack's app-level token"),
    signingSecret: secret(slack.signingSecret, "Slack's signing secret"),
    apiUrl: slack.apiUrl,
    proxy: slack.proxy
      ? { url: slack.proxy.url, login: slack.proxy.login ? secret(slack.proxy.login, "Slack's proxy") : null }
      : null,
    host: slack.host,
    port: slack.port,
    healthPort: slack.healthPort,
    access: { ...slack.access, setting: 'slack.access' },
  };
}

/** The tunnels as they are declared at a moment: of several maintenance windows the one that lasts or comes next. */
export function declaredAt(
  tunnels: readonly DeclaredTunnelSettings[],
  now: Date,
): readonly { name: string; ends: DeclaredTunnelSettings['ends']; declaration: TunnelDeclaration }[] {
  const time = now.getTime();
  return tunnels.map(({ name, ends, declaration, maintenance }) => {
    const next = maintenance
      .filter((window) => Date.parse(window.to) > time)
      .toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from))[0];
    return { name, ends, declaration: { ...declaration, maintenance: next ?? null } };
  });
}
