// What the agent view offers to ask: why the tunnels of open incidents are down, then what the registry says is asked first.

import { commandAt } from '../commands/understand.js';
import type { Prompt } from './agentWeb.js';
import { askerAt, placeOfPerson } from './place.js';
import type { Parts } from './ports.js';

/** Slack shows four. Source: docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts. */
const mostPrompts = 4;
const mostIncidents = 3;
const longestTitle = 60;

export async function promptsFor(parts: Parts, userId: string): Promise<readonly Prompt[]> {
  const { dispatcher, incidents } = parts;
  const tunnels = (await incidents?.openTunnels(mostIncidents * 4)) ?? [];
  // Whoever may not read a tunnel learns no name of it here either.
  const readable = await dispatcher.namesIn(tunnels.join('\n'), askerAt(placeOfPerson({ id: userId })));
  const why = tunnels
    .filter((tunnel) => readable.includes(tunnel))
    .slice(0, mostIncidents)
    .map((tunnel) => ({
      title: `Why is ${tunnel} down?`.slice(0, longestTitle),
      message: `Why is ${tunnel} down?`,
    }));
  const others = (['home-fleet', 'home-shift', 'nothing'] as const).flatMap((door) => {
    const command = commandAt(door, dispatcher.commands);
    // Up to where the sentence goes into what belongs to it.
    const [title = ''] = command?.summary.split(/[,:.]/) ?? [];
    return command ? [{ title: title.slice(0, longestTitle), message: command.name }] : [];
  });
  return [...why, ...others].slice(0, mostPrompts);
}
