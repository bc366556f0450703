// manifest.yml is valid, and says exactly what the code registers and calls: nothing more, nothing less.

import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { declarations } from '../../../src/app/registry.js';
import { askView } from '../../../src/slack/askView.js';
import { listenToAll } from '../../../src/slack/listen.js';
import type { Listening, Parts } from '../../../src/slack/ports.js';
import { registrations } from '../../../src/slack/registrations.js';
import { eventScopes, featureScopes, methodScopes } from '../../../src/slack/scopes.js';
import { slackSettings } from '../../../src/slack/settings.js';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const manifest = parse(read('manifest.yml'));

/** The parts of Slack's manifest that we use, with the limits that Slack documents for them. */
const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['_metadata', 'display_information', 'features', 'oauth_config', 'settings'],
  properties: {
    _metadata: shape({ major_version: { const: 2 }, minor_version: { const: 1 } }),
    display_information: shape({
      name: text(35),
      description: text(140),
      background_color: { type: 'string', pattern: '^#[0-9a-fA-F]{6}$' },
      long_description: { type: 'string', minLength: 174, maxLength: 4000 },
    }),
    features: shape({
      agent_view: shape({
        agent_description: text(300),
        suggested_prompts: {
          type: 'array',
          maxItems: 4,
          items: shape({ title: text(100), message: text(1000) }),
        },
      }),
      app_home: shape({
        home_tab_enabled: { const: true },
        messages_tab_enabled: { const: true },
        messages_tab_read_only_enabled: { const: false },
      }),
      bot_user: shape({
        display_name: { type: 'string', pattern: '^[a-z0-9._-]{1,80}$' },
        always_online: { type: 'boolean' },
      }),
      shortcuts: {
        type: 'array',
        maxItems: 10,
        items: shape({
          name: text(24),
          type: { enum: ['message', 'global'] },
          callback_id: text(255),
          description: text(150),
        }),
      },
      slash_commands: {
        type: 'array',
        maxItems: 50,
        items: shape({
          command: { type: 'string', pattern: '^/[a-z0-9_-]{1,31}$' },
          description: text(2000),
          usage_hint: text(1000),
          should_escape: { const: true },
        }),
      },
    }),
    oauth_config: shape({
      scopes: shape({ bot: { type: 'array', uniqueItems: true, maxItems: 255, items: text(100) } }),
    }),
    settings: shape({
      event_subscriptions: shape({
        bot_events: { type: 'array', uniqueItems: true, maxItems: 100, items: text(100) },
      }),
      interactivity: shape({ is_enabled: { const: true } }),
      org_deploy_enabled: { type: 'boolean' },
      socket_mode_enabled: { type: 'boolean' },
      token_rotation_enabled: { const: false },
    }),
  },
};

function shape(properties: Record<string, unknown>) {
  return { type: 'object', additionalProperties: false, required: Object.keys(properties), properties };
}

function text(maxLength: number) {
  return { type: 'string', minLength: 1, maxLength };
}

/** What the listeners register, as they do with Bolt. */
function registered() {
  const names: Record<keyof Listening, (string | RegExp)[]> = {
    command: [],
    event: [],
    shortcut: [],
    view: [],
    action: [],
    options: [],
  };
  const record = (kind: keyof Listening) => (name: string | RegExp) => void names[kind].push(name);
  const listening = Object.fromEntries(
    Object.keys(names).map((kind) => [kind, record(kind as keyof Listening)]),
  );
  listenToAll(listening as unknown as Listening, {} as Parts);
  return names;
}

describe('manifest.yml', () => {
  it('is a valid manifest', () => {
    const validate = new Ajv({ allErrors: true }).compile(schema);
    validate(manifest);
    expect(validate.errors).toBeNull();
  });

  it('has the slash commands that are registered', () => {
    const { slash_commands: commands } = manifest.features;
    expect(commands.map((one: { command: string }) => one.command)).toEqual(registered().command);
  });

  it('has the shortcuts that are registered, of the right kind', () => {
    const { shortcuts } = manifest.features;
    expect(shortcuts.map((one: { callback_id: string }) => one.callback_id).sort()).toEqual(
      [...registered().shortcut].sort(),
    );
    const kinds = Object.fromEntries(
      shortcuts.map((one: { callback_id: string; type: string }) => [one.callback_id, one.type]),
    );
    expect(kinds).toEqual({
      [registrations.messageShortcut]: 'message',
      [registrations.triageShortcut]: 'message',
      [registrations.pinShortcut]: 'message',
      [registrations.globalShortcut]: 'global',
    });
  });

  it('subscribes to the events that are registered', () => {
    const names = [...new Set(registered().event)].flatMap(
      (name) => registrations.events[String(name) as keyof typeof registrations.events],
    );
    expect([...manifest.settings.event_subscriptions.bot_events].sort()).toEqual([...names].sort());
  });

  it('has interactivity and the home tab because there are listeners for them', () => {
    const { action, view, options, event } = registered();
    expect(action.length * view.length * options.length).toBeGreaterThan(0);
    expect(event).toContain('app_home_opened');
  });

  it('asks for exactly the scopes of what is called, subscribed and offered', () => {
    const called = calledMethods();
    const events = manifest.settings.event_subscriptions.bot_events as string[];
    const needed = [
      ...called.flatMap((method) => methodScopes[method] ?? [`unknown: ${method}`]),
      ...events.flatMap((event) => eventScopes[event] ?? [`unknown: ${event}`]),
      ...featureScopes,
    ];
    expect(manifest.oauth_config.scopes.bot).toEqual([...new Set(needed)].sort());
  });

  it('is for the mode that is the default', () => {
    expect(manifest.settings.socket_mode_enabled).toBe(slackSettings({ botToken: 'x' }).mode === 'socket');
  });
});

/** The Web API methods that the one file with a client calls. */
function calledMethods(): string[] {
  const calls = [...read('src/slack/web.ts').matchAll(/\bclient\.([a-zA-Z]+(?:\.[a-zA-Z]+)*)\(/g)];
  return [...new Set(calls.map((call) => call[1] ?? ''))].sort();
}

describe('the table of scopes', () => {
  it('lists exactly the methods that are called', () => {
    expect(Object.keys(methodScopes).sort()).toEqual(calledMethods());
  });
});

describe('what is drawn can be operated', () => {
  it('the modal has the callback_id and the menu that are registered', () => {
    const place = {
      channel: 'C1',
      threadTs: null,
      user: { id: 'U1', name: '' },
      direct: false,
      responseUrl: null,
      editTs: null,
    };
    const view = JSON.stringify(askView(declarations, 'status', place));
    const { view: views, options } = registered();
    expect(view).toContain(`"callback_id":"${String(views[0])}"`);
    expect(view).toContain(`"action_id":"${String(options[0])}"`);
  });
});
