// Fills a new workspace with its people, its app, its channels and its on-call group.
import { SLACKBOT } from './acts/commands.js';
import { DEFAULT_CHANNELS, DEFAULT_PEOPLE, type WorkspaceOptions } from './options.js';
import type { World } from './world.js';

export function seedWorld(world: World, options: WorkspaceOptions, appName: string): void {
  const timeZone = options.timeZone ?? 'Europe/Berlin';
  for (const [index, seed] of (options.people ?? DEFAULT_PEOPLE).entries()) {
    world.people.push({
      id: `U0PERSON${index + 1}`,
      name: seed.name,
      realName: seed.realName,
      title: seed.title ?? '',
      timeZone: seed.timeZone ?? timeZone,
      isBot: false,
    });
  }
  const humans = world.people.map((person) => person.id);
  const handle = appName.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, '-');
  const bot = { title: 'App', timeZone, isBot: true };
  world.people.push({ ...bot, id: world.botUserId, name: handle, realName: appName });
  world.people.push({ ...bot, id: SLACKBOT, name: 'slackbot', realName: 'Slackbot' });
  for (const [index, seed] of (options.apps ?? []).entries()) {
    const number = index + 1;
    const app = { id: `A0OTHER${number}`, botId: `B0OTHER${number}` };
    world.people.push({ ...bot, ...seed, id: `U0OTHERAPP${number}`, app });
  }
  for (const [index, seed] of (options.channels ?? DEFAULT_CHANNELS).entries()) {
    world.channels.push({
      id: `C0CHANNEL${index + 1}`,
      name: seed.name,
      kind: 'channel',
      topic: seed.topic ?? '',
      members: seed.hasApp === false ? [...humans] : [...humans, world.botUserId],
    });
  }
  for (const human of humans) world.directMessage(human);
  const onCall = options.onCall ?? world.people.slice(0, 2).map((person) => person.name);
  world.userGroups.push({
    id: 'S0ONCALL01',
    handle: 'netops-oncall',
    name: 'Network operations, on call',
    users: world.people.filter((person) => onCall.includes(person.name)).map((person) => person.id),
  });
}
