// The home tab over the true commands: the handoff of one's team first, then the fleet; devices are asked once for both.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AccessRules, openAccess } from '../../../src/access/access.js';
import { doctorCommand } from '../../../src/capabilities/doctor/command.js';
import { handoffCommand } from '../../../src/capabilities/handoff/command.js';
import { listCommand } from '../../../src/capabilities/list/command.js';
import { Installation } from '../../../src/checks/installation.js';
import { createDispatcher } from '../../../src/commands/dispatch.js';
import { type CheckFinding, fails, well } from '../../../src/domain/check.js';
import type { SlackBlock } from '../../../src/render/slack/index.js';
import { Home } from '../../../src/slack/home.js';
import { SendQueue } from '../../../src/slack/sendQueue.js';
import { slackSettings } from '../../../src/slack/settings.js';
import type { SlackWeb } from '../../../src/slack/web.js';
import { systemClock } from '../../../src/support/clock.js';
import { createLogger } from '../../../src/support/logger.js';
import { readView } from '../../../src/workspace/checks/view.js';
import { capturingNothing } from '../../unit/doubles/capturing.js';
import { DoubleDevice } from '../../unit/doubles/device.js';
import { tunnelConfig } from '../../unit/doubles/tunnels.js';
import { startTriage, type Triage } from '../capabilities/incident/triageSetup.js';

const team = (name: string, people: readonly string[], tunnels: readonly string[]) => ({
  name,
  channel: null,
  zone: 'utc',
  starts: ['06:00'],
  people: { '06:00': people },
  tunnels,
  onCall: { mention: true, own: true },
});

let triage: Triage;
let device: DoubleDevice;
beforeAll(async () => {
  triage = await startTriage(
    (clock) => {
      const names = ['paris-1', 'rome-1', 'rome-2'];
      device = new DoubleDevice({
        clock,
        answers: {
          inventory: names.map((tunnel, index) => tunnelConfig({ tunnel, peer: `203.0.113.${index + 1}` })),
          overview: names.map((tunnel) => ({
            tunnel,
            state: tunnel === 'paris-1' ? 'up' : 'down',
            since: null,
            peer: null,
            basis: 'no SA',
          })),
          certificates: [],
        },
      });
      return [device];
    },
    undefined,
    [team('paris', ['Upia'], ['paris-*']), team('rome', ['Uada'], ['rome-*'])],
  );
});
afterAll(() => triage.close(), 60_000);
beforeEach(() => {
  device.asked.splice(0);
});

async function installationWith(finding: CheckFinding): Promise<Installation> {
  const check = { what: 'fw-a: API key', needs: [], run: async () => finding };
  const installation = new Installation({
    groups: async () => [{ name: 'fw-a', checks: [check] }],
    clock: systemClock,
    onFault: (error) => {
      throw error;
    },
  });
  await installation.examine(new AbortController().signal, () => undefined);
  return installation;
}

async function homeOf(
  user: string,
  access: AccessRules = openAccess,
  installation?: Installation,
): Promise<readonly SlackBlock[]> {
  const shown: unknown[] = [];
  const web = {
    publishHome: async (_user: string, view: object) => void shown.push(view),
  } satisfies Partial<SlackWeb>;
  const clock = systemClock;
  const logger = createLogger('silent');
  const { queue: limits } = slackSettings({ botToken: 'xoxb-test' });
  const dispatcher = createDispatcher({
    ...triage.parts,
    commands: [
      handoffCommand(triage.parts),
      listCommand(triage.parts),
      ...(installation ? [doctorCommand({ installation, capturing: capturingNothing(clock) })] : []),
    ],
    access,
    questionMs: 25_000,
    onFault: (error) => {
      throw error;
    },
  });
  const home = new Home({
    dispatcher,
    web,
    queue: new SendQueue({ clock, logger, limits }),
    commandTimeoutMs: 60_000,
  });
  await home.publish(user, false, new AbortController().signal);
  const view = shown.at(-1) as { blocks: readonly SlackBlock[] };
  expect(readView(JSON.parse(JSON.stringify(view)), 'home')).not.toHaveProperty('ok');
  return view.blocks;
}

