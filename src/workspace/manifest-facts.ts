// Reads an app manifest (already parsed from YAML or JSON): name, commands, shortcuts, scopes, events.
import type { ManifestFacts } from './context.js';
import { fieldsListOf, fieldsOf, isTrue, listOf, textOf } from './fields.js';
import type { Fields } from './model.js';

export function readManifest(manifest: Fields | undefined): ManifestFacts {
  if (manifest === undefined) return { appName: 'App', commands: [], shortcuts: [], isAgent: true };
  const features = fieldsOf(manifest.features);
  const bot = fieldsOf(features.bot_user);
  const scopes = listOf(fieldsOf(fieldsOf(manifest.oauth_config).scopes).bot).map(textOf);
  const subscriptions = fieldsOf(fieldsOf(manifest.settings).event_subscriptions);
  return {
    appName: textOf(bot.display_name) || textOf(fieldsOf(manifest.display_information).name) || 'App',
    commands: fieldsListOf(features.slash_commands).map((one) => ({
      command: textOf(one.command),
      description: textOf(one.description),
      usageHint: textOf(one.usage_hint),
      escapes: isTrue(one.should_escape),
    })),
    shortcuts: fieldsListOf(features.shortcuts).map((one) => ({
      name: textOf(one.name),
      type: one.type === 'global' ? 'global' : 'message',
      callbackId: textOf(one.callback_id),
      description: textOf(one.description),
    })),
    isAgent: features.agent_view !== undefined,
    scopes: new Set(scopes),
    events: new Set(listOf(subscriptions.bot_events).map(textOf)),
  };
}
