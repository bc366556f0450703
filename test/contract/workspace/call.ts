// Calls the workspace's Web API as a client without any SDK does.
import type { Fields, Workspace } from '../../../src/workspace/index.js';

export interface Reply {
  status: number;
  body: Fields;
  headers: Headers;
}

export async function call(
  workspace: Workspace,
  method: string,
  args: Fields = {},
  token = workspace.botToken,
): Promise<Reply> {
  const reply = await fetch(`${workspace.apiUrl}${method}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(args),
  });
  return { status: reply.status, body: (await reply.json()) as Fields, headers: reply.headers };
}

export async function postJson(url: string, body: unknown): Promise<Reply> {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: reply.status, body: (await reply.json()) as Fields, headers: reply.headers };
}
