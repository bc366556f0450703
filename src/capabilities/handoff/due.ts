// What falls due, or will bite, before the next shift ends: certificates, settings that meet at the next rekey, missing watching.

import type { CertificateInfo } from '../../domain/device.js';
import type { TunnelDeclaration } from '../../domain/evidence.js';
import type { TunnelState } from '../../domain/live.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import type { DueItem } from './lines.js';

export interface WatchedTunnel {
  readonly name: string;
  readonly state: TunnelState;
  readonly declared: TunnelDeclaration;
  /** Null when it could not be read. */
  readonly ours: TunnelConfig | null;
  readonly theirs: TunnelConfig | null;
  /** Settings of the two ends that do not fit each other and may stop the next rekey, by their labels. */
  readonly biting: readonly string[];
  /** When the next rekey is due, ISO 8601 UTC; null when nobody knows. */
  readonly nextRekeyAt: string | null;
}

export interface WatchedDevice {
  readonly device: string;
  readonly certificates: readonly CertificateInfo[];
}

/** A certificate takes days to replace, so it is told longer ahead than one shift. */
const certificateDays = 7;
const longGoneDays = 90;

/** What comes soonest first, then what has no moment. @param until the end of the next shift. */
export function dueLines(
  tunnels: readonly WatchedTunnel[],
  devices: readonly WatchedDevice[],
  now: Date,
  until: Date,
): readonly DueItem[] {
  return [
    ...devices.flatMap((device) => certificateLines(device, tunnels, now, until)),
    ...tunnels.flatMap((tunnel) => rekeyLine(tunnel, until)),
    ...unwatchedLines(tunnels),
    ...tunnels.flatMap((tunnel) => maintenanceLine(tunnel, now, until)),
  ].sort((a, b) => moment(a) - moment(b));
}

function moment({ at }: DueItem): number {
  return at === null ? Number.MAX_SAFE_INTEGER : Date.parse(at);
}

function certificateLines(
  { device, certificates }: WatchedDevice,
  tunnels: readonly WatchedTunnel[],
  now: Date,
  until: Date,
): DueItem[] {
  const using = tunnels.filter((tunnel) =>
    [tunnel.ours, tunnel.theirs].some((end) => end?.device === device && end.ike.auth === 'certificate'),
  );
  if (using.length === 0) return [];
  const horizon = Math.max(until.getTime(), now.getTime() + certificateDays * 86_400_000);
  const names = using.map((tunnel) => tunnel.name);
  // A gateway that names its certificate uses no other one; the device holds more, for other purposes.
  const used = using
    .flatMap((tunnel) => [tunnel.ours, tunnel.theirs])
    .flatMap((end) =>
      end?.device === device && end.ike.auth === 'certificate' ? [end.ike.certificate] : [],
    );
  const counts = ({ name, use }: CertificateInfo) =>
    use !== 'own' || name === null || used.includes(null) || used.includes(name);
  return certificates
    .filter(counts)
    .filter(({ notAfter }) => {
      const ends = Date.parse(notAfter);
      return ends <= horizon && ends >= now.getTime() - longGoneDays * 86_400_000;
    })
    .map((certificate) => ({
      tunnels: names,
      what: `The certificate ${certificate.subject} on ${device} ${Date.parse(certificate.notAfter) < now.getTime() ? 'has expired' : 'expires'}.`,
      at: certificate.notAfter,
    }));
}

/** With IKEv2 such a difference lets the first SA up and may stop the next one (RFC 7296 section 1.3.1). */
function rekeyLine(tunnel: WatchedTunnel, until: Date): DueItem[] {
  if (tunnel.state !== 'up' && tunnel.state !== 'degraded') return [];
  const { biting } = tunnel;
  const isLater = tunnel.nextRekeyAt !== null && Date.parse(tunnel.nextRekeyAt) > until.getTime();
  if (biting.length === 0 || isLater) return [];
  return [
    {
      tunnels: [tunnel.name],
      what: `It is up, but these do not match: ${biting.join(', ')}. The next rekey may fail.`,
      at: tunnel.nextRekeyAt,
    },
  ];
}

/** A setting that is missing is told once, with all tunnels that miss it. */
function unwatchedLines(tunnels: readonly WatchedTunnel[]): DueItem[] {
  const missing = tunnels.map((tunnel) => ({ tunnel: tunnel.name, what: missingOf(tunnel) }));
  const texts = new Set(missing.map(({ what }) => what).filter((what) => what !== ''));
  return [...texts].map((text) => ({
    tunnels: missing.filter(({ what }) => what === text).map(({ tunnel }) => tunnel),
    what: `High criticality without ${text}.`,
    at: null,
  }));
}

/** Only what the device tells: a setting that cannot be read is not missing. */
function missingOf({ declared, ours }: WatchedTunnel): string {
  if (declared.criticality !== 'high' || ours === null || ours.disabled) return '';
  const dpd = ours.ike.dpd !== null && !ours.ike.dpd.enabled;
  const canMonitor = ours.places.monitor !== undefined && ours.unreadable.monitor === undefined;
  const monitor = ours.monitor ? !ours.monitor.enabled : canMonitor;
  return [...(dpd ? ['dead peer detection'] : []), ...(monitor ? ['tunnel monitor'] : [])].join(' and ');
}

function maintenanceLine({ name, declared }: WatchedTunnel, now: Date, until: Date): DueItem[] {
  const { maintenance } = declared;
  if (!maintenance) return [];
  const begins = Date.parse(maintenance.from);
  if (begins > until.getTime() || Date.parse(maintenance.to) < now.getTime()) return [];
  return [{ tunnels: [name], what: `Planned work: ${maintenance.why}.`, at: maintenance.from }];
}
