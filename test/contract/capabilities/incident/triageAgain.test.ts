// What an incident is told when something changed since: answers from before do not count, nor does the log of a fault that is gone.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linesOf } from '../../../../src/logs/format/text.js';
import { DoubleDevice } from '../../../unit/doubles/device.js';
import { tunnelConfig, tunnelLive } from '../../../unit/doubles/tunnels.js';
import { startTriage, type Triage, wrongKeyLog } from './triageSetup.js';

const at = '2026-03-01T11:59:30.000Z gw charon:';
const refusedProposals = [
  `${at} 09[IKE] <hub|2> initiating IKE_SA hub[2] to 203.0.113.1`,
  `${at} 11[ENC] <hub|2> parsed IKE_SA_INIT response 0 [ N(NO_PROP) ]`,
  `${at} 11[IKE] <hub|2> received NO_PROPOSAL_CHOSEN notify error`,
].join('\n');
const refusedAuthentication = [
  `${at} 09[IKE] <hub|3> initiating IKE_SA hub[3] to 203.0.113.1`,
  `${at} 11[ENC] <hub|3> parsed IKE_SA_INIT response 0 [ SA KE No ]`,
  `${at} 11[ENC] <hub|3> parsed IKE_AUTH response 1 [ N(AUTH_FAILED) ]`,
  `${at} 11[IKE] <hub|3> received AUTHENTICATION_FAILED notify error`,
].join('\n');

let triage: Triage;
let device: DoubleDevice;
let ourLog = '';
beforeAll(async () => {
  triage = await startTriage((clock) => {
    device = new DoubleDevice({
      clock,
      answers: {
        inventory: ['partner-1', 'partner-2', 'partner-3'].map((tunnel) => tunnelConfig({ tunnel })),
        live: (scope) => tunnelLive({ tunnel: scope.tunnel?.tunnel ?? '', ike: [], children: [] }),
        log: () => ({
          vendor: 'strongswan',
          lines: linesOf(ourLog),
          from: null,
          to: null,
          truncated: false,
        }),
      },
    });
    return [device];
  });
});
afterAll(async () => {
  await triage.close();
});

async function open(tunnel: string): Promise<string> {
  return (await triage.run(`triage ${tunnel}`)).changed?.incident ?? '';
}
const give = (id: string, name: string) =>
  triage.run(`partner-log ${id}`, { attachments: [{ name, bytes: Buffer.from(wrongKeyLog) }] });
const notesOf = async (id: string): Promise<string[]> =>
  (await triage.stores.incidents.events(id)).flatMap(({ what }) => (what.kind === 'note' ? [what.text] : []));

describe('an incident that is diagnosed again', () => {
  it('asks the devices anew, however fresh their last answers are', async () => {
    const id = await open('partner-1');
    const before = device.asked.length;
    await triage.run(`incident ${id} diagnose`);
    const asked = device.asked.slice(before);
    expect(asked).toContain('inventory');
    expect(asked).toContain('live partner-1');
    expect(asked).toContain('log partner-1');
  });
});

describe('the log of the other end', () => {
  it('counts when it can be of the failure that our end meets', async () => {
    ourLog = refusedAuthentication;
    const id = await open('partner-2');
    expect((await give(id, 'acme.log')).json).toMatchObject({ verdict: { cause: 'psk-mismatch' } });
    expect(await notesOf(id)).toEqual([]);
  });

  it('is left aside, and that is said once, when our end meets another failure now', async () => {
    const id = await open('partner-3');
    ourLog = refusedAuthentication;
    await give(id, 'acme.log');
    ourLog = refusedProposals;
    const report = await triage.run(`incident ${id} diagnose`);
    await triage.run(`incident ${id} diagnose`);
    expect(report.json).not.toMatchObject({ verdict: { cause: 'psk-mismatch' } });
    expect(await notesOf(id)).toEqual([
      'acme.log: The log shows another failure than our end meets now: there “pre-shared key mismatch”, here “proposal rejected by the peer”. It does not count until lines of the last attempt are sent.',
    ]);
  });
});
