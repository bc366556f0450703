// What Slack and the person are told when an act cannot be kept: nothing was done, and what was typed is not lost.

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
