// What FortiOS tells of its probes: link monitors, and health checks of SD-WAN, each with the interfaces that it asks through.

import { bigNumber, type Row, row, rows, text } from './words.js';

export interface ProbeWords {
  readonly state: 'up' | 'down' | 'unknown';
  readonly sent: bigint | null;
  readonly answered: bigint | null;
}

/** `monitor/system/link-monitor` and `monitor/virtual-wan/health-check`: an object by name, of objects by interface (captured from FortiOS 6 and 7). */
export function parseProbe(results: unknown, name: string, unit: string): ProbeWords | null {
  const found = row(row(row(results)?.[name])?.[unit]);
  if (found === null) return null;
  const status = text(found, 'status');
  return {
    // `error`: it could not be sent.
    state: status === 'up' ? 'up' : status === 'down' || status === 'error' ? 'down' : 'unknown',
    sent: bigNumber(found, 'packet_sent'),
    answered: bigNumber(found, 'packet_received'),
  };
}

/** A health check of SD-WAN as it is configured. */
export interface HealthCheckWords {
  readonly name: string;
  readonly server: string | null;
  /** Names of the interfaces that it asks through. */
  readonly units: readonly string[];
  readonly intervalMs: number | null;
  readonly failures: number | null;
  /** It takes static routes of a dead member away. */
  readonly movesRoutes: boolean;
}

/** `cmdb/system/sdwan`: members have numbers, health checks name these; 0 stands for all. */
export function parseHealthChecks(told: Row): readonly HealthCheckWords[] {
  const members = (rows(told.members) ?? []).flatMap((one): (readonly [string, string])[] => {
    const [number, unit] = [text(one, 'seq-num'), text(one, 'interface')];
    return number === null || unit === null ? [] : [[number, unit]];
  });
  return (rows(told['health-check']) ?? []).flatMap((one): readonly HealthCheckWords[] => {
    const name = text(one, 'name');
    if (name === null) return [];
    const asked = (rows(one.members) ?? []).map((member) => text(member, 'seq-num'));
    const isAll = asked.includes('0');
    return [
      {
        name,
        server: text(one, 'server')?.replaceAll('"', '').split(' ')[0] ?? null,
        units: members.flatMap(([number, unit]) => (isAll || asked.includes(number) ? [unit] : [])),
        intervalMs: numberOf(one, 'interval'),
        failures: numberOf(one, 'failtime'),
        movesRoutes: text(one, 'update-static-route') !== 'disable',
      },
    ];
  });
}

function numberOf(one: Row, name: string): number | null {
  const told = bigNumber(one, name);
  return told === null ? null : Number(told);
}
