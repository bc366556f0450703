// What the page asks for when a person does something: the same acts that tests call.
import { click, suggest } from './acts/clicks.js';
import { typeCommand } from './acts/commands.js';
import {
  openHome,
  openMessages,
  postAs,
  react,
  runGlobalShortcut,
  runMessageShortcut,
  stopSession,
  upload,
} from './acts/events.js';
import { closeView, submitView } from './acts/submissions.js';
import type { Context } from './context.js';
import { fieldsOf, textOf } from './fields.js';
import type { Fields } from './model.js';
import type { Entered } from './values.js';

function enteredOf(value: unknown): Entered {
  if (Array.isArray(value)) return value.map(textOf);
  return value === null || value === undefined ? null : textOf(value);
}

/** Only what is given: exact optional properties may not be `undefined`. */
function some(body: Fields, ...names: string[]): Record<string, string> {
  const entries = names
    .map((name) => [name, textOf(body[name])] as const)
    .filter(([, value]) => value !== '');
  return Object.fromEntries(entries);
}

export async function runAct(context: Context, body: Fields): Promise<unknown> {
  const user = textOf(body.as);
  const channel = textOf(body.channel);
  const text = textOf(body.text);
  const ts = textOf(body.ts);
  const actionId = textOf(body.actionId);
  switch (body.act) {
    case 'command':
      return typeCommand(context, { user, channel, text, ...some(body, 'threadTs') });
    case 'post':
      await postAs(context, { user, channel, text, ...some(body, 'threadTs') });
      return null;
    case 'click': {
      const place = some(body, 'channel', 'ts', 'viewId', 'blockId');
      return click(context, { user, actionId, ...place, value: enteredOf(body.value) });
    }
    case 'suggest': {
      const place = some(body, 'channel', 'ts', 'viewId', 'blockId');
      return suggest(context, { user, actionId, ...place, value: text });
    }
    case 'submit': {
      const values = Object.entries(fieldsOf(body.values)).map(
        ([name, one]) => [name, enteredOf(one)] as const,
      );
      return submitView(context, { user, values: Object.fromEntries(values), ...some(body, 'viewId') });
    }
    case 'close':
      return closeView(context, user);
    case 'message-shortcut':
      return runMessageShortcut(context, { user, channel, ts, callbackId: textOf(body.callbackId) });
    case 'global-shortcut':
      return runGlobalShortcut(context, user, textOf(body.callbackId));
    case 'react':
      return react(context, { user, channel, ts, name: textOf(body.name) });
    case 'home':
      return openHome(context, user);
    case 'messages':
      return openMessages(context, user);
    case 'stop':
      return stopSession(context, { user, channel, threadTs: textOf(body.threadTs) });
    case 'upload': {
      const content = Buffer.from(textOf(body.base64), 'base64');
      await upload(context, {
        user,
        channel,
        name: textOf(body.name),
        content,
        text,
        ...some(body, 'threadTs'),
      });
      return null;
    }
    default:
      throw new Error(`The page asked for something unknown: ${textOf(body.act)}.`);
  }
}
