// What Slack and the person are told when an act cannot be kept or is given up: what was not done, and what to do about it.

export const unkeptSentence =
  'The database does not answer just now, so nothing was done. Try again in a minute; reading commands work meanwhile.';

/**
 * The acknowledgement that tells it: words below a command, a complaint in a modal, which stays open with what was typed.
 * Undefined where Slack's acknowledgement carries no words (clicks, shortcuts).
 */
export function unkeptAck(body: unknown): Record<string, unknown> | undefined {
  const raw = (body ?? {}) as {
    command?: unknown;
    type?: unknown;
    view?: { blocks?: readonly { type?: unknown; block_id?: unknown }[] };
  };
  if (typeof raw.command === 'string') return { response_type: 'ephemeral', text: unkeptSentence };
  if (raw.type !== 'view_submission') return undefined;
  const input = raw.view?.blocks?.find((block) => block.type === 'input')?.block_id;
  return typeof input === 'string'
    ? { response_action: 'errors', errors: { [input]: unkeptSentence } }
    : undefined;
}

/** For an act that ended the process each time it was begun. */
export function givenUpSentence(body: unknown): string {
  return `${whatIn(body)} was given up: each time it was begun, Tunnelmedic stopped. A part of it may have been done; look before you try another way, and tell whoever runs Tunnelmedic: its log has the details.`;
}

function whatIn(body: unknown): string {
  const raw = (body ?? {}) as {
    command?: unknown;
    text?: unknown;
    actions?: readonly { value?: unknown; selected_option?: { value?: unknown } }[];
    event?: { files?: readonly { name?: unknown }[] };
    view?: unknown;
  };
  const [action] = raw.actions ?? [];
  const typed = raw.command === undefined ? (action?.value ?? action?.selected_option?.value) : raw.text;
  if (typeof typed === 'string' && typed !== '') return `“${typed.slice(0, 100)}”`;
  const file = raw.event?.files?.[0]?.name;
  if (typeof file === 'string') return `Reading ${file.slice(0, 100)}`;
  return raw.view === undefined ? 'What you posted' : 'What you filled in';
}
