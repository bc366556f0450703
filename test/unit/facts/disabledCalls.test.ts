// Whether an end that is disabled is still called: attempts after the disabling count, older ones and rekeys do not.

import { describe, expect, it } from 'vitest';
import { statesOf } from '../../../src/diagnosis/states.js';
import type { ConfigChange } from '../../../src/domain/device.js';
import type { TunnelEvidence } from '../../../src/domain/evidence.js';
import { known } from '../../../src/domain/observation.js';
import { readFacts } from '../../../src/facts/book.js';
import { readLines } from '../../../src/logs/readLines.js';
import { evidenceOf, type Visible } from '../../scenarios/build.js';
import { situationOf } from './evidence.js';

const day = '2026-03-02T';

/** A log of PAN-OS: the clock time of each line, and what it says. */
function logOf(lines: readonly (readonly [string, string])[]) {
  return readLines(
    lines.map(([clock, text], index) => ({
      at: `${day}${clock}.000Z`,
      text,
      eventId: '',
      severity: 'info' as const,
      object: '',
      number: index + 1,
    })),
    { vendor: 'panos' },
  );
}

const spis = 'SPI:a1b2c3d4e5f60718:0000000000000000.';
const starts = `IKEv2 IKE SA negotiation is started as initiator, non-rekey. Initiated SA: 192.0.2.10[500]-198.51.100.20[500] ${spis}`;
const works = `IKEv2 IKE SA negotiation is succeeded as initiator, non-rekey. Established SA: 192.0.2.10[500]-198.51.100.20[500] ${spis}`;
const refuses = "Couldn't find configuration for IKE phase-1 request for peer IP 192.0.2.10[500]";

interface Told {
  readonly disabledLog?: readonly (readonly [string, string])[];
  readonly callerLog?: readonly (readonly [string, string])[];
  readonly edits?: readonly ConfigChange[];
  readonly visible?: Visible;
}

/** Their end is disabled; it is 10:00:00. */
function told({ disabledLog = [], callerLog = [], edits = [], visible = 'both' }: Told) {
  const given = evidenceOf(
    situationOf({ theirs: { ike: { disabled: true }, sa: 'down' }, ours: { sa: 'down' }, vendor: 'panos' }),
    'panos',
    visible,
  );
  const [disabled, caller] = visible === 'both' ? [given.theirs, given.ours] : [given.ours, given.theirs];
  if (!disabled.config.known) throw new Error('the disabled end can be read');
  const source = disabled.config.source;
  const changes = known(
    { edits: known(edits, source), commits: known([], source), pending: known(false, source) },
    source,
  );
  const withLog = { ...disabled, log: known(logOf(disabledLog), source), changes };
  const calling = { ...caller, log: caller.readable ? known(logOf(callerLog), source) : caller.log };
  const evidence: TunnelEvidence =
    visible === 'both' ? { ...given, ours: calling, theirs: withLog } : { ...given, ours: withLog };
  const book = readFacts(evidence, statesOf(evidence));
  const of = (name: string) => {
    const state = book.fact(`${disabled.end}.${name}`);
    return state.known ? state.value : 'unknown';
  };
  return { calls: of('disabled.calls'), called: of('disabled.called') };
}

const every5 = ['09:35:00', '09:40:00', '09:45:00', '09:50:00', '09:55:00'];

const disabling: ConfigChange = {
  kind: 'edit',
  at: `${day}09:42:00.000Z`,
  who: 'admin',
  command: 'edit',
  path: 'network ike gateway gw-to-paris',
  settings: [{ setting: 'gateway', child: null, before: 'no', after: 'yes' }],
};

describe('an end that is disabled', () => {
  it('is called as often as its own log refuses the peer', () => {
    expect(told({ disabledLog: every5.map((at) => [at, refuses]) })).toEqual({
      calls: 5,
      called: '5 times since 09:35:00 UTC, about every 5 min, last 09:55:00 UTC',
    });
  });

  it('is called as often as the log of the peer shows attempts', () => {
    expect(told({ callerLog: every5.map((at) => [at, starts]) })).toMatchObject({ calls: 5 });
  });

  it('is called once for an attempt that both logs show', () => {
    expect(told({ callerLog: [['09:55:00', starts]], disabledLog: [['09:55:00', refuses]] })).toEqual({
      calls: 1,
      called: 'once, at 09:55:00 UTC',
    });
  });

  it('is called by a partner whose device nobody can read', () => {
    expect(told({ disabledLog: every5.map((at) => [at, refuses]), visible: 'right' })).toMatchObject({
      calls: 5,
    });
  });

  it('counts only what came after it was disabled, where a change says when', () => {
    expect(told({ callerLog: every5.map((at) => [at, starts]), edits: [disabling] })).toMatchObject({
      calls: 3,
    });
  });

  it('counts nothing from before the tunnel last worked', () => {
    expect(
      told({
        callerLog: [
          ['09:35:00', starts],
          ['09:35:01', works],
          ['09:50:00', starts],
        ],
      }),
    ).toMatchObject({ calls: 1 });
  });

  it('is not called any more when the last attempt is long ago', () => {
    expect(
      told({
        callerLog: [
          ['08:00:00', starts],
          ['08:05:00', starts],
        ],
      }),
    ).toEqual({ calls: 0, called: 'unknown' });
  });

  it('is not called by what a log does not show', () => {
    expect(told({})).toEqual({ calls: 0, called: 'unknown' });
  });
});
