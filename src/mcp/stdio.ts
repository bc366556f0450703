// An assistant at the other end of standard input and output.

import { PassThrough, type Readable, type Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { type AskTool, type ToolServerParts, toolServer } from './server.js';

export interface Conversation {
  /** The assistant closed its end, and what it asked before was answered. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** Nothing else may be written to `output`. */
export function converse(
  parts: ToolServerParts,
  ask: AskTool,
  { input, output }: { readonly input: Readable; readonly output: Writable },
): Conversation {
  const open = new Set<Promise<unknown>>();
  const counted: AskTool = (question) => {
    const answer = ask(question);
    open.add(answer);
    const done = () => open.delete(answer);
    answer.then(done, done);
    return answer;
  };
  // The transport drops what is asked once its input ends, and a script ends it at once: `printf … | tunnelmedic mcp`.
  const heard = new PassThrough();
  input.pipe(heard, { end: false });
  const ended = new Promise<void>((resolve) => {
    input.once('end', () => answered(open).then(resolve));
    input.once('close', () => {
      if (!input.readableEnded) resolve();
    });
  });
  const handle = serveStdio(toolServer(parts)(counted), {
    transport: new StdioServerTransport(heard, output),
    onerror: (error) => parts.onFault(error, 'stdio'),
  });
  return { ended, close: () => handle.close() };
}

/** Each question has a deadline of its own. What was read last may not have been put yet, nor the last answer written. */
async function answered(open: ReadonlySet<Promise<unknown>>): Promise<void> {
  await turn();
  while (open.size > 0) {
    await Promise.allSettled(open);
    await turn();
  }
}
