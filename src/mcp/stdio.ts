// An assistant at the other end of standard input and output.

import type { Readable, Writable } from 'node:stream';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { type AskTool, type ToolServerParts, toolServer } from './server.js';

export interface Conversation {
  /** The assistant closed its end. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** Nothing else may be written to `output`. */
export function converse(
  parts: ToolServerParts,
  ask: AskTool,
  { input, output }: { readonly input: Readable; readonly output: Writable },
): Conversation {
  const ended = new Promise<void>((resolve) => {
    input.once('end', resolve).once('close', resolve);
  });
  const handle = serveStdio(toolServer(parts)(ask), {
    transport: new StdioServerTransport(input, output),
    onerror: (error) => parts.onFault(error, 'stdio'),
  });
  return { ended, close: () => handle.close() };
}