const headers = (blocks: readonly SlackBlock[]) =>
  blocks.flatMap((block) => (block.type === 'header' ? [block.text.text] : []));
const buttons = (blocks: readonly SlackBlock[]) =>
  blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.flatMap((one) =>
          one.type === 'button' ? [[one.action_id, one.text.text, one.value]] : [],
        )
      : [],
  );

describe('the home tab', () => {
  it('shows the handoff of one’s team above the whole fleet', async () => {
    const blocks = await homeOf('Uada');
    expect(headers(blocks)).toEqual(['⚠️ Handoff of rome', '❌ 3 tunnels']);
    const [above, below] = JSON.stringify(blocks).split('"divider"');
    expect(above).toContain('rome-1');
    expect(above).not.toContain('paris-1');
    expect(below).toContain('paris-1');
  });

  it('shows what is broken in the installation to who may operate it, with the command that looks again', async () => {
    const broken = await installationWith(fails('It is refused.', 'Obtain a new one.'));
    const blocks = await homeOf('Uada', openAccess, broken);
    const text = JSON.stringify(blocks);
    expect(text).toContain('Installation: 1 failed of 1 check');
    expect(text).toContain('It is refused. Obtain a new one.');
    expect(buttons(blocks)[0]).toEqual(['cmd:950', 'Check again', 'doctor']);
    const reads = { ...openAccess, channels: ['C1'], people: ['Uada'] };
    expect(JSON.stringify(await homeOf('Uada', reads, broken))).not.toContain('Installation');
  });

  it('says nothing of an installation in which nothing failed', async () => {
    const blocks = await homeOf('Uada', openAccess, await installationWith(well('fine')));
    expect(JSON.stringify(blocks)).not.toContain('Installation');
  });

  it('is short for a team whose shift was quiet', async () => {
    const blocks = await homeOf('Upia');
    const above = blocks.slice(
      0,
      blocks.findIndex((block) => block.type === 'divider'),
    );
    expect(above.map((block) => block.type)).toEqual(['header', 'actions', 'rich_text', 'rich_text']);
    expect(JSON.stringify(above)).toContain('A quiet shift');
  });

  it('has its own buttons in front, then those of the handoff', async () => {
    expect(buttons(await homeOf('Uada')).slice(0, 6)).toEqual([
      ['home:ask', 'Ask about a tunnel', 'home:ask'],
      ['cmd:900', 'Handoff', 'handoff'],
      ['form:901', 'Add a remark', 'remark --team rome'],
      ['home:refresh', 'Refresh', 'home:refresh'],
      ['cmd:0', 'Triage rome-1', 'triage rome-1'],
      ['cmd:1', 'Triage rome-2', 'triage rome-2'],
    ]);
  });

  it('offers a remark for each team to who is in none', async () => {
    const blocks = await homeOf('Uzoe');
    expect(headers(blocks)[0]).toBe('⚠️ Handoff of all teams');
    expect(buttons(blocks).map(([, label]) => label)).toEqual(
      expect.arrayContaining(['Add a remark for paris', 'Add a remark for rome']),
    );
  });

  it('asks each device once for the handoff and the list together', async () => {
    // A day later nothing in the cache is good enough any more.
    await triage.clock.advance(24 * 3_600_000);
    await homeOf('Uada');
    expect([...device.asked].sort()).toEqual(['certificates', 'inventory', 'overview']);
    await homeOf('Upia');
    expect(device.asked).toHaveLength(3);
  });

  it('shows nothing to who may not read, and says so once', async () => {
    const blocks = await homeOf('Uada', { channels: ['C1'], people: ['Upia'], grantedBy: 'ops' });
    const shown = JSON.stringify(blocks);
    expect(shown).not.toMatch(/rome|paris/);
    expect(shown.match(/You may not do this/g)).toHaveLength(1);
    expect(buttons(blocks).map(([id]) => id)).toEqual(['home:ask', 'home:refresh']);
  });

  it('shows what is known when no device can be asked', async () => {
    await triage.clock.advance(24 * 3_600_000);
    device.broken = 'unreachable';
    const shown = JSON.stringify(await homeOf('Uada'));
    device.broken = null;
    expect(shown).toContain('Could not be seen');
    expect(shown).toContain('fw-a cannot be reached');
  });
});
