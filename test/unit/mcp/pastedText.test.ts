// Logs that an assistant was given: read as every pasted log, without the secrets in them, by no device.

import { expect, it } from 'vitest';
import { analyzedOf, toolDeclarations } from '../../../src/app/toolQuestions.js';
import { inPlace } from '../../../src/diagnosis/longWork.js';
import { renderJson } from '../../../src/render/json.js';

const analyze = toolDeclarations.find(({ tool }) => tool?.text !== undefined);

function ask(words: readonly string[], text: string) {
  if (!analyze) throw new Error('no tool takes a text');
  const question = {
    declaration: analyze,
    words: [analyze.name, ...words],
    attachments: [{ name: 'pasted text', bytes: Buffer.from(text) }],
    signal: new AbortController().signal,
    onProgress: () => undefined,
  };
  return analyzedOf(question, inPlace);
}

const line = "13[IKE] <hub|4> tried 1 shared key for 'a.example' - 'b.example', but MAC mismatched\n";

it('names the cause, with the line that says so', async () => {
  const report = await ask(['--side=responder'], line);
  expect(analyze?.answer?.parse(JSON.parse(renderJson({ json: report?.json })))).toMatchObject({
    verdict: { cause: 'psk-mismatch', confidence: 'certain' },
    vendor: 'strongswan',
  });
});

it('repeats no secret that stands beside it', async () => {
  const report = await ask([], `pre-shared-key "Summer-2026-Paris"\n${line}`);
  expect(renderJson({ json: report?.json })).not.toContain('Summer-2026-Paris');
});

it('says in one sentence which vendors are known', async () => {
  await expect(ask(['--vendor=panoz'], line)).rejects.toMatchObject({ code: 'usage' });
});

it('leaves every other tool to its command', async () => {
  const [other] = toolDeclarations;
  if (!other) throw new Error('there is no tool');
  const signal = new AbortController().signal;
  const question = { declaration: other, words: [], attachments: [], signal, onProgress: () => undefined };
  expect(await analyzedOf(question, inPlace)).toBeNull();
});
