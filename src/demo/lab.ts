// The lab of the demo: another app of the workspace that breaks the tunnel between PAN-OS and a FortiGate on a button, and mends it.

import type { Fault, RunningFleet } from '../simulator/index.js';
import type { Logger } from '../support/logger.js';
import type { Fields, Message, Workspace } from '../workspace/index.js';
import { type Break, breaks, type Place, parisLyon, sides } from './lyon.js';

export interface LabParts {
  readonly workspace: Pick<Workspace, 'postAsOtherApp' | 'editAsOtherApp' | 'hearClicks'>;
  readonly fleet: Pick<RunningFleet, 'injectFault' | 'clearFault'>;
  readonly log: Logger;
}

export const labApp = { name: 'lab', realName: 'Lab' };
export const labChannel = { name: 'lab', topic: 'Break the tunnel between PAN-OS and a FortiGate here' };

const mends = 'mend';

/** Posts the bench and hears its buttons. */
export async function openLab({ workspace, fleet, log }: LabParts): Promise<void> {
  let broken: Fault | null = null;

  function act(actionId: string): Bench {
    if (broken !== null) fleet.clearFault(parisLyon, broken, labApp.name);
    broken = null;
    const [what, place] = actionId.split(':');
    if (!isBreak(what) || !isPlace(place)) return { state: 'whole' };
    broken = { kind: breaks[what], end: sides[place] };
    fleet.injectFault(parisLyon, broken, labApp.name);
    return { state: 'broken', what, place };
  }

  async function show(message: Message, bench: Bench): Promise<void> {
    await workspace.editAsOtherApp({ channel: labChannel.name, ts: message.ts, ...contentOf(bench) });
  }

  workspace.hearClicks(labApp.name, ({ actionId, message }) => {
    show(message, act(actionId)).catch((error: unknown) =>
      log.error({ error }, 'the lab of the demo fell silent'),
    );
  });
  const bench = contentOf({ state: 'whole' });
  await workspace.postAsOtherApp({ app: labApp.name, channel: labChannel.name, ...bench });
}

type Bench =
  | { readonly state: 'whole' }
  | { readonly state: 'broken'; readonly what: Break; readonly place: Place };

function isBreak(word: string | undefined): word is Break {
  return word !== undefined && Object.hasOwn(breaks, word);
}

function isPlace(word: string | undefined): word is Place {
  return word !== undefined && Object.hasOwn(sides, word);
}

const labels: Readonly<Record<Break, string>> = {
  proposal: 'Another proposal',
  identity: 'Another identity',
  selector: 'Another selector',
  'one-way': 'No ESP arrives',
};

const places: Readonly<Record<Place, string>> = { Paris: 'PAN-OS in Paris', Lyon: 'The FortiGate in Lyon' };

function contentOf(bench: Bench): { text: string; blocks: Fields[] } {
  const text =
    bench.state === 'whole'
      ? `${parisLyon} works: PAN-OS in Paris, a FortiGate in Lyon. Break it at one end, then ask /ipsec diagnose ${parisLyon}.`
      : `${parisLyon} is broken at one end: ${labels[bench.what].toLowerCase()}, ${bench.place}. Ask /ipsec diagnose ${parisLyon}.`;
  const blocks =
    bench.state === 'whole'
      ? (Object.keys(places) as Place[]).flatMap((place) => [
          section(`${places[place]}:`),
          actions((Object.keys(breaks) as Break[]).map((what) => button(`${what}:${place}`, labels[what]))),
        ])
      : [actions([button(mends, 'Mend it')])];
  return { text, blocks: [section(text), ...blocks] };
}

function section(text: string): Fields {
  return { type: 'section', text: { type: 'mrkdwn', text } };
}

function actions(elements: readonly Fields[]): Fields {
  return { type: 'actions', elements };
}

function button(actionId: string, label: string): Fields {
  return { type: 'button', action_id: actionId, text: { type: 'plain_text', text: label } };
}
