// The modal that asks for a tunnel: a type-ahead menu of names and what to do with it.

import type * as z from 'zod';
import type { Declaration } from '../commands/declaration.js';
import type { TunnelSuggestion } from '../commands/dispatcher.js';
import { askPlace } from './payloads.js';
import type { Place } from './place.js';
import { askInputs, registrations } from './registrations.js';

type Words = { readonly type: 'plain_text'; readonly text: string; readonly emoji: false };

const words = (text: string, max: number): Words => ({
  type: 'plain_text',
  text: text.length > max ? `${[...text].slice(0, max - 2).join('')}…`.slice(0, max) : text || '–',
  emoji: false,
});

/** @param names the tunnels to choose from; without any, a menu of all of them is searched while typing. */
export function askView(
  commands: readonly Declaration[],
  chosen: string,
  place: Place,
  names: readonly string[] = [],
): object {
  const options = commands
    .filter((one) => one.about === 'tunnel')
    .slice(0, 100)
    .map((one) => ({ text: words(`${one.name}: ${one.summary}`, 75), value: one.name }));
  const { options: offered } = tunnelOptions(names.map((name) => ({ name, device: '', hint: '' })));
  const initial = options.find((one) => one.value === chosen) ?? options[0];
  const carried: z.infer<typeof askPlace> = {
    channel: place.channel,
    direct: place.direct,
    threadTs: place.threadTs,
    newThread: place.newThread === true,
  };
  return {
    type: 'modal',
    callback_id: registrations.askView,
    private_metadata: JSON.stringify(carried),
    title: words('Ask about a tunnel', 24),
    submit: words('Ask', 24),
    close: words('Cancel', 24),
    blocks: [
      {
        type: 'input',
        block_id: askInputs.tunnel.block,
        label: words('Tunnel', 2000),
        ...(offered.length > 0
          ? {}
          : { hint: words('Type a part of its name, its peer or its firewall.', 2000) }),
        element: {
          action_id: askInputs.tunnel.action,
          placeholder: words('Name of the tunnel', 150),
          ...(offered.length > 0
            ? { type: 'static_select', options: offered }
            : { type: 'external_select', min_query_length: 0 }),
        },
      },
      ...(initial === undefined
        ? []
        : [
            {
              type: 'input',
              block_id: askInputs.command.block,
              label: words('What', 2000),
              element: {
                type: 'static_select',
                action_id: askInputs.command.action,
                options,
                initial_option: initial,
              },
            },
          ]),
    ],
  };
}

/** Options for the type-ahead menu; a name longer than Slack's option value cannot be chosen there. */
export function tunnelOptions(found: readonly TunnelSuggestion[]): { options: object[] } {
  const seen = new Set<string>();
  const options = found.flatMap((one) => {
    if (one.name === '' || one.name.length > 150 || seen.has(one.name)) return [];
    seen.add(one.name);
    const hint = [one.device, one.hint].filter((part) => part !== '').join(' · ');
    return [
      {
        text: words(one.name, 75),
        value: one.name,
        ...(hint === '' ? {} : { description: words(hint, 75) }),
      },
    ];
  });
  return { options: options.slice(0, 100) };
}

/** The place that the modal carried; null when it is not ours. */
export function readAskPlace(metadata: string): z.infer<typeof askPlace> | null {
  try {
    const read = askPlace.safeParse(JSON.parse(metadata));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
